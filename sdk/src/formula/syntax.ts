import { HaidangError } from '../errors.ts';
import { expectationText, refusals } from './texts.ts';

/** What a generated parser throws. */
interface GrammarError {
  readonly message: string;
  readonly found?: string | null;
  readonly expected?: readonly { readonly type: string; readonly text?: string; readonly description?: string }[] | null;
  readonly location?: { readonly start: { readonly offset: number } };
}

/** The failure of a generated parser as an error of the table: `at` in characters from 0, what was found and expected there, and a sentence by language. */
export function syntaxError(text: string, error: GrammarError): HaidangError {
  const at = error.location?.start.offset ?? 0;
  // What a rule refuses by itself goes by the name of its sentence.
  const refusal = Object.hasOwn(refusals, error.message) ? refusals[error.message as keyof typeof refusals] : undefined;
  if (refusal) return new HaidangError('bad-formula', { formula: text, at, reason: refusal });
  const expected = expectedBy(error);
  const found = text[at];
  return new HaidangError('bad-formula', {
    formula: text,
    at,
    expected,
    ...(found !== undefined && { found }),
    reason: expectationText(expected, found),
  });
}

/** Words of the language in quotes, kinds of names by their name; spaces, which may stand anywhere, only when nothing else would do. */
function expectedBy({ expected }: GrammarError): readonly string[] {
  const names = (expected ?? []).map(({ type, text, description }) =>
    type === 'literal' ? `"${text}"` : type === 'end' ? 'end' : (description ?? 'name'),
  );
  const unique = [...new Set(names)].sort();
  const words = unique.filter((name) => name !== 'space');
  return words.length > 0 ? words : unique;
}
