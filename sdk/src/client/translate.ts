import { languageOf } from './label.ts';

/** Messages by language, then by key; Vietnamese is always there. */
export type Texts = { readonly vi: { readonly [key: string]: string } } & {
  readonly [language: string]: { readonly [key: string]: string };
};

/** Values that a message names in braces: "{n} tin". */
export interface TextValues {
  readonly [name: string]: string | number;
}

/** The message of a key in the reader's language, else in Vietnamese, else the key itself. `{name}` is replaced; with a value `n`, a key `<key>.one` serves where the language has a singular ("1 report"). */
export function translate({ texts, key, locale, values = {} }: { texts: Texts; key: string; locale: string; values?: TextValues }): string {
  const language = languageOf(locale);
  const own = texts[language] ?? texts.vi;
  const singular = typeof values.n === 'number' && new Intl.PluralRules(locale).select(values.n) === 'one' ? own[`${key}.one`] : undefined;
  const text = singular ?? own[key] ?? texts.vi[key] ?? key;
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}
