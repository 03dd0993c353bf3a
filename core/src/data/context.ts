import type { Ioc } from '@haidang/sdk';
import type { Clock } from '../clock.ts';
import type { Registry } from '../registry.ts';
import type { Database } from './database.ts';
import type { Table } from './table.ts';
import type { Units } from './units.ts';

/** What reading and writing stand on; made once by `server.ts` or the command line. */
export interface DataContext {
  readonly database: Database;
  readonly registry: Registry;
  /** Tables by qualified dataset name. */
  readonly tables: ReadonlyMap<string, Table>;
  readonly units: Units;
  readonly ioc: Ioc;
  readonly clock: Clock;
  /** Called after each commit that changed records of these datasets. */
  changed(datasets: ReadonlySet<string>): void;
}
