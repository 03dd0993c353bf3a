/** Screens that every page is looked at on. A phone is touched and has two points a pixel.
 * @typedef {{ name: string, width: number, height: number, isPhone?: true }} Screen */

/** @type {readonly Screen[]} */
export const screens = [
  { name: 'desk', width: 1440, height: 900 },
  { name: 'wall', width: 3840, height: 2160 },
  { name: 'phone', width: 390, height: 844, isPhone: true },
];
export const themes = /** @type {const} */ (['dark', 'light']);
export const languages = /** @type {const} */ (['vi', 'en']);

/** One way to look at a page.
 * @typedef {{ screen: Screen, theme: 'dark' | 'light', language: 'vi' | 'en' }} Look */

/** All ways to look at a page that the words leave: `desk`, `light`, `en`; of a kind that no word names, all.
 * @param {readonly string[]} words
 * @returns {Look[]} */
export function looks(words) {
  const kept = (/** @type {readonly string[]} */ kind) => (kind.some((name) => words.includes(name)) ? words : kind);
  const names = kept(screens.map(({ name }) => name));
  return screens
    .filter(({ name }) => names.includes(name))
    .flatMap((screen) =>
      themes
        .filter((theme) => kept(themes).includes(theme))
        .flatMap((theme) =>
          languages.filter((language) => kept(languages).includes(language)).map((language) => ({ screen, theme, language })),
        ),
    );
}

/** Words that `looks` knows. */
export const lookWords = [...screens.map(({ name }) => name), ...themes, ...languages];
