import type { Indicator } from '../indicator.ts';

type Regime = NonNullable<Indicator['regime']>;

/** Something wrong in a formula or a threshold, with its place in characters from 0. */
export interface FormulaProblem {
  readonly code: FormulaProblemCode;
  /** The name that is wrong, as it is written. */
  readonly name: string;
  readonly at: number;
  /** Names that would do, or what was expected: kinds of values by the names of `kinds`. */
  readonly allowed?: readonly string[];
  /** The two laws that met, where it is that. */
  readonly regimes?: readonly [Regime, Regime];
}

/** What can be wrong in a formula that reads as one, or in a threshold. */
export type FormulaProblemCode =
  | 'unknown-dataset'
  | 'unknown-field'
  | 'unknown-value'
  | 'unknown-word'
  | 'unknown-indicator'
  | 'circular-indicator'
  | 'wrong-type'
  | 'wrong-operator'
  | 'wrong-argument'
  | 'wrong-shift'
  | 'other-record'
  | 'no-time'
  | 'no-expectation'
  | 'several-datasets'
  | 'counts-nothing'
  | 'mixed-regimes'
  | 'empty-range';
