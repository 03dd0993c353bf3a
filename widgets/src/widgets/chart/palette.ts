import { type ThemeAt, themeAt } from '../theme-at.ts';

/** Colours and type of the theme as a drawing library needs them: resolved. */
export interface Palette extends Pick<ThemeAt, 'font' | 'scale'> {
  readonly text: string;
  readonly quiet: string;
  readonly faint: string;
  readonly line: string;
  readonly base: string;
  readonly surface: string;
  readonly raised: string;
  readonly plan: string;
  readonly select: string;
  /** By slot: neutral, then the six series. */
  readonly series: readonly string[];
}

/** Reads the tokens where an element stands. */
export function paletteOf(element: Element): Palette {
  const { token, font, scale } = themeAt(element);
  return {
    text: token('text'),
    quiet: token('text-2'),
    faint: token('text-3'),
    line: token('line-1'),
    base: token('line-2'),
    surface: token('surface'),
    raised: token('raised'),
    plan: token('c-plan'),
    select: token('select'),
    series: [token('c-prev'), ...[1, 2, 3, 4, 5, 6].map((slot) => token(`c-${slot}`))],
    font,
    scale,
  };
}
