import type { DocumentKind } from './documents.ts';
import type { ErrorReply } from './errors.ts';
import type { WallCommand, WallHeartbeat } from './operator.ts';
import type { Query, Result } from './query.ts';

/** What a client may send on `/api/live`; `at` is the position of the last result it has, `token` a renewed guest token. */
export type ClientMessage =
  | { readonly type: 'watch'; readonly id: string; readonly query: Query; readonly at?: Position }
  | { readonly type: 'unwatch'; readonly id: string }
  | { readonly type: 'renew'; readonly token: string }
  | { readonly type: 'display'; readonly beat: WallHeartbeat }
  | { readonly type: 'ping' };

/** What the server sends: the newest result of a watch, or `current` when the client has it; `resync` when nobody can tell what came after its position: the watch has ended, the client lets go what it has and asks anew without a position; `changed` when a document is published. */
export type ServerMessage =
  | { readonly type: 'result'; readonly id: string; readonly result: Result; readonly at: Position }
  | { readonly type: 'current'; readonly id: string; readonly at: Position }
  | { readonly type: 'failed'; readonly id: string; readonly error: ErrorReply['error'] }
  | { readonly type: 'resync'; readonly id: string }
  | { readonly type: 'changed'; readonly kind: DocumentKind; readonly document: string; readonly hash: string }
  | { readonly type: 'wall'; readonly command: WallCommand }
  | { readonly type: 'pong'; readonly now: string };

/** Place in the change log, opaque to clients: epoch, transaction, row, and where the clock moves a result the instant of that, in milliseconds. */
export type Position = `${string}:${string}:${string}`;
