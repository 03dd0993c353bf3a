import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { Listening, WakeUps } from '../database.ts';

/** Between two notices; commits in between share the next. Milliseconds. */
const rest = 50;
/** After the connection was lost, ms. */
const again = 1000;
/** A connection that says nothing may be dead, ms. */
const beat = 15_000;
const patience = 5000;

/** Notices by NOTIFY, on a connection of their own: inside the transaction of a writer it would make all writers commit one after the other. They may get lost; who listens looks by himself now and then. */
export class PostgresWakeUps implements WakeUps {
  readonly #url: string;
  readonly #listening: Listening;
  /** By which the own notices are known. */
  readonly #name = randomBytes(8).toString('hex');
  readonly #closing = new AbortController();
  readonly #ended: Promise<void>;
  #client: pg.Client | undefined;
  #isDue = false;
  #isTelling = false;

  constructor(url: string, listening: Listening) {
    this.#url = url;
    this.#listening = listening;
    this.#ended = this.#stayConnected();
  }

  tell(): void {
    this.#isDue = true;
    void this.#notify();
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.#ended;
  }

  async #stayConnected(): Promise<void> {
    const { signal } = this.#closing;
    while (!signal.aborted) {
      await this.#connect().catch(() => {});
      this.#client = undefined;
      await sleep(again, undefined, { signal }).catch(() => {});
    }
  }

  /** Ends when the connection has. */
  async #connect(): Promise<void> {
    const { signal } = this.#closing;
    const client = new pg.Client({
      connectionString: this.#url,
      application_name: 'haidang wake-ups',
      connectionTimeoutMillis: patience,
      query_timeout: patience,
    });
    let end = () => {};
    const over = new Promise<void>((resolve) => {
      end = resolve;
    });
    for (const event of ['error', 'end'] as const) client.on(event, () => end());
    signal.addEventListener('abort', end);
    client.on('notification', ({ payload }) => {
      if (payload !== this.#name) this.#listening.heard();
    });
    const heart = setInterval(() => client.query('SELECT 1').catch((error) => client.emit('error', error)), beat);
    try {
      await client.connect();
      // A notice that a power cut takes away woke nobody up who is still there.
      await client.query(`SET synchronous_commit = off; LISTEN "${this.#listening.channel}"`);
      this.#client = client;
      // What was told until now went unheard.
      this.#listening.heard();
      void this.#notify();
      await over;
    } finally {
      clearInterval(heart);
      signal.removeEventListener('abort', end);
      // A dead line would not say goodbye.
      await Promise.race([client.end(), sleep(again)]);
    }
  }

  async #notify(): Promise<void> {
    if (this.#isTelling) return;
    this.#isTelling = true;
    for (let client = this.#client; client && this.#isDue; client = this.#client) {
      this.#isDue = false;
      try {
        await client.query('SELECT pg_notify($1, $2)', [this.#listening.channel, this.#name]);
      } catch (error) {
        this.#isDue = true;
        client.emit('error', error);
      }
      await sleep(rest);
    }
    this.#isTelling = false;
  }
}
