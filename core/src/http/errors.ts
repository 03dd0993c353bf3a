import { type ErrorReply, errors, errorText, HaidangError } from '@haidang/sdk';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { languageOf } from './routes.ts';

/** The body of an error answer in the reader's language. */
export function errorReply(error: HaidangError, language: string): ErrorReply {
  return { error: { code: error.code, message: errorText(error.code, language, error.details), details: error.details } };
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

/** Answers every failure from the one table of errors. */
export function answerErrors(app: FastifyInstance): void {
  const answer = (error: HaidangError, request: FastifyRequest, reply: FastifyReply) =>
    reply.code(errors[error.code].status).send(errorReply(error, languageOf(request)));
  app.setErrorHandler((error, request, reply) =>
    answer(
      toHaidangError(error, (cause) => request.log.error(cause)),
      request,
      reply,
    ),
  );
}
