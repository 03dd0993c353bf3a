import type { FastifyReply, FastifyRequest } from 'fastify';
import type { DataContext } from '../data/context.ts';
import { ReceiptKey } from '../receipts/key.ts';
import { onceAfter } from '../receipts/once-after.ts';
import type { Receipt } from '../receipts/receipt.ts';
import { requestText } from '../receipts/request-text.ts';

/** The key that a request carries; most carry none. */
export function keyOf({ headers, caller }: FastifyRequest): ReceiptKey | undefined {
  const given = headers['idempotency-key'];
  return given === undefined ? undefined : new ReceiptKey(caller.id, String(given));
}

/** What a request asks for, apart from its body. */
export function askedOf({ method, url, headers }: FastifyRequest): string {
  return requestText([method, url.split('?', 1)[0], headers['if-match']]);
}

/** The receipt of a request that carries a key. */
export function receiptOf<T>(request: FastifyRequest): Receipt<T> | undefined {
  return keyOf(request)?.receipt<T>(requestText([askedOf(request), request.body]));
}

/** Says that an answer is that of an earlier request. */
export function markReplayed(reply: FastifyReply, isReplayed: boolean | undefined): FastifyReply {
  return isReplayed ? reply.header('idempotency-replayed', 'true') : reply;
}

/** Answers a request whose work may be done again without harm: with a key, the first answer. */
export async function answerOnce<T>(
  { database }: DataContext,
  request: FastifyRequest,
  reply: FastifyReply,
  work: () => Promise<T>,
): Promise<T> {
  const receipt = receiptOf<T>(request);
  const answer = await onceAfter(database, receipt, work);
  markReplayed(reply, receipt?.isReplayed);
  return answer;
}
