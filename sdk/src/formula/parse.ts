import { HaidangError } from '../errors.ts';
import type { Formula } from './formula.ts';
import { SyntaxError as GrammarError, parse } from './grammar.generated.ts';
import { syntaxError } from './syntax.ts';
import { refusals } from './texts.ts';

// Longer text would only serve to exhaust the parser's stack.
const longest = 2000;

/** Reads the text of a formula. Throws `bad-formula`; its details hold the place (`at`, characters from 0), what was `found` and `expected` there and a `reason` in Vietnamese and English. */
export function parseFormula(text: string): Formula {
  if (text.length > longest) throw new HaidangError('bad-formula', { at: longest, reason: refusals['too-long'] });
  try {
    return parse(text, {});
  } catch (error) {
    if (error instanceof GrammarError) throw syntaxError(text, error);
    throw error;
  }
}
