import type { Query } from '@haidang/sdk';
import type { Caller } from '../../access/caller.ts';

/** What was asked of a caller, and the answers. */
type Questions = ReadonlyMap<string, readonly [question: (caller: Caller) => unknown, answer: unknown]>;

interface Plan<T> {
  readonly questions: Questions;
  readonly plan: T;
}

/** Plans that are kept. */
const most = 500;
/** Of these for one query: callers who may see different things have different plans. */
const mostOfOne = 20;
/** Characters of a query that is worth keeping. */
const longest = 10_000;

/** Plans of the queries that came last. A plan follows from the query and from what the caller may; it serves everybody who answers each of its questions the same. */
export class Plans<T> {
  readonly #plans = new Map<string, readonly Plan<T>[]>();
  #count = 0;

  /** The plan that is known, or a new one. What it asks of the caller it has to ask while it is made; `answers` gives all that was told until then. */
  find({ query, caller, make }: { readonly query: Query; readonly caller: Caller; make(caller: Caller, answers: () => unknown): T }): T {
    const text = JSON.stringify(query) ?? '';
    if (text.length > longest) return listen(caller, make).plan;
    const key = `${caller.language} ${text}`;
    const plans = this.#take(key);
    const known = plans.find(({ questions }) => [...questions.values()].every(([question, answer]) => question(caller) === answer));
    if (known) {
      this.#keep(key, plans);
      return known.plan;
    }
    try {
      const made = listen(caller, make);
      this.#keep(key, [...plans.slice(1 - mostOfOne), made]);
      return made.plan;
    } catch (error) {
      this.#keep(key, plans);
      throw error;
    }
  }

  #take(key: string): readonly Plan<T>[] {
    const plans = this.#plans.get(key) ?? [];
    this.#plans.delete(key);
    this.#count -= plans.length;
    return plans;
  }

  /** What was used last stands last; the oldest go. */
  #keep(key: string, plans: readonly Plan<T>[]): void {
    if (plans.length === 0) return;
    this.#plans.set(key, plans);
    this.#count += plans.length;
    for (const oldest of this.#plans.keys()) {
      if (this.#count <= most) return;
      this.#take(oldest);
    }
  }
}

/** Makes a plan for a caller whose answers are noted. */
function listen<T>(caller: Caller, make: (caller: Caller, answers: () => unknown) => T): Plan<T> {
  const questions = new Map<string, [(caller: Caller) => unknown, unknown]>();
  let isMade = false;
  const note = (name: string, question: (caller: Caller) => unknown) => {
    // Others share the plan: what it asks when it runs, the first of them would answer for all.
    if (isMade) throw new Error(`A plan asked its caller for "${name}" after it was made`);
    questions.set(name, [question, question(caller)]);
  };
  const witness: Caller = {
    language: caller.language,
    get id() {
      note('id', ({ id }) => id);
      return caller.id;
    },
    can(permission) {
      note(`can ${permission}`, (other) => other.can(permission));
      return caller.can(permission);
    },
    get reach() {
      // As text, since it is made anew for each caller.
      note('reach', ({ reach }) => JSON.stringify(reach));
      return caller.reach;
    },
    rows(dataset) {
      // As text, since conditions are made anew for each caller.
      note(`rows ${dataset}`, (other) => JSON.stringify(other.rows?.(dataset)));
      return caller.rows?.(dataset);
    },
  };
  const plan = make(witness, () => [...questions].map(([name, [, answer]]) => [name, answer]).sort());
  isMade = true;
  return { questions, plan };
}
