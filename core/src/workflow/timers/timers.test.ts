import { expect, it, vi } from 'vitest';
import { describeDatabases } from '../../../../tests/support/databases.ts';
import { localCaller, systemCaller } from '../../access/caller.ts';
import { systemClock } from '../../clock.ts';
import type { DataContext } from '../../data/context.ts';
import { patchRecord } from '../../data/record.ts';
import { at, testMatters } from '../clocks/testing.ts';
import { keepNotices } from './notices.ts';
import { Timers } from './timers.ts';

const handling = 'test/matter.handling';

describeDatabases('timers', (open) => {
  it('tell each role of each escalation once, when it happened, and note when a record first was overdue', async () => {
    const { write, step, fire, notices, leg, setNow, row } = await testMatters(await open());
    await write([{ code: 'a', kind: 'quick', agency: 'so-xd' }]);
    await step(1, 'assign');
    setNow('2026-11-05T16:59');
    await fire();
    expect(await notices()).toEqual([]);
    // Half of 16 hours from Thursday 08:00.
    setNow('2026-11-06T08:00');
    await fire();
    await fire();
    const half = [handling, 'desk', at('2026-11-06T08:00'), at('2026-11-06T08:00')];
    expect(await notices()).toEqual([half]);
    setNow('2026-11-09T08:00');
    await fire();
    const due = at('2026-11-09T08:00');
    expect(await notices()).toEqual([half, [handling, 'desk', due, due], [handling, 'head', due, due]]);
    expect(await leg(1)).toMatchObject({ state: 'running', overdueAt: due });
    setNow('2026-11-10T17:00');
    await fire();
    expect((await notices()).slice(3)).toEqual([[handling, 'shift_lead', at('2026-11-10T17:00'), at('2026-11-11T07:30')]]);
    setNow('2027-06-01T08:00');
    await fire();
    expect(await notices()).toHaveLength(4);
    expect(await row(1)).toMatchObject({ _rev: 3 });
  });

  it('wait for hours in which people work, but not where the clock runs round the clock', async () => {
    const { context, write, step, fire, notices, setNow } = await testMatters(await open());
    setNow('2026-11-06T23:50');
    await write([{ code: 'a', kind: 'plain' }]);
    setNow('2026-11-07T01:00');
    await fire();
    expect(await notices()).toEqual([['test/matter.intake', 'shift_lead', at('2026-11-07T00:05'), at('2026-11-07T00:05')]]);
    await step(1, 'assign');
    await context.database
      .write('timer')
      .where({ kind: 'escalate', step: 0, name: 'handling' })
      .update({ at: at('2026-11-07T09:00') });
    setNow('2026-11-07T22:00');
    await fire();
    expect((await notices()).at(-1)).toEqual([handling, 'desk', at('2026-11-07T09:00'), at('2026-11-09T07:30')]);
  });

  it('are off while a clock rests, come later after an extension, and never twice in a leg', async () => {
    const { write, step, fire, notices, setNow } = await testMatters(await open());
    await write([{ code: 'a', kind: 'quick' }]);
    await step(1, 'assign');
    setNow('2026-11-06T08:00');
    await fire();
    await step(1, 'ask');
    setNow('2026-11-11T08:00');
    await fire();
    expect(await notices()).toHaveLength(1);
    await step(1, 'hear');
    await step(1, 'extend', { due_at: '2026-11-20T17:00:00+07:00' });
    setNow('2026-11-20T16:59');
    await fire();
    expect(await notices()).toHaveLength(1);
    setNow('2026-11-20T17:00');
    await fire();
    expect((await notices()).slice(1).map(([, role]) => role)).toEqual(['desk', 'head']);
    await step(1, 'finish');
    await step(1, 'assign');
    setNow('2026-11-24T17:00');
    await fire();
    expect((await notices()).slice(3).map(([, role]) => role)).toEqual(['desk', 'desk', 'head']);
  });

  it('fire once and in order after an outage, with the time of what happened, also when the record has moved on since', async () => {
    const { context, write, step, fire, leg, setNow } = await testMatters(await open());
    await write([
      { code: 'a', kind: 'quick' },
      { code: 'b', kind: 'quick' },
    ]);
    await step(1, 'assign');
    setNow('2026-11-05T09:00');
    await step(2, 'assign');
    setNow('2026-12-01T03:00');
    await step(2, 'finish');
    await fire();
    const told = await context.database.read('d_core__notification').where({ rule_id: handling }).orderBy('_id');
    const toldOf = (id: number) =>
      told.filter(({ ref }) => ref === `test/matter/${id}`).map((notice) => [notice.recipient_role, Number(notice.created_at)]);
    for (const [id, hour] of [
      [1, '08'],
      [2, '09'],
    ] as const)
      expect(toldOf(id)).toEqual([
        ['desk', at(`2026-11-06T${hour}:00`)],
        ['desk', at(`2026-11-09T${hour}:00`)],
        ['head', at(`2026-11-09T${hour}:00`)],
        ['shift_lead', at('2026-11-10T17:00')],
      ]);
    // Nobody is woken at three in the morning for it.
    expect(new Set(told.map((notice) => Number(notice.deliver_at)))).toEqual(new Set([at('2026-12-01T07:30')]));
    expect(await leg(1)).toMatchObject({ overdueAt: at('2026-11-09T08:00') });
    expect(await leg(2)).toMatchObject({ overdueAt: at('2026-11-09T09:00') });
  });

  it('tell of what a record missed before it came only that it is late, and nothing of one that another system brings along', async () => {
    const { write, fire, notices, leg } = await testMatters(await open());
    const received_at = '2026-10-01T08:00:00+07:00';
    await write([
      { code: 'a', kind: 'quick', received_at },
      { code: 'b', kind: 'quick', state: 'assigned', received_at },
    ]);
    await fire();
    expect(await notices()).toEqual([['test/matter.intake', 'shift_lead', at('2026-10-01T08:15'), at('2026-10-01T08:15')]]);
    expect(await leg(2)).toMatchObject({ state: 'running', overdueAt: at('2026-10-05T08:00') });
  });

  it('take a step for the system, at the time that it was due, and leave it when the record has moved', async () => {
    const { context, write, step, fire, row, leg, setNow } = await testMatters(await open());
    await write([
      { code: 'a', kind: 'quick' },
      { code: 'b', kind: 'quick' },
    ]);
    for (const id of [1, 2]) await step(id, 'assign');
    for (const id of [1, 2]) await step(id, 'ask');
    setNow('2026-11-12T16:59');
    await fire();
    expect(await row(1)).toMatchObject({ state: 'waiting' });
    await step(2, 'finish');
    // The system was down when the time came.
    setNow('2026-11-20T09:00');
    await fire();
    expect([await row(1), await row(2)]).toMatchObject([{ state: 'assigned' }, { state: 'done' }]);
    // It goes on from when the wait was over, with all 16 hours left.
    expect(await leg(1)).toMatchObject({ state: 'running', since: at('2026-11-12T17:00'), dueAt: at('2026-11-16T17:00') });
    expect(await leg(1)).toMatchObject({ overdueAt: at('2026-11-16T17:00') });
    const taken = await context.database.read('audit').where({ action: 'step:give_up_waiting' });
    expect(taken.map(({ record, caller }) => [record, caller])).toEqual([['1', 'system']]);
  });

  it('leave a step that is refused for later, say so once, and hold up nothing else', async () => {
    const { context, write, step, fire, row, errors, notices, setNow } = await testMatters(await open());
    await write([
      { code: 'a', kind: 'quick', state: 'done' },
      { code: 'b', kind: 'quick', state: 'done', note: 'đã xử lý' },
    ]);
    await step(1, 'assign');
    await step(1, 'finish');
    setNow('2026-11-20T08:00');
    await fire();
    await fire();
    expect([await row(1), await row(2)]).toMatchObject([{ state: 'done' }, { state: 'archived' }]);
    expect(errors).toEqual([expect.stringContaining('archive of test/matter/1')]);
    await write([{ code: 'c', kind: 'quick' }]);
    setNow('2026-11-20T09:00');
    await fire();
    expect((await notices()).map(([rule, role]) => [rule, role])).toEqual([
      ['test/matter.archive', 'archivist'],
      ['test/matter.intake', 'shift_lead'],
    ]);
    // Another process, or this one after a while, takes it as soon as it may be taken.
    await write([{ code: 'a', note: 'đã xử lý' }]);
    const later = new Timers(context, () => {});
    while (await later.work());
    expect(await row(1)).toMatchObject({ state: 'archived' });
  });

  it('stay put when the clock jumps, back or ahead, and nothing is told twice', async () => {
    const { write, step, fire, notices, leg, setNow } = await testMatters(await open());
    await write([{ code: 'a', kind: 'quick' }]);
    await step(1, 'assign');
    for (const now of ['2026-11-06T08:00', '2026-11-05T07:00', '2026-11-09T09:00', '2026-11-08T09:00', '2026-11-09T09:00']) {
      setNow(now);
      await fire();
    }
    expect((await notices()).filter(([rule]) => rule === handling).map(([, role, when]) => [role, when])).toEqual([
      ['desk', at('2026-11-06T08:00')],
      ['desk', at('2026-11-09T08:00')],
      ['head', at('2026-11-09T08:00')],
    ]);
    expect(await leg(1)).toMatchObject({ overdueAt: at('2026-11-09T08:00') });
  });

  it('go by the clock of the database, which all processes share, where the centre has no other', async () => {
    const { context, write, notices } = await testMatters(await open());
    const real: DataContext = { ...context, clock: systemClock };
    await write([{ code: 'a', kind: 'plain' }]);
    const inAnHour = Date.now() + 3_600_000;
    await context.database.write('timer').where({ kind: 'escalate' }).update({ at: inAnHour });
    const timers = new Timers(real, () => {});
    // This machine's clock runs a day ahead.
    const ahead = vi.spyOn(Date, 'now').mockImplementation(() => inAnHour + 23 * 3_600_000);
    try {
      await timers.work();
      expect(await notices()).toEqual([]);
      await context.database
        .write('timer')
        .where({ kind: 'escalate' })
        .update({ at: inAnHour - 3_600_001 });
      ahead.mockImplementation(() => inAnHour - 25 * 3_600_000);
      await timers.work();
      expect(await notices()).toHaveLength(1);
    } finally {
      ahead.mockRestore();
    }
  });

  it('are shared by all who look for them at once, and each fires exactly once', async () => {
    const { context, write, notices, setNow } = await testMatters(await open());
    const count = 200;
    await write(Array.from({ length: count }, (_, index) => ({ code: `m${index}`, kind: 'plain' })));
    setNow('2026-11-05T09:00');
    const several = Array.from({ length: 4 }, () => new Timers(context, () => {}));
    await Promise.all(
      several.map(async (timers) => {
        for (let idle = 0; idle < 3; ) idle = (await timers.work()) ? 0 : idle + 1;
      }),
    );
    expect(await notices()).toHaveLength(count);
    const refs = await context.database.read('d_core__notification').distinct('ref');
    expect(refs).toHaveLength(count);
    const undone = await context.database.read('timer').whereNull('done_at').where('at', '<=', at('2026-11-05T09:00'));
    expect(undone).toEqual([]);
  });
});

describeDatabases('a notice', (open) => {
  it('is kept once for each occasion and role, and people only answer it', async () => {
    const { context, notices } = await testMatters(await open());
    const notice = { dataset: 'test/matter', record: 7, rule: 'assign', occasion: '2', roles: ['desk', 'head'], agency: undefined };
    const now = at('2026-11-05T08:00');
    for (let times = 0; times < 2; times++)
      await context.database.dialect.transaction(context.database.write, (connection) =>
        keepNotices({ context, connection, at: now }, [{ ...notice, severity: 'medium', at: now, deliverAt: now }]),
      );
    expect((await notices()).map(([rule, role]) => [rule, role])).toEqual([
      ['test/matter.assign', 'desk'],
      ['test/matter.assign', 'head'],
    ]);
    const one = { dataset: 'core/notification', id: 1, caller: localCaller() };
    await patchRecord(context, { ...one, revision: 1, patch: { state: 'acknowledged', acknowledged_at: '2026-11-05T09:00:00+07:00' } });
    await expect(patchRecord(context, { ...one, revision: 2, patch: { recipient_role: 'khác' } })).rejects.toThrow();
    await patchRecord(context, { ...one, caller: systemCaller, revision: 2, patch: { state: 'resolved' } });
  });
});
