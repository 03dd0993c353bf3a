import type { DataContext } from '../../core/src/data/context.ts';
import type { Database } from '../../core/src/data/database.ts';
import { testContext } from '../../core/src/data/testing.ts';
import type { Unit, UnitLink } from '../../core/src/data/units.ts';
import { records } from '../../core/src/records/records.ts';
import plugin from '../../plugins/field-reports/plugin.ts';

/** The plugin on an empty database, at an instant in milliseconds since 1970, or at that of a clock. */
export function centreOf(
  database: Database,
  {
    now,
    units,
    links = [],
  }: { readonly now: number | (() => number); readonly units: readonly Unit[]; readonly links?: readonly UnitLink[] },
): Promise<DataContext> {
  return testContext(database, {
    datasets: { ...qualified(plugin.datasets), ...qualified(records.datasets, 'core') },
    indicators: qualified(plugin.indicators),
    messages: plugin.messages,
    units,
    links,
    clock: { now: typeof now === 'number' ? () => now : now },
  });
}

function qualified<T>(part: { readonly [name: string]: T } = {}, owner = 'field-reports'): { readonly [name: string]: T } {
  return Object.fromEntries(Object.entries(part).map(([name, value]) => [`${owner}/${name}`, value]));
}
