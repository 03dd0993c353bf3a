import { expect, it } from 'vitest';
import { describeDatabases } from '../../../../tests/support/databases.ts';
import { followCalendars } from './follow-calendars.ts';
import { at, testMatters } from './testing.ts';

const calendar = 'core/working_calendar';
const off = (date: string, status = 'official') => ({ calendar_code: 'default', date, is_working: false, shifts: [], status });

describeDatabases('deadlines after a change of a calendar', (open) => {
  const start = async () => {
    const matters = await testMatters(await open());
    const { context } = matters;
    const follow = async () => {
      while (await followCalendars(context));
    };
    await follow();
    const told = async () => {
      const rows = await context.database.read('audit').where({ action: 'clock:calendar' }).orderBy('id');
      return rows.map(({ record, caller, fields }) => [record, caller, context.database.dialect.decode('json', fields)]);
    };
    return { ...matters, follow, told };
  };

  it('come later by a day that is now off, with one audit row each, and the original one stays', async () => {
    const { write, step, leg, row, follow, told, fire, notices, setNow } = await start();
    await write([
      { code: 'a', kind: 'quick' },
      { code: 'b', kind: 'plain' },
      { code: 'c', kind: 'quick' },
    ]);
    for (const id of [1, 2, 3]) await step(id, 'assign');
    await step(3, 'finish');
    await write([off('2026-11-09')], calendar);
    await follow();
    await follow();
    expect(await leg(1)).toMatchObject({ dueAt: at('2026-11-10T08:00'), originalDueAt: at('2026-11-09T08:00') });
    expect(await leg(2)).toMatchObject({ dueAt: at('2026-11-11T17:00') });
    expect(await leg(3)).toMatchObject({ dueAt: at('2026-11-09T08:00') });
    expect(await row(1)).toMatchObject({ due_at: at('2026-11-10T08:00'), original_due_at: at('2026-11-09T08:00') });
    expect(await told()).toEqual([
      ['1', 'system', { due_at: ['2026-11-09T08:00:00+07:00', '2026-11-10T08:00:00+07:00'] }],
      ['2', 'system', { due_at: ['2026-11-10T17:00:00+07:00', '2026-11-11T17:00:00+07:00'] }],
    ]);
    // Timers have gone along.
    setNow('2026-11-09T12:00');
    await fire();
    expect((await notices()).filter(([rule, role]) => rule.endsWith('handling') && role === 'head')).toEqual([]);
    setNow('2026-11-10T08:00');
    await fire();
    expect((await notices()).filter(([rule, role]) => rule.endsWith('handling') && role === 'head')).toHaveLength(1);
  });

  it('never come earlier than they were said to, and are no longer provisional when the days are decided', async () => {
    const { write, step, leg, follow, told } = await start();
    await write([off('2026-11-06', 'unconfirmed')], calendar);
    await follow();
    await write([{ code: 'a', kind: 'plain' }]);
    await step(1, 'assign');
    expect(await leg(1)).toMatchObject({ dueAt: at('2026-11-11T17:00'), isProvisional: true });
    await write([{ ...off('2026-11-06'), is_working: true }], calendar);
    await follow();
    expect(await leg(1)).toMatchObject({ dueAt: at('2026-11-11T17:00'), isProvisional: false });
    expect(await told()).toEqual([]);
  });

  it('follow from what was left after a pause, not where somebody has said them, nor while they rest', async () => {
    const { write, step, leg, follow, setNow } = await start();
    await write(['a', 'b', 'c'].map((code) => ({ code, kind: 'quick' })));
    for (const id of [1, 2, 3]) await step(id, 'assign');
    await step(2, 'extend', { due_at: '2026-11-12T11:00:00+07:00' });
    setNow('2026-11-06T14:00');
    for (const id of [1, 3]) await step(id, 'ask');
    setNow('2026-11-09T10:00');
    await step(1, 'hear');
    await write([off('2026-11-09')], calendar);
    await follow();
    expect(await leg(1)).toMatchObject({ dueAt: at('2026-11-10T11:00'), basis: 'left' });
    expect(await leg(2)).toMatchObject({ dueAt: at('2026-11-12T11:00'), basis: 'said' });
    expect(await leg(3)).toMatchObject({ state: 'resting', leftMs: 3.5 * 3_600_000 });
    setNow('2026-11-10T07:30');
    await step(3, 'hear');
    expect(await leg(3)).toMatchObject({ dueAt: at('2026-11-10T11:00') });
  });

  it('of a step that the system takes are put off too', async () => {
    const { write, step, row, follow, fire, setNow } = await start();
    await write([{ code: 'a', kind: 'quick' }]);
    await step(1, 'assign');
    await step(1, 'ask');
    await write([off('2026-11-10')], calendar);
    await follow();
    setNow('2026-11-12T17:00');
    await fire();
    expect(await row(1)).toMatchObject({ state: 'waiting' });
    setNow('2026-11-13T17:00');
    await fire();
    expect(await row(1)).toMatchObject({ state: 'assigned' });
  });

  it('that are over when a day turns out to have been off are not', async () => {
    const { write, step, leg, follow, fire, setNow } = await start();
    await write([{ code: 'a', kind: 'quick' }]);
    await step(1, 'assign');
    setNow('2026-11-09T09:00');
    await fire();
    expect(await leg(1)).toMatchObject({ overdueAt: at('2026-11-09T08:00') });
    await write([off('2026-11-06')], calendar);
    await follow();
    expect(await leg(1)).toMatchObject({ dueAt: at('2026-11-10T08:00'), overdueAt: undefined });
    setNow('2026-11-10T09:00');
    await fire();
    expect(await leg(1)).toMatchObject({ overdueAt: at('2026-11-10T08:00') });
  });

  it('are brought along in parts, and anew when another change comes in between', async () => {
    const { context, write, follow } = await start();
    const many = 150;
    await write(Array.from({ length: many }, (_, index) => ({ code: `m${index}`, kind: 'plain', state: 'assigned' })));
    await write([off('2026-11-09')], calendar);
    expect(await followCalendars(context)).toBe(true);
    await write([off('2026-11-10')], calendar);
    expect(await followCalendars(context)).toBe(true);
    await follow();
    const dues = await context.database.read('workflow_clock').where({ clock: 'handling' }).distinct('due_at');
    expect(dues.map(({ due_at }) => Number(due_at))).toEqual([at('2026-11-12T17:00')]);
    expect(await followCalendars(context)).toBe(false);
  });
});
