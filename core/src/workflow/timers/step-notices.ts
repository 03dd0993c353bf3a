import type { Transition } from '@haidang/sdk';
import type { Row } from '../../data/cells.ts';
import { nextAtWork } from '../../time/working-minutes.ts';
import { readLegs } from '../clocks/clock-table.ts';
import { readHours } from '../clocks/hours.ts';
import { isPlain } from '../clocks/leg.ts';
import { type Moves, movedAt } from '../moved.ts';
import { keepNotices } from './notices.ts';

interface Taken extends Omit<Moves, 'moved'> {
  readonly id: number;
  readonly revision: number;
  readonly row: Row;
  readonly name: string;
  readonly transition: Transition;
}

/** Tells those whom a step names; outside their hours when they work again, unless a clock of the record runs round the clock. Gives the datasets that were written. */
export async function tellOfStep(taken: Taken): Promise<readonly string[]> {
  const { context, connection, table, deed, id, revision, row, name, transition } = taken;
  const { notify = [] } = transition;
  if (notify.length === 0) return [];
  const { name: dataset, dataset: declared } = table.entry;
  const at = movedAt(taken);
  const legs = await readLegs(connection, context.database.dialect, dataset, [id]);
  const isUrgent = legs.some((leg) => leg.state === 'running' && isPlain(leg));
  const { calendars, codeOf } = await readHours(taken);
  const agency = declared.agency === undefined ? undefined : row[declared.agency];
  const notice = {
    dataset,
    record: id,
    rule: name,
    occasion: `r${revision}`,
    roles: notify,
    agency: typeof agency === 'string' ? agency : undefined,
    severity: 'medium' as const,
    at,
    deliverAt: isUrgent ? at : nextAtWork(calendars(codeOf(row)), Math.max(at, deed.at)),
  };
  return keepNotices({ context, connection, at: deed.at }, [notice]);
}
