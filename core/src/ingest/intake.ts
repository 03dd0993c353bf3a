import { randomUUID } from 'node:crypto';
import { HaidangError, type WriteReport } from '@haidang/sdk';
import type { Caller } from '../access/caller.ts';
import type { DataContext } from '../data/context.ts';
import type { Line } from '../data/incoming.ts';
import { type Once, type RefusedRow, tableFor, type WriteOutcome, Writer } from '../data/write.ts';
import { keyOf } from '../quarantine/kept.ts';
import type { RefusedInput } from '../quarantine/refused.ts';
import { keepRefused, mostKept, openKeys, resolveRows } from '../quarantine/store.ts';
import type { Receipt } from '../receipts/receipt.ts';
import { type IngestRun, recordRun } from './run-record.ts';

interface Delivery {
  readonly dataset: string;
  readonly caller: Caller;
  readonly way: string;
  /** One that is the same when the delivery is sent again; a new one when absent. */
  readonly id?: string;
  readonly file?: NonNullable<IngestRun['file']>;
}

/** A line of a delivery: the row, or why it is none. `at` is its line in the file where `line` only numbers what came together. */
export type IntakeLine = (Line & { readonly at?: number }) | { readonly line: number; readonly reason: string };

/** A delivery of rows from outside. What it brings is written by the one way to write; what is refused goes into quarantine, and leaves it when the record comes again and is kept; the delivery itself is a row of `core/ingest_run`. */
export class Intake {
  readonly run: IngestRun;
  readonly caller: Caller;
  readonly #context: DataContext;
  readonly #writer: Writer;
  readonly #counts = { read: 0, added: 0, changed: 0, same: 0, refused: 0 };
  /** What stood in quarantine when the delivery began. */
  #waiting: Promise<ReadonlyMap<string, readonly number[]>> | undefined;
  #kept = 0;
  /** Receipts of what was counted: sent again to the same delivery it does not count twice. */
  readonly #counted = new Set<string>();

  constructor(context: DataContext, { dataset, caller, way, id = randomUUID(), file }: Delivery) {
    this.#context = context;
    this.#writer = new Writer(context, { dataset, caller, ...(way === 'import' && { action: 'import' }) });
    this.caller = caller;
    this.run = { id, dataset, way, startedAt: context.clock.now(), ...(file && { file }) };
  }

  /** Says that a long delivery has begun. */
  async begin(): Promise<void> {
    await recordRun(this.#context, this.run, this.#counts);
  }

  /** Writes a batch. It may be called again before the batch before is kept. */
  async write(lines: readonly IntakeLine[], receipt?: Receipt<WriteOutcome>): Promise<WriteOutcome> {
    const rows = lines.filter((entry) => 'row' in entry);
    const none = lines.filter((entry) => 'reason' in entry);
    this.#waiting ??= openKeys(this.#context, this.run.dataset);
    const waiting = this.#waiting;
    waiting.catch(() => {});
    const report: WriteOutcome = rows.length > 0 ? await this.#writer.write(rows, receipt) : { added: 0, changed: 0, same: 0, refused: [] };
    const refused = [...none.map(({ line, reason }) => ({ line, reason })), ...report.refused].sort((a, b) => a.line - b.line);
    if (!this.#isCounted(receipt)) this.#count(report, refused.length);
    await this.#quarantine(refused, rows);
    await this.#resolve(rows, report.refused, await waiting);
    return { ...report, refused };
  }

  /** Takes note of rows that were refused before they could be written. */
  async refuse(rows: readonly RefusedInput[]): Promise<void> {
    this.#counts.read += rows.length;
    this.#counts.refused += rows.length;
    await this.#keep(rows);
  }

  /** Ends the delivery; `error` has stopped it. With `once` only when nobody has ended it before. */
  async end(error?: unknown, once?: Once): Promise<void> {
    const code = error === undefined ? undefined : error instanceof HaidangError ? error.code : 'internal';
    await recordRun(this.#context, this.run, this.#counts, code === undefined ? {} : { error: code }, once);
  }

  #isCounted(receipt: Receipt<unknown> | undefined): boolean {
    if (!receipt) return false;
    const isCounted = this.#counted.has(receipt.name);
    this.#counted.add(receipt.name);
    return isCounted;
  }

  #count({ added, changed, same }: WriteReport, refused: number): void {
    this.#counts.read += added + changed + same + refused;
    this.#counts.added += added;
    this.#counts.changed += changed;
    this.#counts.same += same;
    this.#counts.refused += refused;
  }

  async #quarantine(refused: readonly RefusedRow[], rows: readonly (Line & { readonly at?: number })[]): Promise<void> {
    if (refused.length === 0) return;
    const sent = new Map(rows.map((each) => [each.line, each]));
    await this.#keep(
      refused.map(({ line, also = [], reason, field, details }) => ({
        line: sent.get(line)?.at ?? line,
        row: sent.get(line)?.row ?? {},
        faults: [{ reason, ...(field !== undefined && { field }), ...(details && { details }) }, ...also],
      })),
    );
  }

  async #keep(rows: readonly RefusedInput[]): Promise<void> {
    // Those beyond it would only drive out the ones before them.
    const part = rows.slice(0, mostKept - this.#kept);
    if (part.length === 0) return;
    this.#kept += part.length;
    const { entry } = tableFor(this.#context, this.run.dataset);
    await keepRefused(this.#context, { entry, run: this.run.id, sender: this.caller.id }, part);
  }

  async #resolve(rows: readonly Line[], refused: readonly RefusedRow[], waiting: ReadonlyMap<string, readonly number[]>): Promise<void> {
    if (waiting.size === 0) return;
    const { entry } = tableFor(this.#context, this.run.dataset);
    const bad = new Set(refused.map(({ line }) => line));
    const mended = rows.flatMap(({ line, row }) => (bad.has(line) ? [] : (waiting.get(keyOf(entry, row) ?? '') ?? [])));
    await resolveRows(this.#context, [...new Set(mended)], this.caller.id);
  }
}
