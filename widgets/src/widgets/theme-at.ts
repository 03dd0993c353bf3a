import { scaleAt } from './scale-at.ts';

/** The theme where an element stands, resolved, as a drawing library needs it: a canvas knows no custom properties. */
export interface ThemeAt {
  readonly font: string;
  /** Pixels of a design pixel: 1, or more on a wall. */
  readonly scale: number;
  /** Value of a token, by its name without `--ioc-`. */
  token(name: string): string;
}

/** Reads the theme where an element stands. */
export function themeAt(element: Element): ThemeAt {
  const style = getComputedStyle(element);
  return {
    font: style.fontFamily,
    scale: scaleAt(element),
    token: (name) => style.getPropertyValue(`--ioc-${name}`).trim(),
  };
}
