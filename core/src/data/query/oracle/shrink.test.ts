import { expect, test } from 'vitest';
import { shrink } from './shrink.ts';

test('a value is made smaller as long as it fails', async () => {
  const fails = async (value: unknown) => JSON.stringify(value).includes('"bad"');
  expect(await shrink({ a: [1, { deep: ['bad', 2] }], b: 3 }, fails)).toEqual({ a: [{ deep: ['bad'] }] });
});
