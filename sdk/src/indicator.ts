/** A limit as leaders write it: `>=95`, `70-95` (both ends are in it), `>=0.9*plan`, `<same_period`, `>mean_5y+2sd`; `parseThreshold` reads it. Words measure against other figures: in an answer without groups the core puts numbers in their place, or leaves the levels out where it does not know one. */
export type Threshold = `${'>=' | '<=' | '>' | '<' | '='}${string}` | `${number}-${number}`;

/** How often a figure comes out. */
export type Frequency =
  | 'live'
  | 'hour'
  | 'day'
  | 'week'
  | 'month'
  | 'quarter'
  | 'half-year'
  | 'nine-months'
  | 'year'
  | 'school-year'
  | 'campaign';

/** A named query with a legal meaning. Owner, revision and release calendar are records of the core, made by the province. */
export interface Indicator {
  /** Text in the formula language; read by leaders, compiled to queries, never run as code. */
  readonly formula: string;
  /** UCUM code ("%") or a message key. */
  readonly unit: string;
  readonly frequency: Frequency | readonly Frequency[];
  /** Which way is good; absent: for information only. */
  readonly direction?: 'up' | 'down' | 'target';
  /** Tried in this order; red is what remains unless it is given. */
  readonly levels?: { readonly green: Threshold; readonly amber?: Threshold; readonly red?: Threshold };
  /** Fewer cases than this show "chưa đủ mẫu". */
  readonly atLeast?: number;
  /** Main breakdowns: fields by which it is kept in roll-ups. */
  readonly by?: readonly string[];
  /** Law on Statistics (displayed as released), administrative reports (NĐ 09/2019), or the centre's own counting; never mixed in one formula. */
  readonly regime?: 'statistical' | 'administrative' | 'operational';
  /** Legal basis. */
  readonly legal?: string;
  /** Code in the list of the level above. */
  readonly code?: string;
  readonly revision?: number;
}

/** Declares an indicator; the build parses its formula and checks it against the datasets. */
export function defineIndicator(indicator: Indicator): Indicator {
  return indicator;
}
