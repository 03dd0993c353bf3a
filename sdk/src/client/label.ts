import type { L10n } from '../schema.ts';

/** Text in the reader's language: `en-GB` takes `en-GB`, then `en`, then Vietnamese, which is always there. */
export function label(text: L10n, locale: string): string {
  return text[locale] ?? text[languageOf(locale)] ?? text.vi;
}

/** Language of a locale: `en-GB` → `en`. */
export function languageOf(locale: string): string {
  return locale.split('-', 1)[0] ?? locale;
}
