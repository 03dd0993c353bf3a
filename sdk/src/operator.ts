import type { Priority } from './alert.ts';
import type { PageId, WidgetId } from './ids.ts';
import type { VarValues } from './page.ts';
import type { Time } from './query.ts';
import type { L10n } from './schema.ts';

/** What a viewer has chosen: the address of a page, never stored in it. `asAt` looks back to what was known at that instant. */
export interface ViewState {
  readonly page: PageId;
  readonly revision: number | 'live';
  readonly time: Time;
  readonly vars: VarValues;
  readonly focus?: WidgetId;
  readonly asAt?: string;
}

/** A raised alert with the states of ANSI/ISA-18.2. `count` is how often it was raised since it was last closed. */
export interface Alarm {
  readonly id: string;
  readonly alert: string;
  readonly unit: string;
  readonly priority: Priority;
  readonly state: 'unacknowledged' | 'acknowledged' | 'returned-unacknowledged' | 'shelved' | 'suppressed' | 'closed';
  readonly raisedAt: string;
  readonly title: L10n;
  readonly value?: number;
  readonly limit?: number;
  readonly count: number;
  readonly record?: string;
  readonly page?: PageId;
  readonly widget?: WidgetId;
  readonly cause?: string;
  readonly response: { readonly steps: readonly L10n[]; readonly owner: string; readonly dueAt?: string };
}

/** A leader's directive (chỉ đạo): the number that was seen, the task, the result. `snapshot` keeps the seen value whatever changes later. */
export interface Directive {
  readonly id: string;
  readonly from: ViewState & { readonly widget: WidgetId; readonly snapshot: `sha256-${string}` };
  readonly by: string;
  readonly to: readonly { readonly agency: string; readonly person?: string }[];
  readonly text: string;
  readonly dueAt: string;
  readonly originalDueAt: string;
  readonly measure?: { readonly indicator: string; readonly target: number; readonly is: '>=' | '<=' };
  readonly state:
    | 'draft'
    | 'issued'
    | 'acknowledged'
    | 'in_progress'
    | 'extension_requested'
    | 'reported'
    | 'returned'
    | 'completed'
    | 'suspended'
    | 'cancelled';
  readonly log: readonly { readonly at: string; readonly by: string; readonly note: string }[];
  readonly external?: string;
}

/** Sent by a display every ten seconds; ages in seconds, memory in megabytes. */
export interface WallHeartbeat {
  readonly wall: string;
  readonly display: string;
  readonly zone: string;
  readonly page: PageId;
  readonly revision: number;
  readonly fps: number;
  readonly heapMB: number;
  readonly oldestDataSeconds: number;
  readonly lastPaint: string;
  readonly errors: number;
}

/** An order from the operator's console to the displays of a wall. */
export type WallCommand =
  | { readonly kind: 'show'; readonly zone: string; readonly view: ViewState; readonly seconds?: number }
  | { readonly kind: 'pin' | 'unpin' | 'reload' | 'identify'; readonly zone?: string }
  | { readonly kind: 'takeover'; readonly name: string }
  | { readonly kind: 'release' };

/** A report built from pages in their print profile; `nd30` is the administrative layout of Decree 30/2020/NĐ-CP, `schedule` a cron line. */
export interface ReportSpec {
  readonly id: `rp_${string}`;
  readonly title: L10n;
  readonly pages: readonly PageId[];
  readonly format: 'pdf' | 'docx' | 'xlsx' | 'png';
  readonly style: 'nd30' | 'slide';
  readonly time: Time;
  readonly vars?: VarValues;
  readonly schedule?: string;
  readonly sign?: boolean;
  readonly to?: readonly string[];
}
