import type { Dataset } from './dataset.ts';
import type { RoleName } from './plugin.ts';
import type { Filter, Operand, Value } from './query.ts';
import type { Duration, Field, Schema } from './schema.ts';

/** States of a record and who may move it. The states are the values of the enum `field`. */
export interface Workflow<S extends string = string, F extends string = string, C = Filter, P = Patch> {
  readonly field: F;
  readonly initial: S;
  readonly transitions: { readonly [name: string]: Transition<S, F, C, P> };
  readonly clocks?: { readonly [name: string]: Clock<S, F, C> };
  /** States in which another system may bring a record and change it, by the permission `<dataset>.source`. Everybody else begins a record in `initial` and moves it by steps. */
  readonly source?: readonly S[];
}

/** The workflows of a dataset, none for most. */
export function workflowsOf({ workflow }: Pick<Dataset, 'workflow'>): readonly Workflow[] {
  if (!workflow) return [];
  return isWorkflow(workflow) ? [workflow] : Object.values(workflow);
}

/** Whether this is one workflow, as against several by name. */
export function isWorkflow(workflow: Workflow | { readonly [name: string]: Workflow }): workflow is Workflow {
  return typeof workflow.field === 'string';
}

/** A step. Its permission is `<dataset>.<name>`; roles take it from there. Anything else is refused with the list of allowed steps. */
export interface Transition<S extends string = string, F extends string = string, C = Filter, P = Patch> {
  readonly from: readonly S[];
  /** `previous` is the state before the present one, `same` the present one. */
  readonly to: S | 'previous' | 'same';
  /** Must hold on the record with the new values. */
  readonly must?: C;
  /** Fields that the caller has to fill. */
  readonly needs?: readonly F[];
  readonly set?: P;
  readonly notify?: readonly RoleName[];
  /** Taken by the system, so long after the record entered `from`. */
  readonly after?: Span;
  /** Who took one of these steps on the record may not take this one (separation of duties). */
  readonly notBy?: readonly string[];
}

/** Values that a step sets: a constant or `now`, another field, so much more, or `null` for none. */
export type Patch<T = { readonly [field: string]: unknown }> = {
  readonly [K in Field<T>]?: Operand<Value<Field<T>> | { readonly plus: number }, T[K]> | null;
};

/** A length of time: plain (24/7), or on the working calendar of the agency, where hours are working minutes and days follow Civil Code Art. 147–148. */
export type Span = Duration | { readonly working: Duration };

/** A deadline. It runs in some states and rests in others; remaining time is frozen, and the original deadline never overwritten. */
export interface Clock<S extends string = string, F extends string = string, C = Filter> {
  readonly runs: readonly S[];
  readonly rests?: readonly S[];
  /** The first whose `where` holds. Localities adjust them by document. */
  readonly limits: readonly { readonly where?: C; readonly within: Span; readonly legal?: string }[];
  /** Fields that receive the deadline: the current and the original one. */
  readonly due?: F;
  readonly original?: F;
  /** Who is told when that share of the limit is used, or so long after it. */
  readonly escalate?: readonly { readonly at: number | Span; readonly notify: readonly RoleName[] }[];
}

/** A condition on a row, every field and value checked. */
export type RowFilter<T> = Filter<Value<Field<T>>, T>;

/** A condition of a workflow: on the row, or on what it refers to ("category_code.domain"). */
export type StepFilter<T> = Filter<Value<Field<T>>, T & { readonly [path: `${string}.${string}`]: unknown }>;

/** A workflow over the enum field `K` of a row, every state, field and value checked. */
export type RowWorkflow<T, K extends Field<T>> = Workflow<T[K] & string, Field<T>, StepFilter<T>, Patch<T>> & { readonly field: K };

/** Checks a workflow that stands apart from its dataset, against the row it belongs to. */
export function defineWorkflow<T, const K extends Field<T>>(_row: Schema<T>, workflow: RowWorkflow<NoInfer<T>, K>): RowWorkflow<T, K> {
  return workflow;
}
