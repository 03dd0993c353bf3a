import type { Unit } from '../units.ts';

/** A list of changes names parents that it does not hold itself: `parent` without a version then means the newest list before it that has the code. */
export function fallbackParents(units: readonly Unit[]): Unit[] {
  const keys = new Set(units.map(({ key }) => key));
  const versions = new Map<string, string[]>();
  for (const { code, version } of units) {
    const known = versions.get(code);
    if (known) known.push(version);
    else versions.set(code, [version]);
  }
  return units.map((unit) => {
    const { parent, version } = unit;
    if (parent === undefined || keys.has(parent) || !parent.endsWith(`@${version}`)) return unit;
    const code = parent.slice(0, parent.lastIndexOf('@'));
    const before = (versions.get(code) ?? []).filter((each) => each < version).sort();
    const newest = before.at(-1);
    return newest === undefined ? unit : { ...unit, parent: `${code}@${newest}` };
  });
}
