import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { sendOnce } from './send-once.ts';

type Answer = () => Response | Promise<Response>;
const lost: Answer = () => {
  throw new TypeError('fetch failed');
};
const whole: Answer = () => Response.json({ done: true }, { status: 201, headers: { etag: '"1"' } });
const cut: Answer = () =>
  new Response(
    new ReadableStream({
      start(stream) {
        stream.enqueue(new TextEncoder().encode('{"do'));
        stream.error(new TypeError('terminated'));
      },
    }),
  );

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** Sends against a server that gives these answers one after the other. */
async function send(...answers: readonly Answer[]) {
  const sent: { url: string; init: RequestInit; key: string | null }[] = [];
  const core = async (input: string | URL | Request, init: RequestInit = {}) => {
    sent.push({ url: String(input), init, key: new Headers(init.headers).get('idempotency-key') });
    return answers[sent.length - 1]?.() ?? Response.error();
  };
  const request = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"a":1}' } as const;
  const sending = sendOnce('http://core/x', request, { fetch: core }).then(
    async (response) => ({ status: response.status, etag: response.headers.get('etag'), body: await response.text() }),
    (error: Error) => error.message,
  );
  await vi.runAllTimersAsync();
  return { sent, answer: await sending };
}

test('sends once what is answered at once, with a key of its own each time', async () => {
  const [one, other] = [await send(whole), await send(whole)];
  expect(one.answer).toEqual({ status: 201, etag: '"1"', body: '{"done":true}' });
  expect(one.sent).toHaveLength(1);
  expect(one.sent[0]).toMatchObject({
    url: 'http://core/x',
    key: expect.stringMatching(/^[0-9a-f]{32}$/),
    init: { method: 'POST', body: '{"a":1}' },
  });
  expect(other.sent[0]?.key).not.toBe(one.sent[0]?.key);
});

test('sends the same again, under the same key, when no whole answer came', async () => {
  for (const broken of [lost, cut, () => new Response('', { status: 503 })]) {
    const { sent, answer } = await send(broken, lost, whole);
    expect(answer).toMatchObject({ status: 201 });
    expect(sent).toHaveLength(3);
    expect(new Set(sent.map(({ key }) => key)).size).toBe(1);
    expect(new Set(sent.map(({ init }) => init.body))).toEqual(new Set(['{"a":1}']));
  }
});

test('does not repeat what was refused', async () => {
  const { sent, answer } = await send(() => new Response('no', { status: 409 }));
  expect([sent.length, answer]).toEqual([1, { status: 409, etag: null, body: 'no' }]);
});

test('gives up after four tries with what the last one brought', async () => {
  expect(await send(lost, lost, lost, lost, whole)).toMatchObject({ answer: 'fetch failed', sent: { length: 4 } });
  const away: Answer = () => new Response('away', { status: 503 });
  expect(await send(away, away, away, away, whole)).toMatchObject({ answer: { status: 503, body: 'away' }, sent: { length: 4 } });
});

test('an answer without a body stays one', async () => {
  expect((await send(() => new Response(null, { status: 204 }))).answer).toEqual({ status: 204, etag: null, body: '' });
});
