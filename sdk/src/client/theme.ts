import { elementStyles } from './element-styles.ts';
import { tokens } from './tokens.ts';

/** What a reader or a centre asks for; `auto` follows the system. */
export type ThemeMode = 'auto' | 'dark' | 'light';

const night = '(prefers-color-scheme: dark)';

/** Puts the design tokens and the styles of plain elements before the document's own adopted styles; twice does nothing. */
export function adoptTheme(document: Document): void {
  for (const { styleSheet } of [elementStyles, tokens]) {
    if (styleSheet && !document.adoptedStyleSheets.includes(styleSheet))
      document.adoptedStyleSheets = [styleSheet, ...document.adoptedStyleSheets];
  }
}

/** Shows the document in a theme by `data-theme` on its root, and tells which of the two it is, now and when the system changes, until the returned function is called. */
export function applyTheme({
  document,
  mode,
  onChange,
}: {
  document: Document;
  mode: ThemeMode;
  onChange?: (theme: 'dark' | 'light') => void;
}): () => void {
  adoptTheme(document);
  const system = document.defaultView?.matchMedia(night);
  const show = (): void => {
    const theme = mode === 'auto' ? (system?.matches ? 'dark' : 'light') : mode;
    document.documentElement.dataset.theme = theme;
    onChange?.(theme);
  };
  show();
  if (mode !== 'auto' || !system) return () => {};
  system.addEventListener('change', show);
  return () => system.removeEventListener('change', show);
}
