import { createRequire } from 'node:module';
import type { Dataset } from '@haidang/sdk';
import type { Database } from '../../../core/src/data/database.ts';
import { SqliteClient } from '../../../core/src/data/dialect/client-sqlite.ts';
import { openDatabase } from '../../../core/src/data/open.ts';
import { createTables } from '../../../core/src/data/schema.ts';
import { tableOf } from '../../../core/src/data/table.ts';
import { UnitStore } from '../../../core/src/data/unit-store.ts';
import { datasetEntry } from '../../../core/src/host/entries.ts';
import type { At } from './copies.ts';

// A process that changes datasets in several databases, each up to a statement of its own, and kills itself when all have come there. It is given jobs, as JSON; where none is to stop it tells the statements that each database got.

export interface Job {
  readonly at: At;
  readonly datasets: { readonly [name: string]: Dataset };
  /** Number of the statement that is not sent any more. */
  readonly stop?: number;
}

export interface Jobs {
  readonly jobs: readonly Job[];
  readonly now: number;
  /** Without transactions, to see whether that is noticed. */
  readonly isBroken: boolean;
}

interface Client {
  readonly connectionSettings: { readonly filename?: string; readonly connectionString?: string };
  _query(connection: unknown, query: { readonly sql: string }): Promise<unknown>;
}

const { jobs, now, isBroken }: Jobs = JSON.parse(process.argv[2] ?? '');
const stops = new Map(jobs.map(({ at, stop }) => [placeOf(at), stop]));
const sent = new Map<string, string[]>(jobs.map(({ at }) => [placeOf(at), []]));
let standing = 0;

function placeOf({ folder, url }: At): string {
  return folder === undefined ? String(url) : `${folder}/haidang.sqlite`;
}

/** One more has come to where it is to die, or to its end. */
function stand(): void {
  if (++standing === jobs.length && jobs.some(({ stop }) => stop !== undefined)) process.kill(process.pid, 'SIGKILL');
}

function watch(client: Client): void {
  const send = client._query;
  client._query = function (this: Client, connection, query) {
    const { filename, connectionString } = this.connectionSettings;
    const place = String(filename ?? connectionString);
    const statements = sent.get(place);
    // Units are read just before datasets change.
    if (statements && (statements.length > 0 || /from .unit.(?!_)/.test(query.sql))) {
      statements.push(query.sql);
      if (statements.length === stops.get(place)) return new Promise(stand);
    }
    return send.call(this, connection, query);
  };
}

function broken(database: Database): Database {
  const { dialect } = database;
  const apart: typeof dialect.transaction = (write, work) => work(write);
  return { ...database, dialect: { ...dialect, transaction: apart, shape: { ...dialect.shape, hold: async () => {} } } };
}

async function reshape({ at, datasets }: Job): Promise<void> {
  const opened = await openDatabase(at);
  const database = isBroken ? broken(opened) : opened;
  const clock = { now: () => now };
  const none = new Map();
  const problems = await createTables(
    database,
    Object.entries(datasets).map(([local, dataset]) => tableOf(datasetEntry({ plugin: 'test', local, dataset, messages: { vi: {} } }))),
    {
      registry: { plugins: none, datasets: none, indicators: none, widgets: none, templates: none, roles: none, problems: [] },
      ioc: { kind: 'ioc', format: 1, title: { vi: '' }, unit: '', languages: ['vi'], plugins: {}, home: 'pg_home' },
      units: new UnitStore(database, clock),
      clock,
      backup: async () => async () => {},
    },
  );
  if (problems.length > 0) throw new Error(JSON.stringify(problems));
  stand();
  await database.close();
}

watch(SqliteClient.prototype as unknown as Client);
watch(createRequire(import.meta.url)('knex/lib/dialects/postgres/index.js').prototype);
await Promise.all(jobs.map(reshape));
process.stdout.write(JSON.stringify([...sent.values()]));
