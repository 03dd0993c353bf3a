/** Every error of the API: its code, HTTP status (RFC 9110) and message key. Codes never change meaning. */
export const errors = {
  'bad-request': { status: 400, message: 'error.bad-request' },
  'validation-failed': { status: 400, message: 'error.validation-failed' },
  'unknown-dataset': { status: 400, message: 'error.unknown-dataset' },
  'unknown-field': { status: 400, message: 'error.unknown-field' },
  'bad-formula': { status: 400, message: 'error.bad-formula' },
  'unit-version-missing': { status: 400, message: 'error.unit-version-missing' },
  'unknown-unit': { status: 400, message: 'error.unknown-unit' },
  'bad-file': { status: 400, message: 'error.bad-file' },
  'not-signed-in': { status: 401, message: 'error.not-signed-in' },
  'token-missing': { status: 401, message: 'error.token-missing' },
  'token-expired': { status: 401, message: 'error.token-expired' },
  'token-rejected': { status: 401, message: 'error.token-rejected' },
  forbidden: { status: 403, message: 'error.forbidden' },
  'origin-not-allowed': { status: 403, message: 'error.origin-not-allowed' },
  'grant-revoked': { status: 403, message: 'error.grant-revoked' },
  'needs-approval': { status: 403, message: 'error.needs-approval' },
  'not-found': { status: 404, message: 'error.not-found' },
  'method-not-allowed': { status: 405, message: 'error.method-not-allowed' },
  'stale-revision': { status: 409, message: 'error.stale-revision' },
  'transition-refused': { status: 409, message: 'error.transition-refused' },
  'already-exists': { status: 409, message: 'error.already-exists' },
  'idempotency-mismatch': { status: 409, message: 'error.idempotency-mismatch' },
  gone: { status: 410, message: 'error.gone' },
  'too-large': { status: 413, message: 'error.too-large' },
  'unsupported-media': { status: 415, message: 'error.unsupported-media' },
  'wrong-host': { status: 421, message: 'error.wrong-host' },
  'below-floor': { status: 422, message: 'error.below-floor' },
  'not-publishable': { status: 422, message: 'error.not-publishable' },
  'version-unsupported': { status: 426, message: 'error.version-unsupported' },
  'precondition-required': { status: 428, message: 'error.precondition-required' },
  'rate-limited': { status: 429, message: 'error.rate-limited' },
  internal: { status: 500, message: 'error.internal' },
  'plugin-failed': { status: 502, message: 'error.plugin-failed' },
  'not-ready': { status: 503, message: 'error.not-ready' },
  'plugin-unavailable': { status: 503, message: 'error.plugin-unavailable' },
  'timed-out': { status: 504, message: 'error.timed-out' },
} as const satisfies { readonly [code: string]: { readonly status: number; readonly message: `error.${string}` } };

/** A code of the table above. */
export type ErrorCode = keyof typeof errors;

/** Body of every error answer; `message` is in the caller's language, `details` names paths, fields or allowed actions. */
export interface ErrorReply {
  readonly error: { readonly code: ErrorCode; readonly message: string; readonly details?: unknown };
}

/** Something wrong with a plugin, document or source, as data: listed in the studio until it is fixed. `since` is an ISO 8601 instant. */
export interface Problem {
  readonly of: string;
  readonly code: string;
  readonly message: string;
  readonly since: string;
  readonly fix?: string;
}

/** An error that a caller may see: a code of the table, and details that name paths, fields or allowed actions. The message for people comes from `errorText`. */
export class HaidangError extends Error {
  readonly code: ErrorCode;
  readonly details: ErrorDetails;
  constructor(code: ErrorCode, details: ErrorDetails = {}, options?: ErrorOptions) {
    super(`${code} ${JSON.stringify(details)}`, options);
    this.name = 'HaidangError';
    this.code = code;
    this.details = details;
  }
}

/** What an error is about. `reason` is a sentence in the language of the reader where the table's text is not enough. */
export interface ErrorDetails {
  readonly [key: string]: unknown;
}
