import { HaidangError, type Position, type Query } from '@haidang/sdk';
import type { Caller } from '../access/caller.ts';
import { changedSince, headPosition } from '../data/changes.ts';
import type { DataContext } from '../data/context.ts';
import { type Prepared, prepareQuery } from '../data/query/query.ts';
import { unitsInLog } from '../data/unit-store.ts';

/** What a watch tells its viewers. `result` is JSON already, made once for all of them. */
export type WatchNews =
  | { readonly type: 'result'; readonly result: string; readonly at: Position }
  | { readonly type: 'current'; readonly at: Position }
  | { readonly type: 'failed'; readonly error: HaidangError };

/** Someone who looks at a watch. Gets the newest state; states in between may be left out. */
export interface Viewer {
  tell(news: WatchNews): void;
}

interface Watch {
  readonly prepared: Prepared;
  readonly viewers: Set<Viewer>;
  /** Viewers that have not been told anything yet, with the position they already hold. */
  readonly fresh: Map<Viewer, Position | undefined>;
  result?: string;
  at?: Position;
  isDirty: boolean;
  isRunning: boolean;
  /** Milliseconds of the last run, and when it ended. */
  took: number;
  ended: number;
  wakeAt?: number;
}

/** Between two looks at what changed, ms. */
const tickLength = 250;
/** Looks at the change log at least so often, for writes of other processes, ms. */
const pollLength = 1000;
/** A watch rests so many times as long as it last ran. */
const rest = 4;
/** How long after a viewer came with a current result the watch is run for the first time, ms. */
const settling = 5000;
/** Watches that run at once; more would only wait for the database in each other's way. */
const lanes = 2;

/** Keeps queries alive: one run per distinct (query, scope) and change, however many look on. */
export class Hub {
  readonly #context: DataContext;
  readonly #onError: (error: unknown) => void;
  readonly #watches = new Map<string, Watch>();
  readonly #lastChange = new Map<string, Position>();
  #position: Position | undefined;
  #start: Position | undefined;
  #isAwake = true;
  #polled = 0;
  #ticked = 0;
  #timer: NodeJS.Timeout | undefined;
  #isTicking = false;
  #running = 0;
  #fault: string | undefined;
  /** Queries run so far; shows that viewers share. */
  runs = 0;

  constructor(context: DataContext, onError: (error: unknown) => void) {
    this.#context = context;
    this.#onError = onError;
  }

  async start(): Promise<void> {
    this.#position = await headPosition(this.#context.database);
    this.#start = this.#position;
    this.#timer = setInterval(() => void this.#tick(), tickLength);
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#watches.clear();
  }

  /** Told after each commit of this process. The first after a quiet while is looked at once, those that follow with the next tick. */
  wake(): void {
    this.#isAwake = true;
    if (this.#timer && Date.now() - this.#ticked >= tickLength) void this.#tick();
  }

  /** Looks on at a query; `at` is the position of a result that the viewer holds. Ends with the returned function. */
  watch({
    query,
    caller,
    at,
    viewer,
  }: {
    readonly query: Query;
    readonly caller: Caller;
    readonly at?: Position;
    readonly viewer: Viewer;
  }): () => void {
    const prepared = prepareQuery(this.#context, { query, caller });
    const known = this.#watches.get(prepared.key);
    const watch: Watch = known ?? { prepared, viewers: new Set(), fresh: new Map(), isDirty: true, isRunning: false, took: 0, ended: 0 };
    if (!known) this.#watches.set(prepared.key, watch);
    watch.viewers.add(viewer);
    if (watch.result !== undefined && watch.at !== undefined && !watch.isDirty && !watch.isRunning)
      viewer.tell({ type: 'result', result: watch.result, at: watch.at });
    else if (at !== undefined && !known && this.#isCurrent(at, prepared.datasets)) {
      // Nothing has happened since the result that the viewer holds: no need to run before the next change.
      watch.isDirty = false;
      watch.at = at;
      // When time alone will move it is learnt by a run that has no hurry.
      watch.wakeAt = this.#context.clock.now() + settling;
      viewer.tell({ type: 'current', at });
    } else {
      watch.fresh.set(viewer, at);
      if (!watch.isRunning) watch.isDirty = true;
    }
    return () => {
      watch.viewers.delete(viewer);
      watch.fresh.delete(viewer);
      if (watch.viewers.size === 0 && this.#watches.get(prepared.key) === watch) this.#watches.delete(prepared.key);
    };
  }

  #isCurrent(at: Position, datasets: readonly string[]): boolean {
    if (!this.#start || this.#isAwake || !isAfterOrAt(at, this.#start)) return false;
    return datasets.every((dataset) => {
      const last = this.#lastChange.get(dataset);
      return last === undefined || isAfterOrAt(at, last);
    });
  }

  async #tick(): Promise<void> {
    if (this.#isTicking) return;
    this.#isTicking = true;
    try {
      const now = Date.now();
      this.#ticked = now;
      if (this.#isAwake || now - this.#polled >= pollLength) {
        await this.#look(now);
        this.#fault = undefined;
      }
      const clock = this.#context.clock.now();
      for (const watch of this.#watches.values()) if (watch.wakeAt !== undefined && watch.wakeAt <= clock) watch.isDirty = true;
      this.#pump();
    } catch (error) {
      this.#report(error);
    } finally {
      this.#isTicking = false;
    }
  }

  /** Tells a fault once, not each second for as long as a database is away. */
  #report(error: unknown): void {
    const fault = String(error);
    if (fault !== this.#fault) this.#onError(error);
    this.#fault = fault;
  }

  /** Runs what is due, the quickest first: a counter that takes a moment never waits behind a quantile that takes long. */
  #pump(): void {
    while (this.#running < lanes) {
      const now = Date.now();
      let next: Watch | undefined;
      for (const watch of this.#watches.values()) {
        if (!watch.isDirty || watch.isRunning || now - watch.ended < rest * watch.took) continue;
        if (!next || watch.took < next.took) next = watch;
      }
      if (!next) return;
      this.#running++;
      void this.#run(next).finally(() => {
        this.#running--;
        this.#pump();
      });
    }
  }

  /** Reads which datasets changed since the last look and marks the watches that depend on them. */
  async #look(now: number): Promise<void> {
    this.#isAwake = false;
    this.#polled = now;
    const { head, datasets } = await changedSince(this.#context.database, this.#position);
    this.#position = head;
    if (datasets.length === 0) return;
    const changed = new Set(datasets);
    if (changed.has(unitsInLog)) await this.#context.units.reload();
    for (const dataset of datasets) this.#lastChange.set(dataset, head);
    for (const watch of this.#watches.values()) if (watch.prepared.datasets.some((dataset) => changed.has(dataset))) watch.isDirty = true;
  }

  async #run(watch: Watch): Promise<void> {
    watch.isRunning = true;
    watch.isDirty = false;
    const at = this.#position ?? (await headPosition(this.#context.database));
    const started = performance.now();
    this.runs++;
    try {
      const { result, wakeAt } = await watch.prepared.run();
      if (wakeAt === undefined) delete watch.wakeAt;
      else watch.wakeAt = wakeAt;
      const text = JSON.stringify(result);
      const isNew = text !== watch.result;
      watch.result = text;
      watch.at = at;
      for (const viewer of watch.viewers) if (isNew || watch.fresh.has(viewer)) viewer.tell({ type: 'result', result: text, at });
      watch.fresh.clear();
    } catch (error) {
      if (!(error instanceof HaidangError)) {
        this.#report(error);
        // Not the query's own fault: it may work again without any change of the data.
        watch.wakeAt = this.#context.clock.now() + settling;
      }
      const failure = error instanceof HaidangError ? error : new HaidangError('internal');
      for (const viewer of watch.viewers) viewer.tell({ type: 'failed', error: failure });
      watch.fresh.clear();
      delete watch.result;
    } finally {
      watch.took = performance.now() - started;
      watch.ended = Date.now();
      watch.isRunning = false;
    }
  }
}

/** Order of positions of one epoch; of another epoch nothing is known. */
export function isAfterOrAt(position: Position, other: Position): boolean {
  const [epoch, transaction = '0', id = '0'] = position.split(':');
  const [otherEpoch, otherTransaction = '0', otherId = '0'] = other.split(':');
  if (epoch !== otherEpoch) return false;
  const a = BigInt(transaction);
  const b = BigInt(otherTransaction);
  return a === b ? BigInt(id) >= BigInt(otherId) : a > b;
}
