import type { Clock } from '../clock.ts';
import { offsetAt, zone } from '../data/zone.ts';
import { day } from './calendar.ts';
import { plansBetween } from './generate.ts';
import { draw, type Plan, type Row, stateAt } from './plan.ts';
import { random } from './random.ts';
import type { Stream } from './stream.ts';
import { type World, worldOf } from './world.ts';

/** What keeps a centre alive that has no source yet. */
export interface Simulation {
  readonly stream: Stream;
  readonly clock: Clock;
  /** Business time of the newest row that is there; what happened since is made up for. */
  readonly since: number;
  /** When the history was written; rows of a running centre came only after. */
  readonly filled: number;
  /** Seconds between two rows, a whole number; the stream's own pace when absent. */
  readonly seconds?: number;
  readonly signal: AbortSignal;
  /** Takes whole rows: new ones, and known ones with what changed; `null` clears a field. */
  write(rows: readonly Row[]): Promise<unknown>;
  /** A write failed; its rows come again with the next. */
  failed(error: unknown): void;
}

// Longest that a row of the history can still change.
const memory = 90 * day;
const batch = 500;

/** Adds a row every few seconds and moves open ones on, until the signal ends it. Rows of the history go on living at their own pace. */
export async function simulate({
  stream,
  clock,
  since,
  filled,
  seconds = stream.live.seconds,
  signal,
  write,
  failed,
}: Simulation): Promise<void> {
  const world = worldOf(stream);
  const every = seconds * 1000;
  // Up to when plans are drawn, and up to when they are written.
  let drawn = since;
  let done = since;
  let plans = [...plansBetween(world, since - memory, since), ...leftBy(world, { since, filled, every })].filter(({ events }) =>
    isAfter(events.at(-1), since),
  );
  while (await pause(every - (clock.now() % every), signal)) {
    const now = clock.now();
    plans.push(...plansBetween(world, drawn, now), ...livePlans(world, drawn, now, every));
    drawn = now;
    const changed = plans.filter((plan) => plan.at > done || plan.events.some(({ at }) => at > done && at <= now));
    try {
      for (let index = 0; index < changed.length; index += batch)
        await write(changed.slice(index, index + batch).map((plan) => stateAt(plan, now)));
      plans = plans.filter(({ events }) => isAfter(events.at(-1), now));
      done = now;
    } catch (error) {
      failed(error);
    }
  }
}

/** The row of the last step of the clock, unless it was drawn already. */
function* livePlans(world: World, drawn: number, now: number, every: number): Generator<Plan> {
  const at = stepOf(now, every);
  if (at > stepOf(drawn, every)) yield livePlan(world, at);
}

/** Rows that an earlier run added shortly before it ended and may have left open. */
function* leftBy(world: World, { since, filled, every }: { since: number; filled: number; every: number }): Generator<Plan> {
  const oldest = Math.max(filled, since - memory / world.stream.live.faster);
  for (let at = stepOf(since, every); at > oldest; at -= every) yield livePlan(world, at);
}

function livePlan(world: World, at: number): Plan {
  const arrival = at + offsetAt(zone, at);
  return draw(world, arrival, random(`${world.stream.seed} live ${arrival}`), world.stream.live.faster);
}

/** When the last step of the clock began. */
function stepOf(now: number, every: number): number {
  return Math.floor(now / every) * every;
}

function isAfter(event: Plan['events'][number] | undefined, instant: number): boolean {
  return event !== undefined && event.at > instant;
}

/** Waits; false once the signal has come. */
function pause(ms: number, signal: AbortSignal): Promise<boolean> {
  if (signal.aborted) return Promise.resolve(false);
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      resolve(false);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', end);
      resolve(true);
    }, ms);
    signal.addEventListener('abort', end, { once: true });
  });
}
