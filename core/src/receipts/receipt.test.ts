import { expect, test } from 'vitest';
import { ReceiptKey } from './key.ts';
import { requestText } from './request-text.ts';

const key = '6f1ad7f0-52cf-4d0e-9d3b-0c6a5f2b7c11';
const request = requestText(['POST', '/api/records/a/b', { phone: '0912345678' }]);
const receipt = new ReceiptKey('ann', key).receipt<object>(request);

test('an answer opens for who has the key, and reads as nothing to others', () => {
  const answer = { phone: '0912345678', name: 'Nguyễn Thị Ánh' };
  const stored = receipt.sealed(answer);
  expect(new ReceiptKey('ann', key).receipt(request).opened(stored)).toEqual(answer);
  const text = JSON.stringify([stored, Buffer.from(stored.answer, 'base64').toString('latin1')]);
  for (const part of ['0912345678', 'phone', 'Nguy', key]) expect(text).not.toContain(part);
  expect(receipt.sealed(answer).answer).not.toBe(stored.answer);
});

test('another request under the same key is told apart', () => {
  const other = new ReceiptKey('ann', key).receipt(requestText(['POST', '/api/records/a/b', { phone: '0912345679' }]));
  expect(other.name).toBe(receipt.name);
  expect(() => other.opened(receipt.sealed({}))).toThrow(expect.objectContaining({ code: 'idempotency-mismatch' }));
});

test('callers, keys and parts of a request have receipts of their own', () => {
  const names = [
    new ReceiptKey('ann', key).receipt(request),
    new ReceiptKey('bob', key).receipt(request),
    new ReceiptKey('ann', `${key}x`).receipt(request),
    new ReceiptKey('ann', key).receipt(request, 'batch 1'),
    new ReceiptKey('ann', key).receipt(request, 'batch 2'),
  ].map(({ name }) => name);
  expect(new Set(names).size).toBe(5);
});

test('an answer that was altered, or moved to another receipt, does not open', () => {
  const stored = receipt.sealed({ a: 1 });
  const bytes = Buffer.from(stored.answer, 'base64');
  for (const at of [0, 12, 28, bytes.length - 1]) {
    const altered = Buffer.from(bytes);
    altered[at] = (altered[at] ?? 0) ^ 1;
    expect(() => receipt.opened({ ...stored, answer: altered.toString('base64') })).toThrow();
  }
  const other = new ReceiptKey('ann', 'another').receipt<object>(request);
  expect(() => receipt.opened({ ...stored, answer: other.sealed({ a: 1 }).answer })).toThrow();
});

test('a key is 1 to 200 visible ASCII characters', () => {
  for (const good of ['a', '~', key, '"quoted"', 'x'.repeat(200)]) expect(new ReceiptKey('ann', good).name).toMatch(/^[\w-]{43}$/);
  for (const bad of ['', ' ', 'a b', 'a,\tb', 'khoá', 'x'.repeat(201), 'a\n'])
    expect(() => new ReceiptKey('ann', bad)).toThrow(expect.objectContaining({ code: 'bad-request' }));
});

test('what follows from a key is an id, the same each time', () => {
  const { id } = new ReceiptKey('ann', key);
  expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(new ReceiptKey('ann', key).id).toBe(id);
  expect(new ReceiptKey('bob', key).id).not.toBe(id);
});

test('requests are equal when all their parts are', () => {
  let deep: unknown = 1;
  for (let level = 0; level < 100_000; level++) deep = [deep];
  const texts = [
    requestText(['a', 'b']),
    requestText(['a,b']),
    requestText(['a', { b: 1 }]),
    requestText(['a', undefined]),
    requestText(['a', Buffer.from('1')]),
    requestText(['a', Buffer.from('2')]),
    requestText(['a', deep]),
  ];
  expect(new Set(texts).size).toBe(texts.length);
  expect(requestText(['a', Buffer.from('1')])).toBe(requestText(['a', Buffer.from('1')]));
});
