import type { HaidangError, Position } from '@haidang/sdk';
import { isAfterOrAt } from '../data/position.ts';
import type { Prepared } from '../data/query/query.ts';

/** What a watch tells its viewers. `json` is made once for all of them. */
export type WatchNews =
  | { readonly type: 'result'; readonly json: string; readonly at: Position }
  | { readonly type: 'current'; readonly at: Position }
  | { readonly type: 'failed'; readonly error: HaidangError }
  | { readonly type: 'resync' };

/** Someone who looks at a watch. Gets the newest state; states in between may be left out. */
export interface Viewer {
  tell(news: WatchNews): void;
}

/** A viewer and what he has. */
export interface Onlooker {
  readonly viewer: Viewer;
  /** Position of the result that he holds. */
  holds: Position | undefined;
  /** `arriving`: it has yet to be seen whether what he holds is the newest. `owed`: he gets the next result, new or not. */
  state: 'arriving' | 'owed' | 'served';
}

type Result = Extract<WatchNews, { readonly type: 'result' }>;

/** A query that is kept alive, and all who look at it. */
export class Watch {
  readonly prepared: Prepared;
  readonly onlookers = new Set<Onlooker>();
  /** The newest result. */
  result: Result | undefined;
  isRunning = false;
  /** When the clock alone moves the result; by the clock of the centre. */
  wakeAt: number | undefined;
  /** How long the last run took, and the moment before which there is no other; by the clock that never jumps, ms. */
  took = 0;
  restsUntil = 0;
  #dirtySince: number | undefined;
  /** The run that began last reads all changes up to here. */
  #read: Position | undefined;

  constructor(prepared: Prepared) {
    this.prepared = prepared;
  }

  /** Since when it waits for a run; by the clock that never jumps. */
  get dirtySince(): number | undefined {
    return this.#dirtySince;
  }

  /** It has to run. */
  soil(): void {
    this.#dirtySince ??= performance.now();
  }

  /** A run reads all changes up to here; what comes later asks for another one. */
  begin(read: Position | undefined): void {
    this.#read = read;
    this.wakeAt = undefined;
    this.#dirtySince = undefined;
  }

  /** A dataset it rests on has changed. */
  changed(at: Position): void {
    if (this.#read === undefined || !isAfterOrAt(this.#read, at)) this.soil();
  }

  /** Gives a viewer a result, unless he holds a newer one: then he is owed the next. What he holds is known not to be newer when it stands at `before`. */
  serve(onlooker: Onlooker, news: Result, before?: Position): void {
    const { holds } = onlooker;
    if (holds !== undefined && holds !== before && !isAfterOrAt(news.at, holds)) {
      onlooker.state = 'owed';
      return;
    }
    onlooker.state = 'served';
    onlooker.holds = news.at;
    onlooker.viewer.tell(news);
  }

  /** Keeps the result of a run and tells those who have not got it. */
  succeed(json: string, at: Position): void {
    const last = this.result;
    const isNew = json !== last?.json;
    const news: Result = { type: 'result', json, at };
    this.result = news;
    const before = last && isAfterOrAt(at, last.at) ? last.at : undefined;
    for (const onlooker of this.onlookers) {
      if (onlooker.state === 'arriving') continue;
      if (isNew || onlooker.state === 'owed') this.serve(onlooker, news, before);
      else onlooker.holds = at;
      if (onlooker.state === 'owed') this.soil();
    }
  }

  /** Tells all that there is no result. */
  fail(error: HaidangError): void {
    this.result = undefined;
    for (const onlooker of this.onlookers) {
      if (onlooker.state === 'arriving') continue;
      onlooker.state = 'served';
      onlooker.viewer.tell({ type: 'failed', error });
    }
  }
}
