import { expect, it } from 'vitest';
import { BatchSize } from './batch-size.ts';

/** Sizes of batches that each take so long for each timer, ms. */
function sizes(batch: BatchSize, times: number, each: number): readonly number[] {
  return Array.from({ length: times }, () => {
    const size = batch.now;
    batch.took(size, size * each);
    return size;
  });
}

it('grows while batches are quick, and never beyond what it may', () => {
  expect(sizes(new BatchSize(100), 6, 0.1)).toEqual([10, 20, 40, 80, 100, 100]);
  expect(sizes(new BatchSize(1), 3, 0.1)).toEqual([1, 1, 1]);
});

it('goes back when a batch takes long, but not to where each timer costs a transaction', () => {
  const batch = new BatchSize(100);
  expect(sizes(batch, 5, 1).at(-1)).toBe(80);
  expect(sizes(batch, 5, 2)).toEqual([80, 40, 40, 40, 40]);
  expect(sizes(batch, 4, 50)).toEqual([40, 20, 10, 10]);
});

it('stays where few were due', () => {
  const batch = new BatchSize(100);
  batch.took(3, 5);
  expect(batch.now).toBe(10);
});

it('comes down to one that cannot be fired, and goes up again after it', () => {
  const batch = new BatchSize(100);
  const failed = [10, 5, 2];
  for (const count of failed) {
    expect(batch.now).toBe(count);
    batch.failed(count);
  }
  expect(sizes(batch, 5, 0.1)).toEqual([1, 2, 4, 8, 16]);
});
