import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

/** A record that was acknowledged, at the revision that was told last. */
export type Acknowledged = Map<string, number>;

interface Options {
  /** Where the server is at the moment. */
  url(): string;
  readonly count: number;
}

/** Rows of a small bulk. */
const bulk = 20;
/** Before a write is sent again, ms. */
const pause = 150;
/** Longer than a server takes to come back on a machine that has much else to do, ms. */
const patience = 240_000;

/** Writers who send one write after the other until they are told to stop, and again, with the same key, what was not answered. Of four one posts without a key, and one sends bulks. */
export class Writers {
  /** By qualified dataset. */
  readonly acknowledged = { task: new Map() as Acknowledged, note: new Map() as Acknowledged };
  /** Writes that were acknowledged. */
  answered = 0;
  /** Writes that were sent again after a lost answer. */
  repeated = 0;
  /** Of those, writes that had happened before. */
  replayed = 0;
  /** Answers that nobody should have got. */
  readonly wrong: string[] = [];
  readonly #options: Options;
  readonly #all: Promise<unknown>;
  #isOver = false;

  constructor(options: Options) {
    this.#options = options;
    const kinds = [this.#task, this.#note, this.#task, this.#bulk];
    this.#all = Promise.all(
      Array.from({ length: options.count }, (_, writer) => this.#run(writer, kinds[writer % kinds.length] ?? this.#task)),
    );
    // Told when they are stopped.
    this.#all.catch(() => undefined);
  }

  async stop(): Promise<void> {
    this.#isOver = true;
    await this.#all;
  }

  async #run(writer: number, write: (code: string) => Promise<void>): Promise<void> {
    for (let number = 0; !this.#isOver; number++) await write.call(this, `W${writer}-${number}`);
  }

  /** A task from its first line to its end. */
  async #task(code: string): Promise<void> {
    const posted = await this.#once('task', 'POST', { body: { code, status: 'open' }, status: 201 });
    const { _id: id } = JSON.parse(posted.body);
    this.acknowledged.task.set(code, 1);
    await this.#once(`task/${id}`, 'PATCH', { body: { title: 'Đèn đường' }, match: 1, status: 200 });
    this.acknowledged.task.set(code, 2);
    await this.#once(`task/${id}/actions/finish`, 'POST', { body: {}, match: 2, status: 200 });
    this.acknowledged.task.set(code, 3);
  }

  async #bulk(code: string): Promise<void> {
    const codes = Array.from({ length: bulk }, (_, row) => `${code}-${row}`);
    const { body } = await this.#once('task/bulk', 'POST', { body: codes.map((each) => ({ code: each, status: 'open' })), status: 200 });
    const { added } = JSON.parse(body);
    if (added !== bulk) this.wrong.push(`${code}: ${body}`);
    for (const each of codes) this.acknowledged.task.set(each, 1);
  }

  /** Without a key, and never sent again: what is not answered may have happened or not. */
  async #note(code: string): Promise<void> {
    const answer = await this.#send('note', 'POST', { body: { code }, status: 201 }).catch(() => undefined);
    if (answer?.status !== 201) return sleep(pause);
    this.answered++;
    this.acknowledged.note.set(code, 1);
  }

  async #once(path: string, method: string, given: Given): Promise<Answer> {
    const key = randomBytes(16).toString('hex');
    const until = performance.now() + patience;
    for (let tries = 0; ; tries++) {
      const answer = await this.#send(path, method, { ...given, key }).catch(() => undefined);
      if (answer?.status === given.status) {
        this.answered++;
        if (answer.isReplayed) this.replayed++;
        return answer;
      }
      if (answer && answer.status < 500) this.wrong.push(`${method} ${path}: ${answer.status} ${answer.body}`);
      if (performance.now() > until) throw new Error(`${method} ${path}: no answer in time, ${answer?.status} ${answer?.body}`);
      if (tries === 0) this.repeated++;
      await sleep(pause);
    }
  }

  async #send(path: string, method: string, { body, match, key }: Given): Promise<Answer> {
    const headers = {
      'content-type': 'application/json',
      ...(key !== undefined && { 'idempotency-key': key }),
      ...(match !== undefined && { 'if-match': `"${match}"` }),
    };
    const response = await fetch(`${this.#options.url()}/api/records/tasks/${path}`, {
      method,
      headers,
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(15_000),
    });
    return { status: response.status, isReplayed: response.headers.has('idempotency-replayed'), body: await response.text() };
  }
}

interface Given {
  readonly body: unknown;
  readonly status: number;
  readonly match?: number;
  readonly key?: string;
}

interface Answer {
  readonly status: number;
  readonly isReplayed: boolean;
  readonly body: string;
}
