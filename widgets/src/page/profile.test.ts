import { expect, test } from 'vitest';
import { profileOf } from './profile.ts';

test.each([
  [390, 844, 'phone'],
  [719, 900, 'phone'],
  [720, 900, 'tablet'],
  [1100, 900, 'desk'],
  [1920, 1080, 'desk'],
  [3440, 1440, 'desk'],
  [3840, 2160, 'wall'],
])('a window of %i by %i is a %s', (width, height, profile) => {
  expect(profileOf({ width, height })).toBe(profile);
});
