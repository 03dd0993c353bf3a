import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Ioc } from '../documents.ts';
import { type ErrorReply, HaidangError } from '../errors.ts';
import type { WriteReport } from '../handlers.ts';
import type { Page } from '../page.ts';
import type { Query, Result } from '../query.ts';
import type { Json } from '../schema.ts';
import { sendOnce } from '../send-once.ts';
import { findHaidang } from './binary.ts';
import { buildStale } from './built.ts';
import { type TestUnits, testUnits, writeLocality } from './locality.ts';
import { startServer } from './server.ts';

/** A row of a dataset as it is sent. */
export interface TestRow {
  readonly [field: string]: Json;
}

/** What a test centre has. Everything has a default. */
export interface TestIocOptions {
  /** Folders of plugins; one whose source is newer than its `dist/` is built first. */
  readonly plugins?: readonly string[];
  /** Rows to begin with, by qualified dataset; a refused row fails the test. */
  readonly records?: { readonly [dataset: string]: readonly TestRow[] };
  /** Differences to a plain centre that has all of `plugins`. */
  readonly ioc?: Partial<Ioc>;
  /** Its units; the first is the one that it serves. */
  readonly units?: TestUnits;
  readonly pages?: readonly Page[];
  /** Address of a PostgreSQL database; SQLite in a temporary folder when absent. */
  readonly database?: string;
}

/** A real centre of its own for a test, spoken to by HTTP. */
export interface TestIoc {
  /** Where it serves: `http://127.0.0.1:40123`. */
  readonly url: string;
  /** Asks one query. Throws `HaidangError` with the code that the server gives. */
  query(query: Query): Promise<Result>;
  /** Writes rows into a dataset ("street-trees/tree"), by its key; refused rows are in the report. */
  write(dataset: string, rows: readonly TestRow[]): Promise<WriteReport>;
  /** Ends it and removes all that it has written. */
  stop(): Promise<void>;
}

/** Starts a centre with these plugins on a free port and a fresh database. Needs @haidang/core as a development dependency. */
export async function createTestIoc({
  plugins = [],
  records = {},
  ioc = {},
  units = testUnits,
  pages = [],
  database,
}: TestIocOptions = {}): Promise<TestIoc> {
  const folders = plugins.map((folder) => resolve(folder));
  const program = findHaidang(folders);
  const built = await Promise.all(folders.map(buildStale));
  const temporary = await mkdtemp(join(tmpdir(), 'haidang-ioc-'));
  const clear = () => rm(temporary, { recursive: true, force: true });
  try {
    const locality = join(temporary, 'locality');
    await writeLocality(locality, { ioc: { plugins: Object.fromEntries(built.map(({ id }) => [id, '*'])), ...ioc }, units, pages });
    const { HAIDANG_DATABASE_URL: _, ...env } = process.env;
    const server = await startServer({
      program,
      args: [
        'start',
        locality,
        '--port',
        '0',
        '--data',
        join(temporary, 'data'),
        '--no-simulate',
        '--no-sample',
        ...folders.flatMap((folder) => ['--plugin', folder]),
      ],
      env: { ...env, ...(database !== undefined && { HAIDANG_DATABASE_URL: database }) },
    });
    const test: TestIoc = {
      url: server.url,
      query: (query) => ask(server.url, query),
      write: (dataset, rows) => post(server.url, `/api/records/${dataset}/bulk`, rows) as Promise<WriteReport>,
      async stop() {
        await server.stop();
        await clear();
      },
    };
    await fill(test, records);
    return test;
  } catch (error) {
    await clear();
    throw error;
  }
}

async function fill(test: TestIoc, records: NonNullable<TestIocOptions['records']>): Promise<void> {
  try {
    for (const [dataset, rows] of Object.entries(records)) {
      const { refused } = await test.write(dataset, rows);
      if (refused.length > 0)
        throw new Error(`${dataset} refused ${refused.length} of ${rows.length} rows: ${JSON.stringify(refused.slice(0, 5))}`);
    }
  } catch (error) {
    await test.stop();
    throw error;
  }
}

async function ask(url: string, query: Query): Promise<Result> {
  const { results } = (await post(url, '/api/query', { queries: { q: query } })) as {
    readonly results: { readonly q: Result | ErrorReply };
  };
  if ('error' in results.q) throw toError(results.q);
  return results.q;
}

async function post(url: string, path: string, body: unknown): Promise<unknown> {
  const response = await sendOnce(`${url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const answer = (await response.json()) as ErrorReply;
  if (!response.ok) throw toError(answer);
  return answer;
}

function toError({ error: { code, message, details } }: ErrorReply): HaidangError {
  return new HaidangError(code, { message, ...(typeof details === 'object' ? details : {}) });
}
