import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { canonical } from './canonical.ts';
import { hash } from './hash.ts';

test('equal meaning gives equal bytes', () => {
  const one = { b: [1, { d: 1, c: 'Mũi Né' }], a: undefined, ab: {}, list: [] };
  const same = { list: [], ab: {}, b: [1, { c: 'Mũi Né'.normalize('NFD'), d: 1.0 }] };
  expect(canonical(one)).toBe(canonical(same));
  expect(canonical(one)).toBe(
    '{\n  "ab": {},\n  "b": [\n    1,\n    {\n      "c": "Mũi Né",\n      "d": 1\n    }\n  ],\n  "list": []\n}\n',
  );
});

test('keys stand in the order of RFC 8785: by UTF-16 code units, numbers among them', () => {
  const keys = ['10', '2', '\u20ac', '\r', '\uff5e', '1', '\ud83d\ude00', '\u0080', '\u00f6'];
  const written = Object.keys(JSON.parse(canonical(Object.fromEntries(keys.map((key) => [`k${key}`, 0])))));
  expect(written.map((key) => key.slice(1))).toEqual(['\r', '1', '10', '2', '\u0080', '\u00f6', '\u20ac', '\ud83d\ude00', '\uff5e']);
  expect(canonical({ 10: 'a', 2: 'b' })).toBe('{\n  "10": "a",\n  "2": "b"\n}\n');
});

test('what reads back is what was written, __proto__ too', () => {
  const document = JSON.parse('{"__proto__": {"a": null}, "x": [true, -0.5, 1e21, "\\u2028\\"\\\\"]}');
  expect(JSON.parse(canonical(document))).toEqual(document);
});

test('what JSON does not have is refused', () => {
  for (const value of [Number.NaN, Number.POSITIVE_INFINITY, () => 1, 1n, [undefined]])
    expect(() => canonical({ value })).toThrow(TypeError);
  expect(() => canonical({ ế: 1, ['ế'.normalize('NFD')]: 2 })).toThrow('two keys');
});

test('a hash is the SHA-256 of the canonical text', () => {
  expect(hash({ b: 1, a: 2 })).toBe(`sha256-${createHash('sha256').update('{\n  "a": 2,\n  "b": 1\n}\n').digest('base64')}`);
});
