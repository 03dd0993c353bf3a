import type { Comparison, ResultField } from '@haidang/sdk';
import type { FieldColumns } from '../table.ts';
import type { Aggregation, AskedFigures } from './aggregate.ts';
import type { Step } from './clock.ts';
import type { Condition } from './condition.ts';
import type { Group, GroupValue } from './groups.ts';
import type { Moment } from './moment.ts';
import type { Found, Reading } from './reading.ts';
import type { Source } from './source.ts';

/** A column of figures. `columns`: the field whose values they are, where they are one field's. */
export interface Figure {
  readonly field: ResultField;
  readonly columns?: FieldColumns;
  /** What a group without rows has. */
  readonly empty: GroupValue;
}

/** What an answer depends on besides the rows that it counts. */
export interface Besides {
  /** Datasets that are read besides the sources; trust does not speak of them. */
  readonly touched?: readonly Source[];
  /** How it follows the clock, its conditions aside. */
  readonly moves?: Step;
  /** It asks units, the fields that it mentions aside. */
  readonly isOfUnits?: boolean;
  /** It measures against earlier periods, as a comparison does. */
  readonly looksBack?: boolean;
}

/** A query for figures, resolved: of a dataset by measures, or of an indicator. */
export interface FiguresPlan extends Besides {
  readonly sources: readonly Source[];
  readonly groups: readonly Group[];
  readonly figures: readonly Figure[];
  /** All conditions, to see whether the clock moves them. */
  readonly conditions: readonly Condition[];
  /** All that is counted. */
  readonly aggregations: readonly Aggregation[];
  /** The figures are those of the query's period. */
  readonly isTimed: boolean;
  ask(reading: Reading, at: Moment): AskedFigures;
  /** Asks for the levels of the figures in numbers, where they depend on others; nothing where one of these is not known. */
  askLevels?(reading: Reading, at: Moment): (found: Found) => ResultField['levels'];
  /** How many of the rows that the figures are made of are illustrative. */
  askSample(reading: Reading, at: Moment): (found: Found) => number;
}

/** Column of a comparison: `count_previous`. */
export function comparedName(name: string, comparison: Comparison): string {
  return `${name}_${comparison.replaceAll('-', '_')}`;
}
