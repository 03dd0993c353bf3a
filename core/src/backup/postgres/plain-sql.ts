/** Pieces of SQL that the schema of a backup may hold. There is no dot: what stands in another schema cannot be named. */
const token =
  /[ \t\r\n]+|"[a-z_][a-z0-9_]*"|"C"|[A-Za-z_][A-Za-z0-9_]*|'(?:[^'\\?]|'')*'|\d+(?:\.\d+)?|::|<=|>=|<>|-(?!-)|\/(?!\*)|[(),=<>+*[\]]/y;

const wordsOf = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/));

/** Words before a parenthesis that call no function, and functions that read and write nothing. */
const harmless = wordsOf(
  `and btree brin check coalesce distinct exclude from hash in include is key list lower not nulls numeric or range to unique using values varchar where with varying
  abs char_length clock_timestamp date_trunc extract floor greatest least length md5 nextval now nullif pg_current_xact_id round statement_timestamp to_timestamp upper`,
);

/** Types of PostgreSQL itself that a value may be cast to: a cast calls a function of its type. */
const types = wordsOf(
  'bigint boolean bytea character date double inet integer interval json jsonb numeric real regclass smallint text time timestamp uuid varchar xid8',
);

/** Words before a text that are not the name of its type. */
const joining = wordsOf('and between else or then when');

/** Whether a definition out of a backup, which anybody may have written, can do no more than describe a column, an index or a partition: calls nothing but what is listed, and ends where it has begun. */
export function isPlainSql(text: unknown): boolean {
  if (typeof text !== 'string') return false;
  let [before, depth] = ['', 0];
  token.lastIndex = 0;
  while (token.lastIndex < text.length) {
    const [piece] = token.exec(text) ?? [];
    if (piece === undefined) return false;
    if (piece.trim() === '') continue;
    if (piece === '(' || piece === '[') depth++;
    if (piece === ')' || piece === ']') depth--;
    // Behind a comma outside all parentheses another column or another change of the table would begin.
    if (depth < 0 || (piece === ',' && depth === 0) || !mayFollow(before, piece)) return false;
    before = piece;
  }
  return depth === 0;
}

function mayFollow(before: string, piece: string): boolean {
  const word = before.toLowerCase();
  const isName = /[a-z0-9_"]$/.test(word);
  if (piece === '(') return !isName || harmless.has(word);
  if (piece.startsWith("'")) return !isName || joining.has(word);
  return before !== '::' || types.has(piece.toLowerCase());
}
