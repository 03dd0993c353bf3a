import { HaidangError } from '@haidang/sdk';
import type { Caller } from '../access/caller.ts';
import type { Intake } from './intake.ts';

/** How long a delivery may be silent, ms. */
const longestSilence = 15 * 60_000;
const mostOpen = 100;

interface Open {
  readonly intake: Intake;
  silence: ReturnType<typeof setTimeout>;
}

/** Deliveries that come in several requests. One that falls silent is ended, as stopped. */
export class OpenRuns {
  readonly #runs = new Map<string, Open>();
  readonly #say: (error: unknown) => void;

  constructor(say: (error: unknown) => void) {
    this.#say = say;
  }

  /** Begins a delivery and gives its id. */
  async open(intake: Intake): Promise<string> {
    if (this.#runs.size >= mostOpen) throw new HaidangError('rate-limited', { most: mostOpen });
    const { id } = intake.run;
    this.#runs.set(id, { intake, silence: this.#silence(id) });
    await intake.begin();
    return id;
  }

  /** The delivery that this caller has begun for this dataset. */
  find(id: string, { dataset, caller }: { readonly dataset: string; readonly caller: Caller }): Intake {
    const open = this.#runs.get(id);
    if (!open || open.intake.run.dataset !== dataset || open.intake.caller.id !== caller.id)
      throw new HaidangError('not-found', { run: id });
    clearTimeout(open.silence);
    open.silence = this.#silence(id);
    return open.intake;
  }

  async end(id: string, error?: unknown): Promise<void> {
    const open = this.#runs.get(id);
    if (!open) return;
    clearTimeout(open.silence);
    this.#runs.delete(id);
    await open.intake.end(error);
  }

  /** Ends all of them, as stopped. */
  async close(): Promise<void> {
    for (const id of [...this.#runs.keys()]) await this.end(id, new HaidangError('not-ready')).catch(this.#say);
  }

  #silence(id: string): ReturnType<typeof setTimeout> {
    const timer = setTimeout(() => this.end(id, new HaidangError('timed-out')).catch(this.#say), longestSilence);
    timer.unref();
    return timer;
  }
}
