import { type ThemeAt, themeAt } from '../../theme-at.ts';

/** Colours of the theme where a map stands, resolved: a canvas knows no custom properties. */
export interface Palette extends Pick<ThemeAt, 'font' | 'scale'> {
  readonly bg: string;
  readonly surface: string;
  readonly sunken: string;
  readonly text: string;
  readonly line1: string;
  readonly line2: string;
  readonly edge: string;
  readonly accent: string;
  /** Steps 1–5. */
  readonly steps: readonly string[];
}

/** Reads the tokens where an element stands. */
export function paletteOf(element: Element): Palette {
  const { token, font, scale } = themeAt(element);
  return {
    bg: token('bg'),
    surface: token('surface'),
    sunken: token('sunken'),
    text: token('text'),
    line1: token('line-1'),
    line2: token('line-2'),
    edge: token('map-edge'),
    accent: token('accent'),
    steps: [1, 2, 3, 4, 5].map((step) => token(`q-${step}`)),
    font,
    scale,
  };
}

/** Whether two palettes look alike. */
export function isSamePalette(a: Palette | undefined, b: Palette): boolean {
  return a !== undefined && JSON.stringify(a) === JSON.stringify(b);
}
