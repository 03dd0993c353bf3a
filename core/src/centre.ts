import type { Problem } from '@haidang/sdk';
import { refuseUnfinishedDatabase, refuseUnfinishedFolder } from './backup/unfinished.ts';
import type { Clock } from './clock.ts';
import type { DataContext } from './data/context.ts';
import { lookupFields } from './data/lookup-fields.ts';
import { openDatabase } from './data/open.ts';
import { backupBefore } from './data/reshape/backup.ts';
import { openRollups } from './data/rollup/job.ts';
import { createTables } from './data/schema.ts';
import { type Table, tableOf } from './data/table.ts';
import { UnitStore, unitsInLog } from './data/unit-store.ts';
import type { Unit } from './data/units.ts';
import { type Locality, localityProblems, readLocality } from './documents/locality.ts';
import { unitProblems } from './documents/unit-problems.ts';
import { loadRegistry } from './host/registry.ts';
import { installedPlugins } from './install.ts';
import { readLocalLimits } from './workflow/clocks/local-limits.ts';

/** A centre that is open: its documents, contributions and data. */
export interface Centre {
  readonly locality: Locality;
  readonly context: DataContext;
  readonly problems: readonly Problem[];
  /** Adds units that somebody brings along; gives how many were new or changed. */
  bringUnits(units: readonly Unit[], by: string): Promise<number>;
  close(): Promise<void>;
}

interface Options {
  readonly folder: string;
  readonly data: string;
  readonly clock: Clock;
  readonly databaseUrl?: string;
  readonly plugins?: readonly string[];
  /** False for commands that show nothing: pages and shapes are not read. */
  readonly withPages?: boolean;
  changed(datasets: ReadonlySet<string>): void;
}

/** Reads a locality, its plugins and its database: what `start` serves and `import` writes into. */
export async function openCentre({ folder, data, clock, databaseUrl, plugins, withPages = true, changed }: Options): Promise<Centre> {
  const since = new Date(clock.now()).toISOString();
  const locality = await readLocality(folder, { withPages });
  const registry = await loadRegistry({ folders: plugins ?? installedPlugins(), ioc: locality.ioc, since });
  const lookups = lookupFields(registry);
  const tables = new Map<string, Table>([...registry.datasets].map(([name, entry]) => [name, tableOf(entry, lookups.get(name))]));
  refuseUnfinishedFolder(data);
  const database = await openDatabase(databaseUrl ? { url: databaseUrl } : { folder: data });
  try {
    await refuseUnfinishedDatabase(database);
    const units = new UnitStore(database, clock);
    const backup = backupBefore({ database, data });
    const faults = await createTables(database, [...tables.values()], { registry, units, ioc: locality.ioc, clock, backup });
    await units.load(locality.units, locality.links);
    // A table that does not fit its dataset is left alone: nothing reads or writes it until somebody decides.
    const unfit = new Set(faults.map(({ of }) => of.replace(/^dataset:/, '')));
    const fit = <T>(map: ReadonlyMap<string, T>) => new Map([...map].filter(([name]) => !unfit.has(name)));
    const given: DataContext = {
      database,
      registry: { ...registry, datasets: fit(registry.datasets) },
      tables: fit(tables),
      units,
      ioc: locality.ioc,
      clock,
      changed,
    };
    const limits = readLocalLimits(given, since);
    const context: DataContext = { ...given, ioc: { ...given.ioc, clocks: limits.clocks } };
    await openRollups(context);
    return {
      locality,
      context,
      problems: [
        ...registry.problems,
        ...localityProblems(locality, since, 'vi'),
        ...unitProblems(locality, since, 'vi'),
        ...faults,
        ...limits.problems,
      ],
      async bringUnits(brought, by) {
        const added = await units.bring(brought, by);
        if (added > 0) changed(new Set([unitsInLog]));
        return added;
      },
      close: () => database.close(),
    };
  } catch (error) {
    await database.close();
    throw error;
  }
}
