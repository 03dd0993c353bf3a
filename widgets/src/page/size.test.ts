import { expect, test } from 'vitest';
import { sizeOf } from './size.ts';

test('on a desk a place is as large as it is wide', () => {
  expect([150, 250, 400, 700, 1200].map((width) => sizeOf(width, 'desk'))).toEqual(['xs', 's', 'm', 'l', 'xl']);
});

test('on a phone the whole width is small still, so that tables become cards', () => {
  expect([178, 366, 700].map((width) => sizeOf(width, 'phone'))).toEqual(['xs', 's', 's']);
});

test('on a wall every place is one of a wall', () => {
  expect(sizeOf(200, 'wall')).toBe('wall');
});
