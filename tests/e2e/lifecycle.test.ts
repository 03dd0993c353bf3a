import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { type Centre, reportRow, startExample } from './support.ts';

const place = mkdtempSync(join(tmpdir(), 'haidang-life-'));
let centres: Centre[] = [];

async function start(options: Parameters<typeof startExample>[0] = {}): Promise<Centre> {
  const centre = await startExample({ sample: false, ...options });
  centres.push(centre);
  return centre;
}

afterEach(async () => {
  for (const centre of centres) await centre.stop();
  centres = [];
  rmSync(place, { recursive: true, force: true });
});

async function socketTo({ url }: Centre): Promise<WebSocket> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/api/live`);
  await new Promise((resolve, reject) => {
    socket.on('open', resolve);
    socket.on('error', reject);
  });
  return socket;
}

describe('a data folder', () => {
  test('that a running server holds is refused, with its address', async () => {
    const first = await start();
    await expect(start({ data: first.data })).rejects.toMatchObject({ code: 'already-exists', details: { url: first.url } });
    expect((await fetch(`${first.url}/api/health`)).status).toBe(200);
  });

  test('whose server was killed is taken over, also by a process of the same number', async () => {
    const data = join(place, 'data');
    const first = await start({ data });
    const note = readFileSync(join(data, 'server.json'), 'utf8');
    expect(JSON.parse(note)).toEqual({ url: first.url, pid: process.pid });
    await first.stop();
    centres = [];
    expect(existsSync(join(data, 'server.json'))).toBe(false);
    writeFileSync(join(data, 'server.json'), note);
    const second = await start({ data, port: Number(new URL(first.url).port) });
    expect((await fetch(`${second.url}/api/health`)).status).toBe(200);
  });

  test('with a spoilt note is served', async () => {
    const data = join(place, 'data');
    mkdirSync(data, { recursive: true });
    writeFileSync(join(data, 'server.json'), '{"url":');
    expect((await fetch(`${(await start({ data })).url}/api/health`)).status).toBe(200);
  });
});

describe('the end', () => {
  test('comes within seconds though a viewer has stopped reading, and says goodbye to the others', async () => {
    const centre = await start();
    const [stalled, well] = [await socketTo(centre), await socketTo(centre)];
    stalled.pause();
    const goodbye = new Promise((resolve) => well.on('close', resolve));
    const started = performance.now();
    await centre.stop();
    centres = [];
    expect(performance.now() - started).toBeLessThan(5000);
    expect(await goodbye).toBe(1001);
    stalled.terminate();
  });

  test('waits for the answers under way, so that nothing acknowledged or refused is in doubt', async () => {
    const data = join(place, 'data');
    const centre = await start({ data });
    const body = Array.from({ length: 4000 }, (_, index) => JSON.stringify(reportRow(`END-${index}`))).join('\n');
    const answer = fetch(`${centre.url}/api/records/field-reports/report/bulk`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-ndjson' },
      body,
    });
    const { read } = centre.centre.context.database;
    await expect.poll(() => read('d_field_reports__report').first('_id'), { timeout: 5000, interval: 5 }).toBeDefined();
    await centre.stop();
    centres = [];
    expect(await (await answer).json()).toMatchObject({ added: 4000, refusedCount: 0 });
  });
});

describe('a locality', () => {
  test('that does not exist is said not to exist', async () => {
    const folder = join(place, 'nowhere');
    await expect(start({ folder })).rejects.toThrow(/nowhere/);
    await expect(start({ folder })).rejects.toMatchObject({ code: 'bad-file', details: { folder } });
  });

  test.each([
    ['is no JSON', '{ "kind": ', /ioc\.json/],
    ['has a wrong field', '{"kind":"ioc","format":1}', /\/unit|\/title/],
  ])('whose ioc.json %s does not start, and says where', async (_, text, said) => {
    await expect(start({ edit: (folder) => writeFileSync(join(folder, 'ioc.json'), text) })).rejects.toThrow(said);
  });

  test('whose ioc.json starts with a byte order mark is read', async () => {
    const edit = (folder: string) => {
      const file = join(folder, 'ioc.json');
      writeFileSync(file, `\uFEFF${readFileSync(file, 'utf8')}`);
    };
    expect((await fetch(`${(await start({ edit })).url}/api/health`)).status).toBe(200);
  });

  test.each([
    ['too few columns', '1,2\n', /units\.csv/],
    ['a bad level', '77777,2025-07-01,planet,Sao\n', /units\.csv|columns/],
  ])('whose units.csv has a line with %s does not start, and says so', async (_, line, said) => {
    const edit = (folder: string) =>
      writeFileSync(join(folder, 'units.csv'), `code,version,level,name\n77776,2025-07-01,ward,Một\n${line}`);
    await expect(start({ edit })).rejects.toThrow(said);
  });

  test('with two pages of one slug shows the first and says which is wrong, without a path of the machine', async () => {
    const edit = (folder: string) => {
      const page = JSON.parse(readFileSync(join(folder, 'pages', 'overview.json'), 'utf8'));
      writeFileSync(join(folder, 'pages', 'zz.json'), JSON.stringify({ ...page, id: 'pg_other001' }));
    };
    const centre = await start({ edit });
    const catalog = await (await fetch(`${centre.url}/api/catalog`)).json();
    expect(JSON.stringify(catalog.problems)).toContain('/slug');
    expect(JSON.stringify(catalog)).not.toContain(centre.folder);
    expect((await fetch(`${centre.url}/api/documents/page/pg_t0anc4nh?resolved=1`)).status).toBe(200);
  });
});
