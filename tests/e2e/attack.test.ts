import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Centre, reportRow, startExample } from './support.ts';

let centre: Centre;
let port: number;

beforeAll(async () => {
  centre = await startExample({ sample: false });
  port = Number(new URL(centre.url).port);
});

afterAll(async () => {
  await centre?.stop();
});

/** What comes back for bytes that no client of good manners would send. */
function bytes(text: string | Buffer): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(text));
    let answer = '';
    socket.on('data', (chunk) => {
      answer += chunk;
    });
    socket.setTimeout(5000, () => socket.destroy(new Error(`no end: ${answer}`)));
    socket.on('error', reject);
    socket.on('end', () => {
      const [head = '', body = ''] = answer.split('\r\n\r\n');
      resolve({ status: Number(head.slice(9, 12)), body });
    });
  });
}

const get = (path: string, headers = '') => bytes(`GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: close\r\n${headers}\r\n`);
const post = (path: string, type: string, body: BodyInit, headers = {}) =>
  fetch(`${centre.url}${path}`, { method: 'POST', headers: { 'content-type': type, ...headers }, body });
const reports = '/api/records/field-reports/report';
const ndjson = 'application/x-ndjson';

describe('addresses', () => {
  test.each([
    ['/%', 400],
    ['/%zz', 400],
    ['//', 404],
    ['//x:99999/?lang=en', 404],
    ['/nothing', 404],
    ['/%00', 404],
    ['/api/live', 404],
    [`/page/${'a'.repeat(300)}`, 400],
    ['/api/documents/page/__proto__', 404],
    ['/api/records/__proto__/constructor', 400],
    [`${reports}?a[b]=1`, 400],
    [`${reports}?limit=1&limit=2`, 400],
    [`${reports}/1%2f..`, 404],
  ])('%s is answered in the form of an error', async (path, status) => {
    const answer = await get(path);
    expect(answer.status).toBe(status);
    expect(answer.body).toMatch(/\{"error":\{"code":"[a-z-]+","message":"/);
  });

  test('what is no HTTP is answered in the form of an error', async () => {
    const answer = await bytes('FOO / HTTP/1.1\r\n\r\n');
    expect([answer.status, JSON.parse(answer.body).error.code]).toEqual([400, 'bad-request']);
  });

  test('the language is read from odd addresses too', async () => {
    expect((await get('//?lang=en')).body).toContain('Not found');
    expect((await get('//?lang=vi')).body).toContain('Không tìm thấy');
  });

  test.each([
    '/sdk/..%2f..%2fpackage.json',
    '/sdk/%2e%2e/%2e%2e/package.json',
    '/sdk/..%5c..%5cpackage.json',
    '/sdk/%252e%252e/x',
    '/sdk/client.js%00',
    '/sdk//client.js',
    '/sdk/./client.js',
    '/sdk/',
    '/sdk/.hidden',
    '/assets/..%2findex.html',
    '/assets/..%2f..%2f..%2fpackage.json',
    '/plugins/core/plugin.json',
    '/plugins/core/widgets/..%2fplugin.json',
    '/plugins/core//widgets/value.js',
    '/plugins/core/widgets/value.js%00',
    '/plugins/__proto__/x',
  ])('no file is served at %s', async (path) => {
    expect((await get(path)).status).toBe(404);
  });

  test('files are served by their names', async () => {
    for (const path of ['/sdk/client.js', '/sdk/lit/directives/repeat.js', '/plugins/core/widgets/value.js'])
      expect((await get(path)).status).toBe(200);
  });
});

describe('the door', () => {
  test.each(['[::1]:PORT', 'LOCALHOST:PORT'])('Host %s is this machine', async (host) => {
    expect((await bytes(`GET /api/health HTTP/1.1\r\nHost: ${host.replace('PORT', `${port}`)}\r\nConnection: close\r\n\r\n`)).status).toBe(
      200,
    );
  });

  test.each(['localhost.', '127.1', '2130706433', '127.0.0.1:abc', 'localhost@evil', '127.0.0.1.evil:80', '127.0.0.1,evil', ''])(
    'Host "%s" is not',
    async (host) => {
      expect((await bytes(`GET /api/health HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`)).status).toBe(421);
    },
  );

  test.each(['cross-site', 'same-site'])('a write that a browser marks %s is refused', async (site) => {
    const body = '{"queries":{}}';
    const head = `POST /api/query HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: close\r\nContent-Type: application/json\r\n`;
    const send = (mark: string) => bytes(`${head}Sec-Fetch-Site: ${mark}\r\nContent-Length: ${body.length}\r\n\r\n${body}`);
    expect((await send(site)).status).toBe(403);
    expect((await send('same-origin')).status).toBe(200);
  });
});

describe('bodies', () => {
  test.each(['text/plain', 'text/plain; application/json', 'application/jsonx', 'text/json', 'multipart/form-data; boundary=x', '*/*'])(
    'content of type %s is not taken',
    async (type) => {
      expect((await post('/api/query', type, '{"queries":{}}')).status).toBe(415);
    },
  );

  test('a stream is taken by the bulk route alone, in any spelling', async () => {
    for (const path of ['/api/query', reports, '/api/units']) expect((await post(path, ndjson, '{}')).status).toBe(415);
    const taken = await post(`${reports}/bulk`, 'Application/X-NDJSON; charset=utf-8', `${JSON.stringify(reportRow('CT-1'))}\n`);
    expect(await taken.json()).toMatchObject({ added: 1 });
  });

  test('a filter of any depth is refused, not followed', async () => {
    const where = `${'{"not":'.repeat(100_000)}{}${'}'.repeat(100_000)}`;
    const answer = await post('/api/query', 'application/json', `{"queries":{"a":{"from":"field-reports/report","where":${where}}}}`);
    expect((await answer.json()).results.a.error.code).toBe('bad-request');
  });

  test('a prototype cannot be written', async () => {
    const row = '{"__proto__":{"polluted":1},"report_code":"P-1"}';
    expect((await post(reports, 'application/json', row)).status).toBe(400);
    const bulk = await (await post(`${reports}/bulk`, ndjson, row)).json();
    expect(bulk.refused[0]).toMatchObject({ field: '__proto__', reason: 'unknown-field' });
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
  });

  test('a line without end is refused at 10 MB, and the connection takes the next request', async () => {
    const length = 12_000_000;
    const line = Buffer.from(
      `POST ${reports}/bulk HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nContent-Type: ${ndjson}\r\nContent-Length: ${length}\r\n\r\n${'x'.repeat(length)}`,
    );
    const next = Buffer.from(`GET /api/health HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: close\r\n\r\n`);
    const { status, body } = await bytes(Buffer.concat([line, next]));
    expect(status).toBe(413);
    expect(body).toContain('too-large');
  });

  test('a compressed bomb is refused, and the connection takes the next request', async () => {
    const bomb = gzipSync(Buffer.alloc(40_000_000, 'x'));
    const head = `POST ${reports}/bulk HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nContent-Type: ${ndjson}\r\nContent-Encoding: gzip\r\nContent-Length: ${bomb.length}\r\n\r\n`;
    const next = `GET /api/health HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: close\r\n\r\n`;
    expect((await bytes(Buffer.concat([Buffer.from(head), bomb, Buffer.from(next)]))).status).toBe(413);
    const json = await post('/api/query', 'application/json', gzipSync(Buffer.alloc(40_000_000, ' ')), { 'content-encoding': 'gzip' });
    expect(json.status).toBe(413);
  });

  test('a million bad lines are counted, and soon', async () => {
    const started = performance.now();
    const answer = await (await post(`${reports}/bulk`, ndjson, '1\n'.repeat(1_000_000))).json();
    expect(answer).toMatchObject({ added: 0, refusedCount: 1_000_000 });
    expect(answer.refused.length).toBeLessThan(13_000);
    expect(performance.now() - started).toBeLessThan(15_000);
  });

  test('a write that breaks off leaves whole batches and the server well', async () => {
    await new Promise<void>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => {
        socket.write(
          `POST ${reports}/bulk HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: ${ndjson}\r\nContent-Length: 100000\r\n\r\n{"report_code":"AB`,
        );
        setTimeout(() => socket.destroy(), 100);
      });
      socket.on('close', () => resolve());
    });
    expect((await get('/api/health')).status).toBe(200);
  });
});

test('no request may take longer to arrive than some minutes', () => {
  expect(centre.app.server.requestTimeout).toBeGreaterThan(0);
  expect(centre.app.server.headersTimeout).toBeLessThanOrEqual(60_000);
});
