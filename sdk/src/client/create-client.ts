import type { Catalog, ResolvedPage } from '../catalog.ts';
import { canonical } from '../documents/canonical.ts';
import type { Explanation } from '../explanation.ts';
import type { Geography } from '../geography.ts';
import type { Query } from '../query.ts';
import type { Client, ClientOptions, Connection, DocumentChange, QueryAnswer } from './client.ts';
import { explainPath } from './explain-path.ts';
import { exportAddress } from './export-address.ts';
import { geographyOf } from './geography.ts';
import { Listeners } from './listeners.ts';
import { LiveSocket } from './live-socket.ts';
import { QueryBatch } from './query-batch.ts';
import { recordWriter } from './record-writer.ts';
import { request } from './request.ts';
import { Watches } from './watches.ts';

/** Opens the door of one page to the core. The socket is opened with the first watch. */
export function createClient(options: ClientOptions = {}): Client {
  const { base = '', language, socket = (url) => new WebSocket(url) } = options;
  const requester = { base, fetch: options.fetch ?? fetch.bind(globalThis), language };
  const batch = new QueryBatch(requester);
  const onConnection = new Listeners<Connection>();
  const onChanged = new Listeners<DocumentChange>();
  const now = (): number => Date.now() + live.connection.skewMs;
  let known: Promise<Catalog> | undefined;

  const live = new LiveSocket({
    url: liveAddress(base, language?.()),
    socket,
    onMessage(message) {
      if ('id' in message) watches.receive(message);
      if (message.type !== 'changed') return;
      known = undefined;
      onChanged.tell({ kind: message.kind, document: message.document, hash: message.hash });
    },
    onOpen() {
      // What was published while the line was cut went unheard.
      known = undefined;
      watches.opened();
    },
    onConnection(connection) {
      if (connection.state === 'lost') watches.lost();
      onConnection.tell(connection);
    },
  });
  const watches = new Watches({
    ask: (query, key) => batch.ask(query, key),
    send: (message) => live.send(message),
    isOpen: () => live.isOpen,
    now,
  });
  const stopHurrying = hurryWhenBack(() => live.hurry());

  const askCatalog = async (): Promise<Catalog> => {
    const askedAt = Date.now();
    const answer = await request<Catalog>(requester, '/api/catalog');
    live.setClock(answer.now, askedAt);
    return answer;
  };

  const catalog = (): Promise<Catalog> => {
    const asked = known ?? askCatalog();
    known = asked;
    asked.catch(() => {
      if (known === asked) known = undefined;
    });
    return asked;
  };

  return {
    catalog,
    geography: geographyOf({ catalog, ask: () => request<Geography>(requester, '/api/geography') }),
    async page(idOrSlug) {
      const { pages } = await catalog();
      const id = pages.find((page) => page.id === idOrSlug || page.slug === idOrSlug)?.id ?? idOrSlug;
      return request<ResolvedPage>(requester, `/api/documents/page/${encodeURIComponent(id)}?resolved=1`);
    },
    async queries<K extends string>(queries: { readonly [name in K]: Query }) {
      const answers = Object.entries<Query>(queries).map(async ([name, query]) => {
        const { result, error } = await batch.ask(query, canonical(query));
        return [name, error ? { error } : { result }] as const;
      });
      return Object.fromEntries(await Promise.all(answers)) as { readonly [name in K]: QueryAnswer };
    },
    watch(query, listener) {
      live.start();
      return watches.listen(query, listener);
    },
    retry: (query) => watches.retry(query),
    exportAddress: (query, format) => exportAddress(query, { format, base, language: language?.() }),
    records: recordWriter(requester),
    explain: (query) => request<Explanation>(requester, explainPath(query)),
    get connection() {
      return live.connection;
    },
    onConnection(listener) {
      listener(live.connection);
      return onConnection.add(listener);
    },
    onChanged(listener) {
      live.start();
      return onChanged.add(listener);
    },
    now,
    close() {
      stopHurrying();
      live.close();
      watches.close();
    },
  };
}

function liveAddress(base: string, language: string | undefined): string {
  const address = new URL('/api/live', base === '' ? globalThis.location.href : base);
  address.protocol = address.protocol.replace('http', 'ws');
  // A socket cannot send the header that says it elsewhere.
  if (language !== undefined) address.searchParams.set('lang', language.slice(0, 2));
  return address.href;
}

/** A machine that wakes up, or finds its network again, need not wait for the next try. */
function hurryWhenBack(hurry: () => void): () => void {
  if (typeof window === 'undefined') return () => {};
  const whenSeen = (): void => {
    if (document.visibilityState === 'visible') hurry();
  };
  window.addEventListener('online', hurry);
  document.addEventListener('visibilitychange', whenSeen);
  return () => {
    window.removeEventListener('online', hurry);
    document.removeEventListener('visibilitychange', whenSeen);
  };
}
