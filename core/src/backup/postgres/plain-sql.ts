/** Pieces of SQL that the schema of a backup may hold. */
const token =
  /\s+|"[a-z_][a-z0-9_]*"|"C"|[A-Za-z_][A-Za-z0-9_]*|'(?:[^'\\?]|'')*'|\d+(?:\.\d+)?|::|<=|>=|<>|-(?!-)|\/(?!\*)|[(),.=<>+*[\]]/y;

/** Words before a parenthesis that call no function, and functions that read and write nothing. */
const harmless: ReadonlySet<string> = new Set(
  `and btree brin check coalesce distinct exclude from hash in include is key list lower not nulls numeric or range to unique using values varchar where with varying
  abs char_length clock_timestamp date_trunc extract floor greatest least length md5 nextval now nullif pg_current_xact_id round statement_timestamp to_timestamp upper`.split(
    /\s+/,
  ),
);

/** Whether a definition out of a backup, which anybody may have written, can do no more than describe a column, an index or a partition. */
export function isPlainSql(text: string): boolean {
  let called = '';
  token.lastIndex = 0;
  while (token.lastIndex < text.length) {
    const [piece] = token.exec(text) ?? [];
    if (piece === undefined) return false;
    if (piece === '(' && /^[A-Za-z_]/.test(called) && !harmless.has(called.toLowerCase())) return false;
    if (piece.trim() !== '') called = piece;
  }
  return true;
}
