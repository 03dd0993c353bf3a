import { expect, test, vi } from 'vitest';
import { recordWriter } from './record-writer.ts';
import { NetworkError } from './request.ts';

/** A writer, and what it has sent to a core that answers thus. */
function writing(...answers: readonly (() => Response)[]) {
  const sent: (readonly [method: string | undefined, path: string, headers: { readonly [name: string]: string }, body: unknown])[] = [];
  const core = async (input: string | URL | Request, init: RequestInit = {}) => {
    const { 'idempotency-key': key, ...headers } = Object.fromEntries(new Headers(init.headers));
    expect(key).toMatch(/^[0-9a-f]{32}$/);
    sent.push([init.method, String(input), headers, init.body === undefined ? undefined : JSON.parse(String(init.body))]);
    const answer = answers[sent.length - 1];
    if (!answer) throw new TypeError('fetch failed');
    return answer();
  };
  return { sent, writer: recordWriter({ base: 'http://core', fetch: core, language: () => 'en' }) };
}

const headers = { accept: 'application/json', 'accept-language': 'en' };
const json = { ...headers, 'content-type': 'application/json' };
const record = () => Response.json({ _id: 7, title: 'Đèn' }, { headers: { etag: '"3"' } });
const place = { dataset: 'a/b', id: 7 };
const written = { record: { _id: 7, title: 'Đèn' }, revision: 3 };

test('each write goes where it belongs, and gives the record with its revision', async () => {
  const report = { added: 1, changed: 0, same: 0, refused: [] };
  const { sent, writer } = writing(
    record,
    record,
    record,
    record,
    () => new Response(null, { status: 204 }),
    () => Response.json(report),
  );
  expect(await writer.post('a/b', { code: 'X' })).toEqual(written);
  expect(await writer.patch({ ...place, revision: 2 }, { title: 'Đèn' })).toEqual(written);
  expect(await writer.step({ ...place, transition: 'finish' })).toEqual(written);
  expect(await writer.step({ ...place, transition: 'assign', revision: 2 }, { to: 'x' })).toEqual(written);
  expect(await writer.remove({ ...place, revision: 3 })).toBeUndefined();
  expect(await writer.bulk('a/b', [{ code: 'Y' }])).toEqual(report);
  expect(sent).toEqual([
    ['POST', 'http://core/api/records/a/b', json, { code: 'X' }],
    ['PATCH', 'http://core/api/records/a/b/7', { ...json, 'if-match': '"2"' }, { title: 'Đèn' }],
    ['POST', 'http://core/api/records/a/b/7/actions/finish', json, {}],
    ['POST', 'http://core/api/records/a/b/7/actions/assign', { ...json, 'if-match': '"2"' }, { to: 'x' }],
    ['DELETE', 'http://core/api/records/a/b/7', { ...headers, 'if-match': '"3"' }, undefined],
    ['POST', 'http://core/api/records/a/b/bulk', json, [{ code: 'Y' }]],
  ]);
});

test('a refusal is an error of the table, a lost server is told as such', async () => {
  const refusal = () => Response.json({ error: { code: 'stale-revision', message: '', details: { revision: 4 } } }, { status: 409 });
  await expect(writing(refusal).writer.patch({ ...place, revision: 2 }, {})).rejects.toMatchObject({
    code: 'stale-revision',
    details: { revision: 4 },
  });
  await expect(writing(() => new Response('<html>', { status: 500 })).writer.post('a/b', {})).rejects.toThrow(NetworkError);
  vi.useFakeTimers();
  const { sent, writer } = writing();
  const posting = expect(writer.post('a/b', {})).rejects.toThrow(NetworkError);
  await vi.runAllTimersAsync();
  await posting;
  vi.useRealTimers();
  expect(sent).toHaveLength(4);
});
