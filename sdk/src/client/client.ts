import type { Catalog, ResolvedPage } from '../catalog.ts';
import type { ErrorReply } from '../errors.ts';
import type { Explanation } from '../explanation.ts';
import type { Geography } from '../geography.ts';
import type { ServerMessage } from '../live.ts';
import type { Query, Result } from '../query.ts';
import type { PortData } from '../widget.ts';
import type { DownloadFormat } from './export-address.ts';
import type { RecordWriter } from './record-writer.ts';

/** The only door between a page and the core: one client a page, one round trip for everything asked at once, one watch for each distinct query. */
export interface Client {
  /** What the caller may see; asked once, and again after something was published. */
  catalog(): Promise<Catalog>;
  /** Units and shapes for maps; asked once, and again when the version of the catalogue has changed. The same object as long as they are the same. Rejects with a `HaidangError` or when the server cannot be reached. */
  geography(): Promise<Geography>;
  /** A page by id or slug, ready to draw. Rejects with a `HaidangError`, `not-found` when there is none. */
  page(idOrSlug: string): Promise<ResolvedPage>;
  /** Answers by the names asked. All that is asked within one task travels in one request; an error is per query. Rejects only when the server cannot be reached. */
  queries<K extends string>(queries: { readonly [name in K]: Query }): Promise<{ readonly [name in K]: QueryAnswer }>;
  /** Keeps a query alive. The listener is told the present state at once and every newer one until the returned function is called, never after. Listeners of equal queries share one watch; a query that is watched again continues where it stood. */
  watch(query: Query, listener: (data: PortData) => void): () => void;
  /** Asks again for a watched query at once, without waiting for a change or for the next try. */
  retry(query: Query): void;
  /** Address of a file with all that a query over a dataset answers; absent where files cannot be had. */
  exportAddress?(query: Query, format: DownloadFormat): string;
  /** Why the figure of an indicator is what it is, over the period and rows of a query; absent where nobody can tell. Rejects with a `HaidangError` or when the server cannot be reached. */
  explain?(query: Query): Promise<Explanation>;
  /** Writes records; absent where nothing can be written. */
  readonly records?: RecordWriter;
  readonly connection: Connection;
  /** Calls at once and at every change of the connection, until the returned function is called. */
  onConnection(listener: (connection: Connection) => void): () => void;
  /** Calls when a document was published, until the returned function is called. */
  onChanged(listener: (change: DocumentChange) => void): () => void;
  /** The server's clock in milliseconds since 1970, UTC. The clock of the machine is not trusted. */
  now(): number;
  /** Ends the socket and all watches. */
  close(): void;
}

/** What one query brought. */
export type QueryAnswer =
  | { readonly result: Result; readonly error?: undefined }
  | { readonly error: ErrorReply['error']; readonly result?: undefined };

/** The socket as people see it: `since` and the clock's `skewMs` (server minus machine) in milliseconds, `delayMs` the last measured round trip. */
export interface Connection {
  readonly state: 'connecting' | 'open' | 'lost';
  readonly delayMs?: number;
  readonly skewMs: number;
  readonly since: number;
}

/** A document that was published, by kind and id. */
export type DocumentChange = Omit<Extract<ServerMessage, { readonly type: 'changed' }>, 'type'>;

/** `base` is the origin of the core (the page's own when absent); `fetch` and `socket` replace the browser's, for tests and hosts. */
export interface ClientOptions {
  readonly base?: string;
  readonly fetch?: typeof fetch;
  readonly socket?: (url: string) => WebSocket;
  /** Language of error messages, BCP 47. */
  readonly language?: () => string;
}
