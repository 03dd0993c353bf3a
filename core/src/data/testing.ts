import type { Dataset, Indicator, Ioc } from '@haidang/sdk';
import { type Clock, systemClock } from '../clock.ts';
import { datasetEntry, labelOf, qualified } from '../host/entries.ts';
import type { Registry } from '../registry.ts';
import type { DataContext } from './context.ts';
import type { Database } from './database.ts';
import type { Upgrading } from './reshape/reshape.ts';
import { openRollups } from './rollup/job.ts';
import { createTables } from './schema.ts';
import { tableOf } from './table.ts';
import { UnitStore } from './unit-store.ts';
import type { Unit, UnitLink } from './units.ts';

/** What a test declares; all names are local to the plugin `test` unless they carry another ("field-reports/report"). */
export interface TestSetup {
  readonly datasets: { readonly [name: string]: Dataset };
  readonly indicators?: { readonly [name: string]: Indicator };
  /** By language, then by key: `report.status.done`. */
  readonly messages?: { readonly [language: string]: { readonly [key: string]: string } };
  readonly units?: readonly Unit[];
  readonly links?: readonly UnitLink[];
  readonly ioc?: Partial<Ioc>;
  readonly clock?: Clock;
  readonly changed?: (datasets: ReadonlySet<string>) => void;
  /** Takes a backup before datasets change; none is taken when absent. */
  readonly backup?: Upgrading['backup'];
}

/** A data context on an empty database, as `server.ts` makes one: tables are created, units loaded. */
export async function testContext(database: Database, setup: TestSetup): Promise<DataContext> {
  const messages = { vi: {}, ...setup.messages };
  const split = (name: string) => {
    const full = qualified('test', name);
    const at = full.indexOf('/');
    return { name: full, plugin: full.slice(0, at), local: full.slice(at + 1) };
  };
  const datasets = new Map(
    Object.entries(setup.datasets).map(([name, dataset]) => {
      const entry = datasetEntry({ ...split(name), dataset, messages });
      return [entry.name, entry];
    }),
  );
  const indicators = new Map(
    Object.entries(setup.indicators ?? {}).map(([name, indicator]) => {
      const parts = split(name);
      return [parts.name, { ...parts, indicator, label: labelOf(messages, parts.local) }];
    }),
  );
  const registry: Registry = {
    plugins: new Map(),
    datasets,
    indicators,
    widgets: new Map(),
    templates: new Map(),
    roles: new Map(),
    problems: [],
  };
  const tables = new Map([...datasets.values()].map((entry) => [entry.name, tableOf(entry)]));
  const clock = setup.clock ?? systemClock;
  const units = new UnitStore(database, clock);
  const ioc: Ioc = {
    kind: 'ioc',
    format: 1,
    title: { vi: 'Trung tâm thử nghiệm' },
    unit: setup.units?.[0]?.key ?? '01@2025-07-01',
    languages: ['vi', 'en'],
    plugins: {},
    home: 'pg_home',
    ...setup.ioc,
  };
  const backup = setup.backup ?? (async () => async () => {});
  const problems = await createTables(database, [...tables.values()], { registry, units, ioc, clock, backup });
  if (problems.length > 0) throw new Error(JSON.stringify(problems));
  await units.load(setup.units ?? [], setup.links ?? []);
  const context: DataContext = {
    database,
    registry,
    tables,
    units,
    ioc,
    clock,
    changed: setup.changed ?? (() => {}),
  };
  await openRollups(context);
  return context;
}
