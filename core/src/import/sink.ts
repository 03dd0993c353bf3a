import type { Mapping } from '@haidang/sdk';
import type { WriteOutcome } from '../data/write.ts';
import type { RefusedInput } from '../quarantine/refused.ts';
import type { MappedRecord } from './map/mapper.ts';

/** Where an import goes: a database, or a server that holds one. Everything it does may be done again without harm. */
export interface Sink {
  /** Says what file comes. */
  begin(file: { readonly name: string; readonly sha256: string }): Promise<void>;
  /** Units and records that the mapping brings along. */
  bring(brings: Brought): Promise<BroughtReport>;
  /** Rows of the dataset and their lines in the file; `line` of a refusal counts the rows from 1. */
  write(rows: readonly MappedRecord[], lines: readonly number[]): Promise<WriteOutcome>;
  /** Rows that could not be read as records of the dataset. */
  refuse(rows: readonly RefusedInput[]): Promise<void>;
  /** Says that all has come, or what has stopped it. */
  end(error?: unknown): Promise<void>;
  close(): Promise<void>;
}

export type Brought = Pick<Mapping, 'brings' | 'records'>;

/** How many units and records were brought, and how many of them were new or different. */
export interface BroughtReport {
  readonly units: { readonly all: number; readonly changed: number };
  readonly records: { readonly [dataset: string]: { readonly all: number; readonly changed: number } };
}
