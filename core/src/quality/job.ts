import type { Problem } from '@haidang/sdk';
import type { DataContext } from '../data/context.ts';
import { readCalendar } from '../time/ask-calendar.ts';
import { workingCalendar } from '../time/working-calendar.ts';
import { keepAlarms } from './alarms.ts';
import { assess } from './assess.ts';
import { type Assessed, assessedOf, isAssessed } from './assessed.ts';
import { isOpen, keepIssues, knownIssues } from './issues.ts';
import { keepRuns } from './keep-runs.ts';
import { nextInstant } from './next-instant.ts';
import { isMovedBy, touchedBy } from './touched.ts';

export interface Pace {
  /** Between two looks at what is due, ms. */
  readonly tick: number;
  /** A dataset is not assessed sooner after the last time, ms, nor than so many times as long as that took. */
  readonly rest: number;
  /** Nor sooner for rows alone, ms: while they keep coming each assessment differs by a hair, and all who look on are told. */
  readonly calm: number;
  readonly share: number;
}

const usualPace: Pace = { tick: 500, rest: 1000, calm: 10_000, share: 20 };

/** After a fault, or when another process is at it, ms. */
const again = 5000;

/** A dataset and when it is assessed next: `restsUntil` and `calmUntil` by the clock that never jumps, `dueAt` by that of the centre. */
interface Duty {
  readonly assessed: Assessed;
  isDirty: boolean;
  /** Somebody has answered an issue, and waits. */
  isUrgent: boolean;
  restsUntil: number;
  calmUntil: number;
  dueAt: number;
}

/** Assesses datasets after they have changed, when a delivery is due or late, and at midnight; one after the other, reading as any query does. */
export class QualityJob {
  readonly #context: DataContext;
  readonly #onError: (error: unknown) => void;
  readonly #pace: Pace;
  readonly #duties = new Map<string, Duty>();
  readonly #problems = new Map<string, Problem>();
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> = Promise.resolve();
  #isRunning = false;

  constructor(context: DataContext, onError: (error: unknown) => void, pace: Pace = usualPace) {
    this.#context = context;
    this.#onError = onError;
    this.#pace = pace;
  }

  /** What could not be assessed. */
  get problems(): readonly Problem[] {
    return [...this.#problems.values()];
  }

  start(): void {
    for (const entry of this.#context.registry.datasets.values()) {
      if (!isAssessed(entry)) continue;
      try {
        const assessed = assessedOf(this.#context, entry);
        this.#duties.set(entry.name, {
          assessed,
          isDirty: true,
          isUrgent: false,
          restsUntil: 0,
          calmUntil: 0,
          dueAt: Number.POSITIVE_INFINITY,
        });
      } catch (error) {
        this.#fail(entry.name, error);
      }
    }
    this.#timer = setInterval(() => this.#tick(), this.#pace.tick);
  }

  /** Ends when what is under way is done. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    this.#timer = undefined;
    await this.#running;
  }

  /** Told which datasets have changed, by whomever. */
  heard(changed: ReadonlySet<string>): void {
    for (const duty of this.#duties.values()) if (isMovedBy(duty.assessed, changed)) duty.isDirty = true;
    touchedBy(this.#context, changed).then((touched) => {
      for (const name of touched) {
        const duty = this.#duties.get(name);
        if (duty) duty.isUrgent = true;
      }
    }, this.#onError);
  }

  #tick(): void {
    if (this.#isRunning) return;
    this.#isRunning = true;
    this.#running = this.#round().finally(() => {
      this.#isRunning = false;
    });
  }

  async #round(): Promise<void> {
    for (const [name, duty] of this.#duties) {
      if (!this.#timer) return;
      const started = performance.now();
      const isDue = duty.isUrgent || duty.dueAt <= this.#context.clock.now() || (duty.isDirty && started >= duty.calmUntil);
      if (!isDue || started < duty.restsUntil) continue;
      const { isUrgent } = duty;
      duty.isDirty = false;
      duty.isUrgent = false;
      try {
        const isDone = await this.#context.database.dialect.alone(this.#context.database.read, `quality ${name}`, () => this.#assess(duty));
        this.#problems.delete(name);
        if (!isDone) Object.assign(duty, { isDirty: true, isUrgent: duty.isUrgent || isUrgent });
        const now = performance.now();
        const pause = this.#pace.share * (now - started);
        duty.restsUntil = now + Math.max(this.#pace.rest, pause);
        duty.calmUntil = isDone ? now + Math.max(this.#pace.calm, pause) : duty.restsUntil;
      } catch (error) {
        duty.isDirty = true;
        duty.restsUntil = performance.now() + again;
        this.#fail(name, error);
      }
    }
  }

  async #assess(duty: Duty): Promise<void> {
    duty.dueAt = await assessOnce(this.#context, duty.assessed);
  }

  /** Tells a fault once, not each time it comes back. */
  #fail(dataset: string, error: unknown): void {
    const message = `${dataset} could not be assessed: ${error instanceof Error ? error.message : String(error)}`;
    if (this.#problems.get(dataset)?.message === message) return;
    const since = new Date(this.#context.clock.now()).toISOString();
    this.#problems.set(dataset, { of: `dataset:${dataset}`, code: 'not-assessed', message, since, fix: 'See the log of the server' });
    this.#onError(error);
  }
}

/** Assesses a dataset and keeps what was found; gives the instant at which the clock alone may change that. */
export async function assessOnce(context: DataContext, assessed: Assessed): Promise<number> {
  const now = context.clock.now();
  const { entry, schedule } = assessed;
  const calendar = schedule?.workdays ? await readCalendar(context) : workingCalendar();
  const known = await knownIssues(context, entry.name);
  const assessment = await assess({ assessed, context, calendar, now, counts: isOpen(known, entry.name) });
  const { flaws, beyond, window, suppliers, all } = assessment;
  await keepIssues({ context, assessed, window, flaws, beyond, known, now });
  await keepRuns({ context, dataset: entry.name, assessment, at: now });
  await keepAlarms({ context, entry, assessment, now });
  return nextInstant(assessed, { findings: [all, ...suppliers.values()], now, calendar });
}
