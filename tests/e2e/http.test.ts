import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Centre, reportRow, startExample } from './support.ts';

let centre: Centre;

beforeAll(async () => {
  centre = await startExample({ sample: false });
});

afterAll(async () => {
  await centre?.stop();
});

/** A request with headers that fetch would not let us set. */
function raw(
  path: string,
  { method = 'GET', headers = {}, body = '' }: { method?: string; headers?: { [name: string]: string }; body?: string } = {},
): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(centre.url);
    const call = request({ hostname, port, path, method, headers }, (response) => {
      let text = '';
      response.on('data', (chunk) => {
        text += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body: text }));
    });
    call.on('error', reject);
    call.end(body);
  });
}

const json = { 'content-type': 'application/json' };
const ask = async (queries: object, headers = {}) => {
  const response = await fetch(`${centre.url}/api/query`, {
    method: 'POST',
    headers: { ...json, ...headers },
    body: JSON.stringify({ queries }),
  });
  return {
    status: response.status,
    body: (await response.json()) as {
      results: { [id: string]: { error?: { code: string; message: string; details: object }; rows?: unknown[][] } };
      at: string;
    },
  };
};

describe('the door', () => {
  test('a foreign Host is misdirected', async () => {
    const answer = await raw('/api/health', { headers: { host: 'ioc.example.gov.vn' } });
    expect(answer.status).toBe(421);
    expect(JSON.parse(answer.body).error.code).toBe('wrong-host');
  });

  test('writes from a foreign or null Origin are refused, from programs and own pages taken', async () => {
    const send = (code: string, headers: { [name: string]: string }) =>
      raw('/api/records/field-reports/report', { method: 'POST', headers: { ...json, ...headers }, body: JSON.stringify(reportRow(code)) });
    expect((await send('O-1', { origin: 'https://evil.example' })).status).toBe(403);
    expect((await send('O-2', { origin: 'null' })).status).toBe(403);
    expect((await send('O-3', {})).status).toBe(201);
    expect((await send('O-4', { origin: centre.url })).status).toBe(201);
  });

  test('a socket from a foreign Origin is refused', async () => {
    const upgrade = {
      connection: 'Upgrade',
      upgrade: 'websocket',
      'sec-websocket-version': '13',
      'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
    };
    expect((await raw('/api/live', { headers: { ...upgrade, origin: 'https://evil.example' } })).status).toBe(403);
  });

  test('the server refuses to listen beyond this machine', async () => {
    await expect(startExample({ host: '0.0.0.0' })).rejects.toMatchObject({ code: 'forbidden' });
  });

  test('a port in use is said to be in use', async () => {
    await expect(startExample({ port: Number(new URL(centre.url).port), sample: false })).rejects.toMatchObject({ code: 'already-exists' });
  });
});

describe('queries', () => {
  test('an unknown field is named, and the other queries of the page are answered', async () => {
    const { status, body } = await ask({
      good: { from: 'field-reports/report', measures: { n: { fn: 'count' } } },
      bad: { from: 'field-reports/report', select: ['colour'] },
    });
    expect(status).toBe(200);
    expect(body.results.good?.rows).toHaveLength(1);
    expect(body.results.bad?.error).toMatchObject({ code: 'unknown-field', details: { field: 'colour' } });
  });

  test('messages are in the language of the reader', async () => {
    const query = { bad: { from: 'nothing/here' } };
    const vi = await ask(query, { 'accept-language': 'vi-VN' });
    const en = await ask(query, { 'accept-language': 'en-GB' });
    expect(vi.body.results.bad?.error?.message).toMatch(/Không có/);
    expect(en.body.results.bad?.error?.message).toMatch(/There is no/);
  });

  test('personal fields are refused to the local caller', async () => {
    const { body } = await ask({
      a: { from: 'field-reports/report', select: ['reporter_phone'] },
      b: { from: 'field-reports/report', where: { reporter_phone: { empty: false } }, measures: { n: { fn: 'count' } } },
      c: { from: 'field-reports/report', limit: 1 },
    });
    expect(body.results.a?.error?.code).toBe('forbidden');
    expect(body.results.b?.error?.code).toBe('forbidden');
    expect(JSON.stringify(body.results.c)).not.toContain('reporter_phone');
  });

  test('a body that is no query list is a bad request', async () => {
    const response = await fetch(`${centre.url}/api/query`, { method: 'POST', headers: json, body: '{"queries":[]}' });
    expect(response.status).toBe(400);
  });
});

describe('records', () => {
  test('a row is added, read, changed with its revision, and deleted', async () => {
    const added = await fetch(`${centre.url}/api/records/field-reports/report`, {
      method: 'POST',
      headers: json,
      body: JSON.stringify(reportRow('R-1', { title: 'Cây đổ chắn đường' })),
    });
    expect(added.status).toBe(201);
    const url = `${centre.url}/api/records/field-reports/report/${(await added.json())._id}`;
    const first = await fetch(url);
    const etag = first.headers.get('etag') ?? '';
    expect(await first.json()).toMatchObject({ title: 'Cây đổ chắn đường', status: 'submitted' });
    const patch = (revision: string) =>
      fetch(url, { method: 'PATCH', headers: { ...json, 'if-match': revision }, body: JSON.stringify({ title: 'Cây đổ' }) });
    expect((await fetch(url, { method: 'PATCH', headers: json, body: '{"title":"Cây đổ"}' })).status).toBe(428);
    expect((await patch(etag)).status).toBe(200);
    const stale = await patch(etag);
    expect(stale.status).toBe(409);
    expect((await stale.json()).error.code).toBe('stale-revision');
    const now = (await fetch(url)).headers.get('etag') ?? '';
    expect((await fetch(url, { method: 'DELETE', headers: { 'if-match': now } })).status).toBe(204);
    expect((await fetch(url)).status).toBe(404);
  });

  test('a report goes on by its steps only, and says which they are', async () => {
    const url = `${centre.url}/api/records/field-reports/report`;
    const send = (to: string, method: string, body: object, headers = {}) =>
      fetch(to, { method, headers: { ...json, ...headers }, body: JSON.stringify(body) });
    const { _id } = await (await send(url, 'POST', reportRow('R-2'))).json();
    const actions = await (await fetch(`${url}/${_id}/actions`)).json();
    expect(actions).toMatchObject({ states: [{ field: 'status', state: 'submitted', label: { vi: 'Mới gửi' } }], refused: [] });
    expect(actions.steps.find(({ name }: { readonly name: string }) => name === 'assign')).toMatchObject({
      label: { vi: 'Chuyển xử lý', en: 'Assign' },
      to: 'assigned',
      needs: expect.arrayContaining([expect.objectContaining({ name: 'lead_agency', ref: 'core/agency' })]),
    });
    expect(actions.clocks).toContainEqual(
      expect.objectContaining({ name: 'intake', state: 'running', label: { vi: 'Tiếp nhận', en: 'Intake' } }),
    );
    const moved = await send(`${url}/${_id}`, 'PATCH', { status: 'resolved' }, { 'if-match': `"${actions.revision}"` });
    expect(moved.status).toBe(400);
    const { error } = await moved.json();
    expect(error).toMatchObject({
      code: 'validation-failed',
      details: { refused: [{ field: 'status', reason: 'by-step', details: { state: 'submitted' } }] },
    });
    expect(error.message).toContain('Tạm giữ, Gộp trùng, Không tiếp nhận');
    const refused = await send(`${url}/${_id}/actions/approve`, 'POST', {});
    expect(refused.status).toBe(409);
    expect((await refused.json()).error).toMatchObject({
      code: 'transition-refused',
      details: { state: 'submitted', allowed: expect.arrayContaining(['hold', 'assign']) },
    });
    const held = await send(`${url}/${_id}/actions/hold`, 'POST', {});
    expect(await held.json()).toMatchObject({ status: 'held', is_public: false });
  });

  test.each([
    ['an unknown column', { colour: 'red' }, 'colour'],
    ['a wrong type', { is_public: 'yes' }, 'is_public'],
    ['an impossible date', { reported_at: '2026-02-30T08:00:00+07:00' }, 'reported_at'],
    ['a point outside WGS 84', { location: { type: 'Point', coordinates: [200, 10] } }, 'location'],
    ['a point at 0,0', { location: { type: 'Point', coordinates: [0, 0] } }, 'location'],
    ['swapped coordinates', { location: { type: 'Point', coordinates: [10.93, 108.1] } }, 'location'],
    ['an unknown unit', { ward: '99999@2025-07-01' }, 'ward'],
    ['a unit without version', { ward: '22918' }, 'ward'],
    ['a status that does not exist', { status: 'open' }, 'status'],
  ])('%s is refused and named', async (_, wrong, field) => {
    const response = await fetch(`${centre.url}/api/records/field-reports/report`, {
      method: 'POST',
      headers: json,
      body: JSON.stringify(reportRow('BAD-1', wrong)),
    });
    expect(response.status).toBe(400);
    const { error } = await response.json();
    expect(error.code).toBe('validation-failed');
    expect(JSON.stringify(error.details)).toContain(field);
  });

  test('a bulk write answers counts and each refused line, and keeps the rest', async () => {
    const lines = [reportRow('BULK-1'), { ...reportRow('BULK-2'), status: 'nope' }, reportRow('BULK-3')].map((row) => JSON.stringify(row));
    const send = async () => {
      const response = await fetch(`${centre.url}/api/records/field-reports/report/bulk`, {
        method: 'POST',
        headers: { 'content-type': 'application/x-ndjson' },
        body: [...lines, 'not json'].join('\n'),
      });
      return response.json();
    };
    const first = await send();
    expect(first).toMatchObject({ added: 2, changed: 0, same: 0 });
    expect(first.refused.map(({ line }: { line: number }) => line).sort()).toEqual([2, 4]);
    expect(await send()).toMatchObject({ added: 0, changed: 0, same: 2 });
  });
});

test('every route of the OpenAPI document answers under its policy', async () => {
  const document = await (await fetch(`${centre.url}/api/openapi.json`)).json();
  expect(document.openapi).toMatch(/^3\.1/);
  expect(Object.keys(document.paths)).toEqual(
    expect.arrayContaining([
      '/api/query',
      '/api/catalog',
      '/api/geography',
      '/api/records/{plugin}/{dataset}',
      '/api/records/{plugin}/{dataset}/bulk',
      '/api/units',
    ]),
  );
});

test('pages are served under a strict content security policy', async () => {
  const response = await fetch(centre.url);
  expect(response.headers.get('content-security-policy')).toBe(
    "default-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:; worker-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'self'",
  );
});
