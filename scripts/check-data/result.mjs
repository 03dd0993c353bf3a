/** @type {{ name: string, isRight: boolean }[]} */
export const results = [];

/** Prints and keeps one comparison.
 * @param {string} name @param {unknown} got @param {unknown} expected */
export function same(name, got, expected) {
  const isRight = JSON.stringify(sorted(got)) === JSON.stringify(sorted(expected));
  results.push({ name, isRight });
  const text = (/** @type {unknown} */ value) => {
    const all = JSON.stringify(value);
    return all.length > 200 ? `${all.slice(0, 200)} …` : all;
  };
  console.log(`${isRight ? 'ok  ' : 'FAIL'} ${name}: ${text(got)}${isRight ? '' : `, expected ${text(expected)}`}`);
}

/** @param {string} name @param {boolean} isRight @param {string} shown */
export function holds(name, isRight, shown) {
  results.push({ name, isRight });
  console.log(`${isRight ? 'ok  ' : 'FAIL'} ${name}: ${shown}`);
}

/** @param {unknown} value @returns {unknown} */
function sorted(value) {
  if (Array.isArray(value) || typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
