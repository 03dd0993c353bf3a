/** Canonical text of a document: keys in the order of RFC 8785, text in NFC, two spaces, a newline at the end. Equal meaning gives equal bytes; `undefined` is absent. Throws a `TypeError` on what JSON does not have. */
export function canonical(document: unknown): string {
  return `${write(document, '\n')}\n`;
}

/** `line` is a newline with the indentation of the value. */
function write(value: unknown, line: string): string {
  if (typeof value === 'string') return JSON.stringify(value.normalize('NFC'));
  if (value === null || typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value))) return JSON.stringify(value);
  if (typeof value !== 'object') throw new TypeError(`${typeof value === 'number' ? value : typeof value} is not JSON`);
  const inner = `${line}  `;
  const isList = Array.isArray(value);
  const parts = isList
    ? value.map((item) => write(item, inner))
    : entriesOf(value).map(([key, content]) => `${JSON.stringify(key)}: ${write(content, inner)}`);
  const [open, close] = isList ? '[]' : '{}';
  return parts.length === 0 ? `${open}${close}` : `${open}${inner}${parts.join(`,${inner}`)}${line}${close}`;
}

// Not through an object: JavaScript would put keys that look like numbers first.
function entriesOf(value: object): (readonly [string, unknown])[] {
  const entries = new Map<string, unknown>();
  for (const [key, content] of Object.entries(value)) {
    const name = key.normalize('NFC');
    if (content === undefined) continue;
    if (entries.has(name)) throw new TypeError(`two keys are ${JSON.stringify(name)}`);
    entries.set(name, content);
  }
  return [...entries].sort(([a], [b]) => (a < b ? -1 : 1));
}
