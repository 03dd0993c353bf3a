import { defineDataset, schema } from '@haidang/sdk';
import { expect, it, test } from 'vitest';
import { describeDatabases } from '../../../../tests/support/databases.ts';
import { formatInstant } from '../../data/zone.ts';
import { workingCalendar } from '../../time/working-calendar.ts';
import { clocksOf } from '../clocks/clocks-of.ts';
import { startLeg } from '../clocks/leg.ts';
import { at, testMatters } from '../clocks/testing.ts';
import { firstTimers } from './clock-timers.ts';

const row = schema({
  required: ['code', 'state'],
  properties: { code: { type: 'string' }, state: { type: 'string', enum: ['open'] } },
});
const within = { working: 'PT16H' } as const;

interface Given {
  readonly due: string;
  /** Thursday 5 November 2026, 08:00, when absent. */
  readonly from?: string;
  /** Of the limit, when it is not that of 16 hours of work. */
  readonly original?: string;
}

/** When each share of a limit of 16 hours counts as used. */
function moments(shares: readonly number[], { due, from = '2026-11-05T08:00', original = '2026-11-09T08:00' }: Given): readonly string[] {
  const escalate = shares.map((share) => ({ at: share, notify: ['desk'] }));
  const workflow = {
    field: 'state',
    initial: 'open',
    transitions: {},
    clocks: { c: { runs: ['open'], limits: [{ within }], escalate } },
  } as const;
  const calendars = Object.assign(() => workingCalendar(), { edition: '', ofAgency: new Map<string, string>() });
  const about = { dataset: 'test/matter', record: 1, clock: 'c', leg: 1, within, legal: undefined, calendar: 'default' };
  const started = at(from);
  const leg = startLeg({ ...about, at: started, now: started, due: at(due), original: at(original) }, calendars());
  const clocks = clocksOf(defineDataset({ row, key: ['code'], workflow }));
  const timers = firstTimers({ clocks, calendars, at: started, legs: [leg] }, new Set());
  return timers.filter(({ kind }) => kind === 'escalate').map((timer) => formatInstant(timer.at).slice(0, 16));
}

// Sunday night, a lunch break, the evening of a working day.
test.each(['2026-12-06T23:59', '2026-11-09T12:15', '2026-11-09T20:00'])(
  'a limit with a deadline out of hours, %s, is used up then',
  (due) => {
    expect(moments([1], { due })).toEqual([due]);
  },
);

test('what is left before a deadline out of hours is left of the hours before it', () => {
  // A quarter of 16 hours on Friday afternoon, an eighth and a minute of it; half of the day before.
  expect(moments([0.5, 0.75, 0.875, 1 - 1 / 960], { due: '2026-12-06T23:59' })).toEqual([
    '2026-12-04T07:30',
    '2026-12-04T13:00',
    '2026-12-04T15:00',
    '2026-12-04T16:59',
  ]);
});

test('a limit without an hour of work in it is used up at its deadline', () => {
  const weekend = { from: '2026-11-07T08:00', original: '2026-11-08T20:00', due: '2026-11-08T20:00' };
  expect(moments([0.5, 1], weekend)).toEqual(['2026-11-08T20:00', '2026-11-08T20:00']);
});

describeDatabases('a deadline on a Sunday', (open) => {
  it('is missed when it has passed, not when people go home on Friday', async () => {
    const { write, step, fire, notices, leg: legOf, setNow } = await testMatters(await open());
    await write([{ code: 'a', kind: 'quick' }]);
    await step(1, 'assign');
    await step(1, 'extend', { due_at: '2026-11-08T23:59:00+07:00' });
    setNow('2026-11-08T23:58');
    await fire();
    expect((await notices()).map(([, role]) => role)).toEqual(['desk']);
    setNow('2026-11-09T00:00');
    await fire();
    const late = [at('2026-11-08T23:59'), at('2026-11-09T07:30')];
    expect((await notices()).slice(1)).toEqual([
      ['test/matter.handling', 'desk', ...late],
      ['test/matter.handling', 'head', ...late],
    ]);
    expect(await legOf(1)).toMatchObject({ overdueAt: at('2026-11-08T23:59') });
  });
});
