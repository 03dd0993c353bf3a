import type { Problem } from '@haidang/sdk';
import { isWhole } from '../data/units/shares.ts';
import type { Unit, UnitLink } from '../data/units.ts';

interface Lists {
  readonly units: readonly Unit[];
  readonly links: readonly UnitLink[];
}

const words = {
  vi: {
    circle: 'nằm trong nhau theo vòng tròn',
    became: 'trở thành nhau theo vòng tròn',
    shares: (column: string, sum: string) => `tổng ${column} là ${sum}, phải bằng 1; số liệu của đơn vị này không được quy đổi`,
    partly: (column: string) => `${column} chỉ có ở một số dòng; số liệu của đơn vị này không được quy đổi`,
    ends: 'valid_to không sau valid_from',
  },
  en: {
    circle: 'lie in each other in a circle',
    became: 'became each other in a circle',
    shares: (column: string, sum: string) => `${column} add up to ${sum} instead of 1; figures of this unit are not converted`,
    partly: (column: string) => `only some lines have ${column}; figures of this unit are not converted`,
    ends: 'valid_to is not after valid_from',
  },
};

/** What is wrong among the units of a locality: parents and links that name units there are none of, circles, shares of a unit that do not make a whole. */
export function unitProblems({ units, links }: Lists, since: string, language: 'vi' | 'en'): Problem[] {
  const say = words[language];
  const parents = new Map(units.map(({ key, parent }) => [key, parent]));
  const unknown = (of: string, keys: readonly string[], where = ''): Problem[] =>
    keys.filter((key) => !parents.has(key)).map((key) => ({ of, code: 'unknown-unit', message: `${where}${key}`, since }));
  const wrong = (of: string, message: string): Problem => ({ of, code: 'bad-file', message, since });
  const from = new Map<string, UnitLink[]>();
  for (const link of links) from.set(link.from, [...(from.get(link.from) ?? []), link]);
  return [
    ...units.flatMap(({ key, parent }) => (parent === undefined ? [] : unknown('units.csv', [parent], `${key}, parent: `))),
    ...units.flatMap(({ key, validFrom, validTo }) =>
      validTo !== undefined && validTo <= validFrom ? [wrong('units.csv', `${key}: ${say.ends}`)] : [],
    ),
    ...circles((key) => [parents.get(key)], parents.keys()).map((keys) => wrong('units.csv', `parent: ${keys.join(' → ')} ${say.circle}`)),
    ...links.flatMap((link) => unknown('unit_links.csv', [link.from, link.to], `${link.from} → ${link.to}: `)),
    ...circles((key) => (from.get(key) ?? []).map(({ to }) => to), from.keys()).map((keys) =>
      wrong('unit_links.csv', `${keys.join(' → ')} ${say.became}`),
    ),
    ...[...from].flatMap(([key, parts]) => shareFaults(parts, say).map((fault) => wrong('unit_links.csv', `${key}: ${fault}`))),
  ];
}

function shareFaults(parts: readonly UnitLink[], say: (typeof words)['vi']): readonly string[] {
  const of = (column: string, shares: readonly (number | undefined)[]): readonly string[] => {
    const known = shares.filter((share) => share !== undefined);
    if (known.length === 0) return [];
    if (known.length < shares.length) return [say.partly(column)];
    const sum = known.reduce((total, share) => total + share, 0);
    return isWhole(known) ? [] : [say.shares(column, String(Number(sum.toFixed(6))))];
  };
  return [
    ...of(
      'share_population',
      parts.map(({ sharePopulation }) => sharePopulation),
    ),
    ...of(
      'share_area',
      parts.map(({ shareArea }) => shareArea),
    ),
  ];
}

/** Each circle once, ending with the unit that it starts from. */
function circles(nextOf: (key: string) => readonly (string | undefined)[], starts: Iterable<string>): string[][] {
  const found: string[][] = [];
  const done = new Set<string>();
  const look = (key: string, way: readonly string[]): void => {
    if (way.includes(key)) found.push([...way.slice(way.indexOf(key)), key]);
    if (done.has(key)) return;
    done.add(key);
    for (const next of nextOf(key)) if (next !== undefined) look(next, [...way, key]);
  };
  for (const start of starts) look(start, []);
  return found;
}
