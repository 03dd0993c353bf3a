import type { Indicator } from './indicator.ts';
import type { ResultField, Trust } from './query.ts';
import type { L10n } from './schema.ts';

/** Why a number is what it is: answer of `GET /api/indicators/:plugin/:indicator/explain`. All of it is read in one state of the database, within the rows and fields of the caller. Instants are ISO 8601. */
export interface Explanation {
  /** Qualified name: "field-reports/on_time_rate". */
  readonly indicator: string;
  readonly label: L10n;
  readonly formula: string;
  /** Unit of measure and levels, with what these are measured against resolved to numbers. */
  readonly field: ResultField;
  /** `null` where there is no value. */
  readonly value: number | null;
  /** Rows used. */
  readonly n: number;
  /** What the formula is put together of, those of the indicators that it refers to included. */
  readonly parts: readonly ExplainedPart[];
  /** Absent where nobody has defined it yet, or the caller may not read definitions. */
  readonly definition?: ExplainedDefinition;
  readonly regime?: Indicator['regime'];
  /** Legal basis. */
  readonly legal?: string;
  /** What the plan says of the period; absent without a plan or a period. */
  readonly plan?: number;
  readonly period?: { readonly from: string; readonly to: string };
  readonly trust: Trust;
}

/** An aggregate of a formula, or a figure that the core supplies (`pop`). */
export interface ExplainedPart {
  /** As the formula has it: `count(report where at in period)`. */
  readonly text: string;
  /** The indicator referred to that it stands in. */
  readonly indicator?: string;
  /** Dataset that it counts, by qualified name, and what people call it. */
  readonly dataset?: string;
  readonly label?: L10n;
  readonly value: number | null;
  /** Rows used. */
  readonly n?: number;
  /** Newest business time among the rows of its dataset, of the period when there is any in it. */
  readonly asOf?: string;
}

/** The definition under which an indicator is computed; see Decree 94/2022/NĐ-CP on what a statistical indicator has to say of itself. */
export interface ExplainedDefinition {
  readonly revision: number;
  readonly state: NonNullable<Trust['source']['state']>;
  /** Approved or published; other figures are no basis for decisions. */
  readonly isApproved: boolean;
  readonly concept?: string;
  readonly method?: string;
  readonly legal?: string;
  readonly owner?: { readonly code: string; readonly name?: string };
  readonly effectiveFrom?: string;
}
