import type { Position } from '@haidang/sdk';
import { expect, test } from 'vitest';
import { isAfterOrAt, readPosition, validUntil } from './position.ts';

test('positions are ordered by transaction, then by number, and only within one epoch', () => {
  expect(isAfterOrAt('a:10:3', 'a:9:800')).toBe(true);
  expect(isAfterOrAt('a:10:3', 'a:10:4')).toBe(false);
  expect(isAfterOrAt('a:10:4', 'a:10:4')).toBe(true);
  expect(isAfterOrAt('b:11:1', 'a:10:4')).toBe(false);
});

test('a position may say until when the clock leaves what was read there alone', () => {
  expect(readPosition('a:10:4')).toEqual({ epoch: 'a', transaction: 10n, id: 4n });
  expect(readPosition(validUntil('a:10:4', 1_800_000_000_000.5))).toEqual({
    epoch: 'a',
    transaction: 10n,
    id: 4n,
    until: 1_800_000_000_001,
  });
  expect(validUntil('a:10:4:5', undefined)).toBe('a:10:4');
  expect(isAfterOrAt('a:10:4:5', 'a:10:4:9')).toBe(true);
});

test.each(['', ':::', 'a:b:c', '1:2', "a'; DROP TABLE change;--:1:1", 'a:-1:2', 'a:1:2:3:4', `a:${'9'.repeat(40)}:1`])(
  '%s is no position',
  (text) => {
    expect(readPosition(text)).toBeUndefined();
    expect(isAfterOrAt(text as Position, 'a:0:0')).toBe(false);
  },
);
