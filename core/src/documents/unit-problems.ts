import type { Problem } from '@haidang/sdk';
import type { Unit, UnitLink } from '../data/units.ts';

/** What is wrong among the units of a locality: parents and links that name units there are none of, and units that lie in each other in a circle. */
export function unitProblems(
  { units, links }: { readonly units: readonly Unit[]; readonly links: readonly UnitLink[] },
  since: string,
  language: 'vi' | 'en',
): Problem[] {
  const parents = new Map(units.map(({ key, parent }) => [key, parent]));
  const unknown = (of: string, keys: readonly string[], where = ''): Problem[] =>
    keys.filter((key) => !parents.has(key)).map((key) => ({ of, code: 'unknown-unit', message: `${where}${key}`, since }));
  const circular = language === 'vi' ? 'nằm trong nhau theo vòng tròn' : 'lie in each other in a circle';
  return [
    ...units.flatMap(({ key, parent }) => (parent === undefined ? [] : unknown('units.csv', [parent], `${key}, parent: `))),
    ...circles(parents).map((keys) => ({ of: 'units.csv', code: 'bad-file', message: `parent: ${keys.join(' → ')} ${circular}`, since })),
    ...links.flatMap(({ from, to }) => unknown('unit_links.csv', [from, to])),
  ];
}

/** Each circle once, ending with the unit that it starts from. */
function circles(parents: ReadonlyMap<string, string | undefined>): string[][] {
  const found: string[][] = [];
  const seen = new Set<string>();
  for (const start of parents.keys()) {
    const way: string[] = [];
    let key: string | undefined = start;
    while (key !== undefined && !seen.has(key)) {
      seen.add(key);
      way.push(key);
      key = parents.get(key);
    }
    if (key !== undefined && way.includes(key)) found.push([...way.slice(way.indexOf(key)), key]);
  }
  return found;
}
