import type { Catalog, CatalogPage } from '@haidang/sdk';
import type { Client, Connection } from '@haidang/sdk/client';
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { failure, notFound, type Opened, openPage } from './page-loader.ts';

/** A try that failed for want of a server is made again after so many milliseconds. */
const pause = 3000;

/** The centre as the shell knows it: its catalogue, the page that is open, and the connection. Follows what is published. */
export class Centre implements ReactiveController {
  client: Client | undefined;
  catalog: Catalog | undefined;
  /** The page as it was last opened; it stays until the next one is there. */
  opened: Opened | undefined;
  /** Entry of that page in the catalogue. */
  page: CatalogPage | undefined;
  connection: Connection = { state: 'connecting', skewMs: 0, since: 0 };
  readonly #host: ReactiveControllerHost;
  readonly #locale: () => string;
  #wanted: string | undefined;
  #shown: string | undefined;
  #turn = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #stops: readonly (() => void)[] = [];

  constructor(host: ReactiveControllerHost, locale: () => string) {
    this.#host = host;
    this.#locale = locale;
    host.addController(this);
  }

  hostDisconnected(): void {
    this.#leave();
  }

  /** Begins with a new client, on the page of that slug; the home page when absent. */
  start(client: Client, slug: string | undefined): void {
    this.#leave();
    this.client = client;
    this.#stops = [
      client.onConnection((connection) => this.#connected(connection)),
      client.onChanged(() => void this.retry()),
      () => client.close(),
    ];
    this.#wanted = slug;
    void this.retry();
  }

  /** Opens another page. */
  open(slug: string | undefined): void {
    this.#wanted = slug;
    void this.retry();
  }

  /** Tries now what could not be done before. */
  async retry(): Promise<void> {
    clearTimeout(this.#timer);
    this.#turn += 1;
    const turn = this.#turn;
    const opened = await this.#load();
    if (turn !== this.#turn || !opened) return;
    const isAway = opened.kind === 'failed' && opened.mayRetry;
    if (isAway) this.#timer = setTimeout(() => void this.retry(), pause);
    // What is on the screen stays there while the server is away.
    if (isAway && this.opened?.kind === 'page' && this.#shown === this.#wanted) return;
    this.opened = opened;
    this.#shown = this.#wanted;
    this.page = this.#entry();
    this.#host.requestUpdate();
  }

  async #load(): Promise<Opened | undefined> {
    const { client } = this;
    if (!client) return undefined;
    try {
      this.catalog = await client.catalog();
    } catch (error) {
      return failure(error, this.#locale());
    }
    const entry = this.#entry();
    if (entry) return openPage(client, entry.id, this.#locale());
    return this.#wanted === undefined ? undefined : notFound(this.#locale());
  }

  #entry(): CatalogPage | undefined {
    const { pages = [], ioc } = this.catalog ?? {};
    const wanted = this.#wanted;
    if (wanted === undefined) return pages.find(({ id }) => id === ioc?.home) ?? pages.find(({ menu }) => menu);
    return pages.find(({ slug, id }) => slug === wanted || id === wanted);
  }

  #connected(connection: Connection): void {
    const isBack = this.connection.state === 'lost' && connection.state === 'open';
    this.connection = connection;
    this.#host.requestUpdate();
    // What was published while the line was cut went unheard.
    if (isBack) void this.retry();
  }

  #leave(): void {
    clearTimeout(this.#timer);
    this.#turn += 1;
    for (const stop of this.#stops) stop();
    this.#stops = [];
  }
}
