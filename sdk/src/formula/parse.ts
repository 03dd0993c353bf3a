import { HaidangError } from '../errors.ts';
import type { Formula } from './formula.ts';
import { SyntaxError as GrammarError, parse } from './grammar.generated.ts';

// Longer text would only serve to exhaust the parser's stack.
const longest = 2000;

/** Reads the text of a formula. Throws `bad-formula` with the place (characters from 0) and what was expected there. */
export function parseFormula(text: string): Formula {
  if (text.length > longest)
    throw new HaidangError('bad-formula', { at: longest, reason: `A formula is not longer than ${longest} characters.` });
  try {
    return parse(text, {});
  } catch (error) {
    if (!(error instanceof GrammarError)) throw error;
    const { location } = error as { readonly location?: { readonly start: { readonly offset: number } } };
    const at = location?.start.offset ?? 0;
    throw new HaidangError('bad-formula', { formula: text, at, reason: `${error.message} (at character ${at + 1})` });
  }
}
