import type { ErrorCode } from './errors.ts';
import type { EmbedRight, EmbedTarget } from './grant.ts';
import type { Classification, VarValues } from './page.ts';
import type { Result, Trust } from './query.ts';
import type { Json } from './schema.ts';

/** What a guest token says: JWS (EdDSA or ES256), `typ: 'ioc-guest+jwt'`, at most 600 s from `iat` to `exp`. It can only narrow its grant. */
export interface GuestToken {
  readonly iss: string;
  readonly aud: string;
  readonly sub: string;
  readonly iat: number;
  readonly nbf: number;
  readonly exp: number;
  readonly jti: string;
  /** Exact origins that may use it. */
  readonly origins: readonly string[];
  /** RFC 7800, RFC 9449: bound to a key made in the page; required above `public`. */
  readonly cnf?: { readonly jkt: string };
  readonly grant: string;
  readonly shows: readonly EmbedTarget[];
  /** Variables fixed by the issuer, and those that the page may change: closed values, no query language. */
  readonly lock?: VarValues;
  readonly open?: { readonly [name: string]: readonly string[] | '*' };
  /** Named row policies such as `unit-own`; never SQL. */
  readonly policies?: readonly string[];
  readonly may: readonly EmbedRight[];
  readonly classification: Exclude<Classification, 'restricted'>;
}

/** State of an embedded element. */
export type EmbedState = 'idle' | 'loading' | 'ready' | 'stale' | 'empty' | 'denied' | 'expired' | 'offline' | 'error';

/** Errors of the API that a host can meet, and those that only a browser can have. */
export type EmbedErrorCode =
  | Extract<
      ErrorCode,
      | 'grant-revoked'
      | 'origin-not-allowed'
      | 'token-missing'
      | 'token-expired'
      | 'token-rejected'
      | 'not-found'
      | 'rate-limited'
      | 'version-unsupported'
    >
  | 'network'
  | 'widget-crash'
  | 'csp-blocked'
  | 'bad-attribute';

/** Events of `<ioc-widget>` and `<ioc-page>`; they bubble and are composed. */
export interface IocEventMap {
  /** Only after the first successful paint with data. */
  'ioc-ready': CustomEvent<{ readonly revision: number; readonly hash: string }>;
  'ioc-state': CustomEvent<{ readonly state: EmbedState; readonly previous: EmbedState }>;
  'ioc-error': CustomEvent<{ readonly code: EmbedErrorCode; readonly message: string; readonly retryable: boolean }>;
  /** Cancelable: preventDefault() stops the built-in link. */
  'ioc-select': CustomEvent<{ readonly dimension: string; readonly keys: readonly string[]; readonly label: string }>;
  'ioc-vars-change': CustomEvent<{ readonly vars: VarValues; readonly source: 'user' | 'host' | 'link' }>;
  'ioc-time-change': CustomEvent<{ readonly time: string; readonly source: 'user' | 'host' | 'link' }>;
  'ioc-trust': CustomEvent<Trust>;
  'ioc-resize': CustomEvent<{ readonly width: number; readonly height: number }>;
  'ioc-token-request': CustomEvent<{
    readonly reason: 'initial' | 'renew' | 'rejected';
    readonly jkt: string;
    respondWith(token: Promise<string> | string): void;
  }>;
}

/** The element in a host's page: one API over both isolations. `time` is a preset or `2025-01-01/2025-11-20`. */
export interface IocWidgetElement extends HTMLElement {
  src: string;
  locale: string;
  theme: 'auto' | 'light' | 'dark' | 'none';
  density: 'auto' | 'compact' | 'regular' | 'wall';
  loading: 'lazy' | 'eager' | 'interaction';
  isolation: 'auto' | 'shadow' | 'frame';
  height: 'auto' | 'fixed';
  controls: string;
  heading: string;
  vars: VarValues;
  time: string | undefined;
  tokenProvider:
    | ((request: {
        readonly reason: string;
        readonly grant: string;
        readonly jkt: string;
        readonly signal: AbortSignal;
      }) => Promise<string>)
    | undefined;
  readonly state: EmbedState;
  readonly trust: Trust | undefined;
  readonly updateComplete: Promise<boolean>;
  refresh(): Promise<void>;
  getData(): Promise<{ readonly [port: string]: Result }>;
  toCsv(): Promise<string>;
  toImage(options?: { readonly type?: 'svg' | 'png'; readonly scale?: number }): Promise<Blob>;
  showTable(on?: boolean): void;
  addEventListener<K extends keyof IocEventMap>(
    type: K,
    listener: (this: IocWidgetElement, event: IocEventMap[K]) => void,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(type: string, listener: EventListenerOrEventListenerObject, options?: boolean | AddEventListenerOptions): void;
}
declare global {
  interface HTMLElementTagNameMap {
    'ioc-widget': IocWidgetElement;
    'ioc-page': IocWidgetElement;
  }
}

/** All that passes between host and frame, on one MessageChannel opened after an origin-checked hello; numbered, at most 256 kB each. */
export type FrameMessage = { readonly v: 1; readonly n: number } & (
  | { readonly type: 'hello'; readonly nonce: string }
  | { readonly type: 'token'; readonly jwt: string; readonly dpop?: string }
  | { readonly type: 'vars'; readonly vars: VarValues }
  | { readonly type: 'theme'; readonly tokens: { readonly [name: string]: string } }
  | { readonly type: 'size'; readonly height: number }
  | { readonly type: 'event'; readonly name: keyof IocEventMap; readonly detail: Json }
  | { readonly type: 'call'; readonly id: number; readonly method: string; readonly args: readonly Json[] }
  | { readonly type: 'reply'; readonly id: number; readonly ok: boolean; readonly value: Json }
);
