import { type Changes, type Dataset, type Property, schema } from '@haidang/sdk';
import { localCaller } from '../../access/caller.ts';
import type { Row } from '../cells.ts';
import type { DataContext } from '../context.ts';
import type { Database } from '../database.ts';
import { getRecord, type RecordView } from '../record.ts';
import { testContext } from '../testing.ts';
import { type WriteOutcome, writeRecords } from '../write.ts';
import type { Upgrading } from './reshape.ts';

export const text = { type: 'string' } as const;
export const word = { type: 'string', format: 'code' } as const;
export const integer = { type: 'integer' } as const;

/** A dataset that is known by `code`, with these fields besides. */
export function notes(properties: { readonly [name: string]: Property }, changes?: Changes, more: Partial<Dataset> = {}): Dataset {
  const row = schema({ required: ['code'], properties: { code: text, ...properties } });
  return { row, key: ['code'], ...(changes && { changes }), ...more };
}

/** Opens a database with that dataset. */
export function start(database: Database, note: Dataset, backup?: Upgrading['backup']): Promise<DataContext> {
  return testContext(database, { datasets: { note }, ...(backup && { backup }) });
}

export function write(context: DataContext, ...rows: Row[]): Promise<WriteOutcome> {
  return writeRecords(context, { dataset: 'test/note', rows: rows.map((row, index) => ({ line: index + 1, row })), caller: localCaller() });
}

export function read(context: DataContext, id = 1): Promise<RecordView> {
  return getRecord(context, { dataset: 'test/note', id, caller: localCaller() });
}
