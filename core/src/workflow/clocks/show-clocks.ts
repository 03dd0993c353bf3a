import type { RecordClock } from '@haidang/sdk';
import type { DataContext } from '../../data/context.ts';
import type { Table } from '../../data/table.ts';
import { formatInstant } from '../../data/zone.ts';
import { readCalendars } from '../../time/calendars.ts';
import { readLegs } from './clock-table.ts';
import { clocksOf } from './clocks-of.ts';
import { type Leg, timeLeft } from './leg.ts';

interface Asked {
  readonly id: number;
  /** Whether the reader may know what a field holds. */
  readonly readable: (field: string) => boolean;
}

/** The last run of each clock of a record that has run, of those whose state and deadline the reader may know. */
export async function showClocks(context: DataContext, { entry }: Table, { id, readable }: Asked): Promise<readonly RecordClock[]> {
  const clocks = clocksOf(entry.dataset).filter(({ state, clock }) => [state, clock.due ?? state].every(readable));
  if (clocks.length === 0) return [];
  const { read, dialect } = context.database;
  const legs = await readLegs(read, dialect, entry.name, [id]);
  const calendars = await readCalendars(context, read);
  const now = context.clock.now();
  return clocks.flatMap(({ name }) => {
    const leg = legs.findLast(({ clock }) => clock === name);
    if (!leg) return [];
    const remaining = leftOf(leg, () => timeLeft(leg, calendars(leg.calendar), now));
    return [
      {
        name,
        label: entry.clocks[name] ?? { vi: name },
        state: leg.state,
        due: formatInstant(leg.dueAt),
        original: formatInstant(leg.originalDueAt),
        ...(remaining !== undefined && { remaining }),
        provisional: leg.isProvisional,
        ...(leg.legal !== undefined && { legal: leg.legal }),
      },
    ];
  });
}

function leftOf(leg: Leg, whileRunning: () => number): number | undefined {
  if (leg.state === 'running') return whileRunning();
  return leg.state === 'resting' ? leg.leftMs : undefined;
}
