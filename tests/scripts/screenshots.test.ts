import { expect, test } from 'vitest';
import { readOptions } from '../../scripts/screenshots/options.mjs';
import { looks } from '../../scripts/screenshots/screens.mjs';

const names = (words: readonly string[]) => looks(words).map(({ screen, theme, language }) => `${screen.name} ${theme} ${language}`);

test('every page is looked at on three screens, in two lights, in two languages', () => {
  expect(new Set(names([])).size).toBe(12);
  expect(looks([]).map(({ screen: { name, width, height } }) => `${name} ${width}×${height}`)).toEqual(
    expect.arrayContaining(['desk 1440×900', 'wall 3840×2160', 'phone 390×844']),
  );
});

test('words leave only what they name, of each kind', () => {
  expect(names(['wall', 'light', 'en'])).toEqual(['wall light en']);
  expect(names(['desk', 'phone', 'vi'])).toEqual(['desk dark vi', 'desk light vi', 'phone dark vi', 'phone light vi']);
});

test('a word that names nothing, and an option that does not exist, are refused', () => {
  expect(() => readOptions(['--only', 'tablet'])).toThrow(/desk, wall, phone/);
  expect(() => readOptions(['--all'])).toThrow(/--all/);
});

test('the same option may be given several times', () => {
  expect(readOptions(['--page', 'a', '--page', 'b', '--only', 'desk', '--out', '/x'])).toMatchObject({
    page: ['a', 'b'],
    only: ['desk'],
    out: '/x',
    docs: false,
  });
});
