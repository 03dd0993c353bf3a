import type { FieldType } from './query.ts';
import type { L10n, Property } from './schema.ts';

/** Where a record stands and how it may go on from there: answer of `GET /api/records/:plugin/:dataset/:id/actions`. */
export interface RecordActions {
  /** For the `If-Match` of the step that is taken. */
  readonly revision: number;
  /** One for each workflow of the dataset. */
  readonly states: readonly RecordState[];
  /** Steps that the reader may take now, by `POST …/actions/:name`. */
  readonly steps: readonly RecordStep[];
  /** Steps that lead on from here and that are refused now, with the reason. */
  readonly refused: readonly RefusedStep[];
  readonly clocks: readonly RecordClock[];
}

/** A state that a record is in, by the field that says so. */
export interface RecordState {
  readonly field: string;
  readonly state: string;
  readonly label: L10n;
  /** Absent where the record has always been in its state. */
  readonly previous?: string;
  /** ISO 8601; absent like `previous`. */
  readonly since?: string;
}

/** A step and what it asks for. */
export interface RecordStep {
  readonly name: string;
  readonly label: L10n;
  /** Field whose state it moves, and the state it leads to. */
  readonly field: string;
  readonly to: string;
  readonly needs: readonly NeededField[];
}

/** A field that a step asks for; a value that the record has already will do. */
export interface NeededField {
  readonly name: string;
  readonly label: L10n;
  readonly type: FieldType;
  readonly property: Property;
  /** Names of the values of a list. */
  readonly values?: { readonly [value: string]: L10n };
  /** Qualified dataset that it refers to. */
  readonly ref?: string;
}

/** A step that leads on from where a record stands and that this reader may not take now. */
export interface RefusedStep {
  readonly name: string;
  readonly label: L10n;
  readonly why: L10n;
}

/** A deadline of a record. Instants are ISO 8601. */
export interface RecordClock {
  readonly name: string;
  readonly label: L10n;
  readonly state: 'running' | 'resting' | 'stopped';
  /** While the clock rests, what it was when it came to rest. */
  readonly due: string;
  readonly original: string;
  /** Milliseconds until the deadline as its limit counts them: working time, or round the clock; 0 when it has passed, absent when the clock has stopped. */
  readonly remaining?: number;
  /** Tạm tính: a day off that is not official yet, or a year without a calendar, lies before it. */
  readonly provisional: boolean;
  readonly legal?: string;
}
