import type { Position } from '@haidang/sdk';

/** A position taken apart. Where ids are in commit order the transaction is 0. */
export interface Place {
  readonly epoch: string;
  readonly transaction: bigint;
  readonly id: bigint;
  /** Instant up to which the clock alone does not move what was read there; absent: for ever. */
  readonly until?: number;
}

const form = /^([0-9a-f]{1,32}):(\d{1,19}):(\d{1,15})(?::(\d{1,15}))?$/;

/** Reads a position that may come from outside; nothing when it is none. */
export function readPosition(text: string): Place | undefined {
  const [, epoch, transaction, id, until] = form.exec(text) ?? [];
  if (epoch === undefined || transaction === undefined || id === undefined) return undefined;
  return { epoch, transaction: BigInt(transaction), id: BigInt(id), ...(until !== undefined && { until: Number(until) }) };
}

/** The same position, for what the clock moves at an instant. */
export function validUntil(position: Position, instant: number | undefined): Position {
  const [epoch, transaction, id] = position.split(':');
  return instant === undefined ? `${epoch}:${transaction}:${id}` : `${epoch}:${transaction}:${id}:${Math.ceil(instant)}`;
}

/** Order of positions of one epoch; of another epoch nothing is known. */
export function isAfterOrAt(position: Position, other: Position): boolean {
  const [a, b] = [readPosition(position), readPosition(other)];
  if (a?.epoch === undefined || a.epoch !== b?.epoch) return false;
  return a.transaction === b.transaction ? a.id >= b.id : a.transaction > b.transaction;
}
