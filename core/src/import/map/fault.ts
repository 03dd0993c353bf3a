import type { Reason } from '../read/bad-file.ts';

/** Why a value cannot be taken; given back instead of the value, because exceptions would be too slow in a file full of them. */
export class Fault {
  readonly reason: Reason;

  constructor(vi: string, en: string) {
    this.reason = { vi, en };
  }
}
