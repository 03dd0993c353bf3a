import type { Threshold } from './indicator.ts';
import type { RoleName } from './plugin.ts';
import type { Query } from './query.ts';
import type { Duration } from './schema.ts';
import type { Span } from './workflow.ts';

/** Priority of an alarm (ANSI/ISA-18.2): khẩn cấp, cao, chú ý, thông tin. */
export type Priority = 'critical' | 'high' | 'medium' | 'low';

/** A watched query with a limit: each row or group that meets it raises an alarm. Cause, consequence and response steps are messages (`<name>.cause`, …). */
export interface Alert {
  readonly watch: Query;
  /** On the first measure or the indicator's value; absent: every row of the query raises. `late` and `frozen` raise by what the dataset `expects`, once for each supplier. */
  readonly when?: Threshold | 'late' | 'frozen';
  /** Has to hold so long before it raises. */
  readonly lasting?: Duration;
  /** Clears at this limit instead of the opposite of `when` (dead band). */
  readonly clears?: Threshold;
  readonly priority: Priority;
  readonly notify: readonly RoleName[];
  /** Time to respond; without it the priority is at most `low`. */
  readonly respond?: Span;
  /** Told again so often while it stands. */
  readonly repeat?: Duration;
  /** Told further, so long after raising. */
  readonly escalate?: readonly { readonly at: Span; readonly notify: readonly RoleName[] }[];
}

/** Declares an alert rule. */
export function defineAlert(alert: Alert): Alert {
  return alert;
}
