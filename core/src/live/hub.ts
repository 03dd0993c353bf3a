import { HaidangError, type Position, type Query } from '@haidang/sdk';
import type { Caller } from '../access/caller.ts';
import { headPosition } from '../data/changes.ts';
import type { DataContext } from '../data/context.ts';
import { validUntil } from '../data/position.ts';
import { prepareQuery } from '../data/query/query.ts';
import { unitsInLog } from '../data/unit-store.ts';
import { KnownChanges } from './known-changes.ts';
import { type Onlooker, type Viewer, Watch } from './watch.ts';

/** What somebody wants to look at; `at` is the position of a result that he holds. */
export interface Looking {
  readonly query: Query;
  readonly caller: Caller;
  readonly at?: Position;
  readonly viewer: Viewer;
}

/** Between two looks at what changed, and between two runs of a watch, ms. */
const tickLength = 250;
/** Looks at the change log at least so often, for writes that nobody told of, ms. */
const pollLength = 1000;
/** A watch rests so many times as long as it last ran. */
const rest = 4;
/** How long after a viewer came with a current result, or after a fault, the watch is run, ms. */
const settling = 5000;
/** What was read of the log so long ago still serves the runs that begin now, ms. */
const moment = 20;
/** Watches that run at once; more would only wait for the database in each other's way. */
const lanes = 2;

/** Keeps queries alive: one run per distinct (query, scope) and change, however many look on. */
export class Hub {
  readonly #context: DataContext;
  readonly #onError: (error: unknown) => void;
  readonly #heard: (changed: ReadonlySet<string>) => void;
  readonly #watches = new Map<string, Watch>();
  readonly #changes: KnownChanges;
  readonly #arrivals = new Map<Onlooker, Watch>();
  #isAwake = true;
  #looked = 0;
  /** When it looked last and has seen what there was. */
  #known = Number.NEGATIVE_INFINITY;
  /** When it looked last because somebody had written. */
  #woken = 0;
  #timer: NodeJS.Timeout | undefined;
  #pumpTimer: NodeJS.Timeout | undefined;
  #isTicking = false;
  #running = 0;
  /** Others may have changed them since they were loaded. */
  #areUnitsOld = true;
  #fault: string | undefined;
  /** Queries run so far; shows that viewers share. */
  runs = 0;

  /** `heard` is told which datasets have changed, by whomever. */
  constructor(context: DataContext, onError: (error: unknown) => void, heard: (changed: ReadonlySet<string>) => void = () => {}) {
    this.#context = context;
    this.#onError = onError;
    this.#heard = heard;
    this.#changes = new KnownChanges(context.database);
  }

  /** Distinct queries that somebody looks at. */
  get size(): number {
    return this.#watches.size;
  }

  async start(): Promise<void> {
    await this.#changes.start();
    this.#timer = setInterval(() => void this.#tick(), tickLength);
  }

  stop(): void {
    clearInterval(this.#timer);
    clearTimeout(this.#pumpTimer);
    this.#timer = undefined;
    this.#watches.clear();
    this.#arrivals.clear();
  }

  /** Told after each commit of this process, and of others as far as they are heard. The first after a quiet while is looked at once, those that follow with the next tick. */
  wake(): void {
    this.#isAwake = true;
    if (performance.now() - this.#woken >= tickLength) void this.#tick();
  }

  /** Looks on at a query until the returned function is called. Tells `resync`, and nothing more, when it cannot be said what came after `at`. */
  watch({ query, caller, at, viewer }: Looking): () => void {
    const prepared = prepareQuery(this.#context, { query, caller });
    if (at !== undefined && !this.#changes.covers(at)) {
      viewer.tell({ type: 'resync' });
      return () => {};
    }
    const watch = this.#watches.get(prepared.key) ?? new Watch(prepared);
    this.#watches.set(prepared.key, watch);
    const onlooker: Onlooker = { viewer, holds: at, state: at === undefined ? 'owed' : 'arriving' };
    watch.onlookers.add(onlooker);
    if (onlooker.state === 'arriving') {
      this.#arrivals.set(onlooker, watch);
      void this.#tick();
    } else if (watch.result) watch.serve(onlooker, watch.result);
    else {
      if (!watch.isRunning) watch.soil();
      this.#pump();
    }
    return () => this.#leave(watch, onlooker);
  }

  #leave(watch: Watch, onlooker: Onlooker): void {
    this.#arrivals.delete(onlooker);
    watch.onlookers.delete(onlooker);
    if (watch.onlookers.size === 0 && this.#watches.get(watch.prepared.key) === watch) this.#watches.delete(watch.prepared.key);
  }

  async #tick(): Promise<void> {
    if (this.#isTicking || !this.#timer) return;
    this.#isTicking = true;
    try {
      if (this.#isAwake || performance.now() - this.#looked >= pollLength) await this.#look();
      while (this.#arrivals.size > 0) {
        await this.#look();
        // Those who keep coming do not hold up the others.
        this.#pump();
      }
      const now = this.#context.clock.now();
      for (const watch of this.#watches.values()) if (watch.wakeAt !== undefined && watch.wakeAt <= now) watch.soil();
      this.#pump();
      this.#fault = undefined;
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

  /** Reads which datasets changed since the last look, marks the watches that rest on them, and sees to those who have come before it began. */
  async #look(): Promise<void> {
    this.#looked = performance.now();
    if (this.#isAwake) this.#woken = this.#looked;
    this.#isAwake = false;
    const arrived = [...this.#arrivals];
    const changes = await this.#changes.look();
    this.#known = this.#looked;
    if (changes === 'gap') this.#lost();
    else {
      if (changes.size > 0) this.#heard(new Set(changes.keys()));
      for (const [dataset, at] of changes) this.#changed(dataset, at);
      if (changes.has(unitsInLog)) this.#areUnitsOld = true;
    }
    if (this.#areUnitsOld) {
      await this.#context.units.reload();
      this.#areUnitsOld = false;
      for (const watch of this.#watches.values()) if (watch.prepared.datasets.includes(unitsInLog)) watch.soil();
    }
    for (const [onlooker, watch] of arrived) if (this.#arrivals.delete(onlooker)) this.#settle(watch, onlooker);
  }

  /** Anything may have changed unseen, as after a process stood still for longer than change rows are kept. */
  #lost(): void {
    this.#heard(new Set([...this.#context.registry.datasets.keys(), unitsInLog]));
    this.#areUnitsOld = true;
    for (const watch of this.#watches.values()) watch.soil();
  }

  #changed(dataset: string, at: Position): void {
    for (const watch of this.#watches.values()) if (watch.prepared.datasets.includes(dataset)) watch.changed(at);
  }

  /** Sees whether a viewer holds the newest result. */
  #settle(watch: Watch, onlooker: Onlooker): void {
    const { holds, viewer } = onlooker;
    if (holds === undefined) return;
    const now = this.#context.clock.now();
    const standing = (at: Position) => this.#changes.standing(at, watch.prepared.datasets, now);
    const newest = watch.result && !watch.isRunning && standing(watch.result.at) === 'current' ? watch.result : undefined;
    const stands = standing(holds);
    if (stands === 'unknown') {
      this.#leave(watch, onlooker);
      viewer.tell({ type: 'resync' });
    } else if (stands === 'current') {
      // Only of two results that are both the newest it is known that they are the same.
      onlooker.state = newest ? 'served' : 'owed';
      // What the clock will do to it is learnt by a run of our own, which has no hurry.
      if (!watch.result) watch.wakeAt ??= now + settling;
      viewer.tell({ type: 'current', at: holds });
    } else if (newest) watch.serve(onlooker, newest);
    else {
      onlooker.state = 'owed';
      if (!watch.isRunning) watch.soil();
    }
  }

  /** Runs what is due, the quickest first, but nothing waits for ever behind what is quicker. */
  #pump(): void {
    clearTimeout(this.#pumpTimer);
    while (this.#timer && this.#running < lanes) {
      const now = performance.now();
      let next: Watch | undefined;
      let rank = Number.POSITIVE_INFINITY;
      let soonest = Number.POSITIVE_INFINITY;
      for (const watch of this.#watches.values()) {
        if (watch.dirtySince === undefined || watch.isRunning) continue;
        if (watch.restsUntil > now) soonest = Math.min(soonest, watch.restsUntil);
        else if (watch.took + watch.dirtySince < rank) {
          next = watch;
          rank = watch.took + watch.dirtySince;
        }
      }
      if (!next) {
        if (soonest < Number.POSITIVE_INFINITY) this.#pumpTimer = setTimeout(() => this.#pump(), soonest - now);
        return;
      }
      this.#running++;
      void this.#run(next).finally(() => {
        this.#running--;
        this.#pump();
      });
    }
  }

  /** Where the log ends, if that was read a moment ago and nothing has come since. */
  get #freshHead(): Position | undefined {
    return performance.now() - this.#known < moment && !this.#isAwake ? this.#changes.head : undefined;
  }

  async #run(watch: Watch): Promise<void> {
    watch.isRunning = true;
    const started = performance.now();
    this.runs++;
    let at: Position | undefined;
    try {
      // Before the query reads: what it could miss is then after the position.
      at = this.#freshHead ?? (await headPosition(this.#context.database));
      watch.begin(at);
      const { result, wakeAt } = await watch.prepared.run();
      watch.wakeAt = wakeAt;
      watch.succeed(JSON.stringify(result), validUntil(at, wakeAt));
    } catch (error) {
      if (at === undefined) watch.begin(undefined);
      if (!(error instanceof HaidangError)) {
        this.#report(error);
        // Not the query's own fault: it may work again without any change of the data.
        watch.wakeAt = this.#context.clock.now() + settling;
      }
      watch.fail(error instanceof HaidangError ? error : new HaidangError('internal'));
    } finally {
      const now = performance.now();
      watch.took = now - started;
      watch.restsUntil = Math.max(started + tickLength, now + rest * watch.took);
      watch.isRunning = false;
    }
  }
}
