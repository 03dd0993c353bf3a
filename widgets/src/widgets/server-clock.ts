import type { WidgetContext } from '@haidang/sdk';

const offset = 7 * 3_600_000;

/** Milliseconds since 1970 by the server's clock. */
export function serverNow({ skewMs = 0 }: WidgetContext): number {
  return Date.now() + skewMs;
}

/** The server's time as it writes times: wall clock of Asia/Ho_Chi_Minh with its offset, which has been the same since 1975. */
export function serverClock(context: WidgetContext): string {
  return `${new Date(serverNow(context) + offset).toISOString().slice(0, 19)}+07:00`;
}
