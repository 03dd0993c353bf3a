import { type ErrorCode, type ErrorDetails, type ErrorReply, errors, HaidangError } from '../errors.ts';

/** The server could not be reached, or what answered was not the server. */
export class NetworkError extends Error {
  constructor(options?: ErrorOptions) {
    super('the server cannot be reached', options);
    this.name = 'NetworkError';
  }
}

/** Where and how requests are sent. */
export interface Requester {
  readonly base: string;
  readonly fetch: typeof fetch;
  readonly language: (() => string) | undefined;
}

/** A request is given up after so many milliseconds. */
const limit = 30_000;

/** Asks the core for JSON. Throws a `HaidangError` when it refuses, a `NetworkError` when it cannot be reached. */
export async function request<T>({ base, fetch, language }: Requester, path: string, body?: unknown): Promise<T> {
  const headers: { [name: string]: string } = { accept: 'application/json' };
  if (language) headers['accept-language'] = language();
  if (body !== undefined) headers['content-type'] = 'application/json';
  try {
    const response = await fetch(`${base}${path}`, {
      headers,
      signal: AbortSignal.timeout(limit),
      ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
    });
    const answer: unknown = await response.json();
    if (response.ok) return answer as T;
    throw refusalOf(answer) ?? new TypeError(`${path} answered ${response.status}`);
  } catch (error) {
    if (error instanceof HaidangError) throw error;
    throw new NetworkError({ cause: error });
  }
}

/** What an answer refuses; nothing when it is no error of ours. */
export function refusalOf(answer: unknown): HaidangError | undefined {
  return isErrorReply(answer) ? new HaidangError(answer.error.code, detailsOf(answer.error)) : undefined;
}

/** Details of an error as an object, whatever came. */
export function detailsOf({ details }: ErrorReply['error']): ErrorDetails {
  return typeof details === 'object' && details !== null ? { ...details } : {};
}

function isErrorReply(answer: unknown): answer is ErrorReply {
  if (typeof answer !== 'object' || answer === null || !('error' in answer)) return false;
  const { error } = answer;
  return typeof error === 'object' && error !== null && 'code' in error && isCode(error.code);
}

function isCode(code: unknown): code is ErrorCode {
  return typeof code === 'string' && Object.hasOwn(errors, code);
}
