// What the figures of the rounds come to.

/** The part of the bare rate that ours must reach. */
export const floors = {
  'bulk-ingest': 0.4,
  'batch-ingest': 0.5,
  'single-insert': 0.45,
  'filtered-rows': 0.5,
  'group-by': 0.6,
  'live-fan-out': 0.7,
};

/** @param {readonly number[]} values */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

/** Medians of both sides, and what part of the bare rate ours reaches.
 * @param {string} name @param {readonly { readonly ours: number, readonly bare: number }[]} rounds */
export function lineOf(name, rounds) {
  const ours = median(rounds.map((round) => round.ours));
  const bare = median(rounds.map((round) => round.bare));
  return { name, ours: rounded(ours), bare: rounded(bare), ratio: Math.round((ours / bare) * 1000) / 1000 };
}

/** Three significant digits: no clock tells more.
 * @param {number} value */
function rounded(value) {
  return value >= 100 ? Math.round(value) : Number(value.toPrecision(3));
}

/** Lines under their floor, as sentences.
 * @param {readonly { readonly name: string, readonly ratio: number }[]} lines */
export function underFloor(lines) {
  return lines.flatMap(({ name, ratio }) => {
    const floor = Reflect.get(floors, name);
    return typeof floor === 'number' && !(ratio >= floor) ? [`${name}: ${ratio} is under its floor ${floor}`] : [];
  });
}

/** Why two sides did not run under the same conditions; nothing when they did.
 * @param {import('./result.d.mts').Conditions} ours @param {import('./result.d.mts').Conditions} bare */
export function differenceOf(ours, bare) {
  if (ours.engine !== bare.engine) return `${ours.engine} against ${bare.engine}`;
  const listed = (/** @type {typeof ours} */ { items }) =>
    items.filter(({ table }) => isRecordTable(table)).map(({ name, definition }) => `${name}: ${definition}`);
  const [a, b] = [listed(ours), listed(bare)];
  const [missing, extra] = [a.filter((item) => !b.includes(item)), b.filter((item) => !a.includes(item))];
  return missing.length + extra.length > 0
    ? `ours alone has ${missing.join('; ') || 'nothing'}, bare alone has ${extra.join('; ') || 'nothing'}`
    : undefined;
}

/** Whether a table keeps the records of a dataset: both sides have those, and ours its own besides.
 * @param {string} table */
export function isRecordTable(table) {
  return table.startsWith('d_');
}
