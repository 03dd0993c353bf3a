import type { Duplex } from 'node:stream';
import { type ErrorReply, errors, errorText, HaidangError } from '@haidang/sdk';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { refusedWords } from './refused-words.ts';
import { languageOf } from './routes.ts';
import { contentSecurityPolicy } from './security.ts';

/** The body of an error answer in the reader's language. */
export function errorReply(error: HaidangError, language: string): ErrorReply {
  const { code, details } = error;
  const reason = refusedWords(error);
  return { error: { code, message: errorText(code, language, reason ? { ...details, reason } : details), details } };
}

/** Any failure as an error of the table. What we did not expect is logged and told as `internal`, without its text. */
export function toHaidangError(error: unknown, log: (error: unknown) => void): HaidangError {
  if (error instanceof HaidangError) return error;
  const { statusCode, validation, message, code } = error as Partial<FastifyError>;
  if (validation) return new HaidangError('bad-request', { reason: message, path: validation[0]?.instancePath });
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return new HaidangError('too-large');
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') return new HaidangError('unsupported-media');
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500) return new HaidangError('bad-request', { reason: message });
  log(error);
  return new HaidangError('internal');
}

/** Answers a failure from the one table of errors. */
export function answerError(failure: unknown, request: FastifyRequest, reply: FastifyReply): void {
  const error = toHaidangError(failure, (cause) => request.log.error(cause));
  // What the sender still has under way is read away, or the connection would hang for its next request.
  if (!request.raw.complete) request.raw.unpipe().resume();
  // An address that cannot be read is refused before any hook of ours.
  reply
    .header('content-security-policy', contentSecurityPolicy)
    .code(errors[error.code].status)
    .send(errorReply(error, languageOf(request)));
}

/** Answers what is no HTTP at all, in the same form. */
export function answerGarbage({ code }: { readonly code?: string }, socket: Duplex): void {
  if (code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const body = JSON.stringify(errorReply(new HaidangError('bad-request'), 'vi'));
  const head = [
    'HTTP/1.1 400 Bad Request',
    'Content-Type: application/json; charset=utf-8',
    `Content-Security-Policy: ${contentSecurityPolicy}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}
