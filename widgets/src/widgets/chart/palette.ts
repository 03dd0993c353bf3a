import { scaleAt } from '../scale-at.ts';

/** Colours and type of the theme as a drawing library needs them: resolved. */
export interface Palette {
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
  readonly font: string;
  /** Pixels of a design pixel: 1, or more on a wall. */
  readonly scale: number;
}

/** Reads the tokens where an element stands. */
export function paletteOf(element: Element): Palette {
  const style = getComputedStyle(element);
  const token = (name: string): string => style.getPropertyValue(`--ioc-${name}`).trim();
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
    font: style.fontFamily,
    scale: scaleAt(element),
  };
}
