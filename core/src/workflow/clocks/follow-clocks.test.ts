import type { Ioc } from '@haidang/sdk';
import { expect, it } from 'vitest';
import { describeDatabases } from '../../../../tests/support/databases.ts';
import { localCaller, systemCaller } from '../../access/caller.ts';
import { deleteRecord } from '../../data/record.ts';
import { writeRecords } from '../../data/write.ts';
import { actionsOf } from '../actions.ts';
import { takeStep } from '../step.ts';
import { readLocalLimits } from './local-limits.ts';
import { at, testMatters } from './testing.ts';

describeDatabases('the clock of a record', (open) => {
  it('runs from the step that starts it, by the first limit whose condition holds, and its deadline stands in the record', async () => {
    const { write, step, leg, legs, row, setNow } = await testMatters(await open());
    await write([
      { code: 'a', kind: 'quick' },
      { code: 'b', kind: 'plain' },
      { code: 'c', kind: 'urgent' },
    ]);
    expect(await leg(1, 'intake')).toMatchObject({ state: 'running', dueAt: at('2026-11-05T08:15'), isProvisional: false });
    setNow('2026-11-05T08:10');
    for (const id of [1, 2, 3]) await step(id, 'assign');
    expect(await leg(1, 'intake')).toMatchObject({ state: 'stopped', overdueAt: undefined });
    expect(await leg(1)).toMatchObject({ leg: 1, within: { working: 'PT16H' }, dueAt: at('2026-11-09T08:10'), calendar: 'default' });
    expect(await leg(2)).toMatchObject({ within: { working: 'P3D' }, legal: 'Quy chế, Điều 5', dueAt: at('2026-11-10T17:00') });
    expect((await legs(3)).map(({ clock }) => clock)).toEqual(['intake']);
    expect(await row(2)).toMatchObject({ due_at: at('2026-11-10T17:00'), original_due_at: at('2026-11-10T17:00') });
  });

  it('rests in a pause with what is left, and goes on from its end', async () => {
    const { write, step, leg, row, setNow } = await testMatters(await open());
    await write([{ code: 'a', kind: 'quick' }]);
    await step(1, 'assign');
    setNow('2026-11-06T14:00');
    await step(1, 'ask');
    expect(await leg(1)).toMatchObject({ state: 'resting', leftMs: 3.5 * 3_600_000 });
    setNow('2026-11-09T10:00');
    await step(1, 'hear');
    expect(await leg(1)).toMatchObject({ state: 'running', leg: 1, dueAt: at('2026-11-09T15:00'), originalDueAt: at('2026-11-09T08:00') });
    expect(await row(1)).toMatchObject({ due_at: at('2026-11-09T15:00'), original_due_at: at('2026-11-09T08:00') });
  });

  it('does not rest after the deadline: waiting does not hide that it is overdue', async () => {
    const { write, step, leg, setNow } = await testMatters(await open());
    await write([{ code: 'a', kind: 'quick' }]);
    await step(1, 'assign');
    setNow('2026-11-09T08:01');
    await step(1, 'ask');
    expect(await leg(1)).toMatchObject({ state: 'running', dueAt: at('2026-11-09T08:00') });
    setNow('2026-11-12T08:00');
    await step(1, 'hear');
    expect(await leg(1)).toMatchObject({ state: 'running', dueAt: at('2026-11-09T08:00') });
    await step(1, 'finish');
    expect(await leg(1)).toMatchObject({ state: 'stopped', overdueAt: at('2026-11-09T08:00') });
  });

  it('takes an extension, keeps the first deadline, and begins anew when the record comes back', async () => {
    const { write, step, leg, legs, row, setNow } = await testMatters(await open());
    await write([{ code: 'a', kind: 'quick' }]);
    await step(1, 'assign');
    await step(1, 'extend', { due_at: '2026-11-13T17:00:00+07:00' });
    expect(await leg(1)).toMatchObject({ basis: 'said', dueAt: at('2026-11-13T17:00'), originalDueAt: at('2026-11-09T08:00') });
    expect(await row(1)).toMatchObject({ due_at: at('2026-11-13T17:00'), original_due_at: at('2026-11-09T08:00') });
    setNow('2026-11-13T16:00');
    await step(1, 'ask');
    setNow('2026-11-16T07:00');
    await step(1, 'hear');
    expect(await leg(1)).toMatchObject({ dueAt: at('2026-11-16T08:30') });
    await step(1, 'finish');
    setNow('2026-11-18T08:00');
    await step(1, 'assign');
    expect((await legs(1)).filter(({ clock }) => clock === 'handling')).toMatchObject([
      { leg: 1, state: 'stopped', originalDueAt: at('2026-11-09T08:00') },
      { leg: 2, state: 'running', dueAt: at('2026-11-20T08:00'), originalDueAt: at('2026-11-20T08:00') },
    ]);
    expect(await row(1)).toMatchObject({ due_at: at('2026-11-20T08:00'), original_due_at: at('2026-11-09T08:00') });
  });

  it('keeps the rule and the calendar that it started with', async () => {
    const { write, step, leg, setNow } = await testMatters(await open());
    const agency = { agency_code: 'nuoc', name_vi: 'Cấp nước', calendar_code: '24x7' };
    await write([agency], 'core/agency');
    await write([{ code: 'a', kind: 'quick', agency: 'nuoc' }]);
    await step(1, 'assign');
    expect(await leg(1)).toMatchObject({ calendar: '24x7', dueAt: at('2026-11-06T00:00') });
    await write([{ ...agency, calendar_code: 'default' }], 'core/agency');
    await write([{ code: 'a', kind: 'plain' }]);
    setNow('2026-11-05T20:00');
    await step(1, 'ask');
    setNow('2026-11-07T20:00');
    await step(1, 'hear');
    expect(await leg(1)).toMatchObject({ calendar: '24x7', within: { working: 'PT16H' }, dueAt: at('2026-11-08T00:00') });
  });

  it('takes deadlines that a source brings along as they are, else counts from when the matter came up', async () => {
    const { write, leg, legs, row } = await testMatters(await open());
    const due = { due_at: '2026-11-20T17:00:00+07:00', original_due_at: '2026-11-18T17:00:00+07:00' };
    const received_at = '2026-11-02T09:00:00+07:00';
    await write([
      { code: 'a', kind: 'plain', state: 'assigned', received_at, ...due },
      { code: 'b', kind: 'plain', state: 'assigned', received_at },
      { code: 'c', kind: 'plain', state: 'assigned', received_at: '2027-01-02T09:00:00+07:00' },
      { code: 'd', kind: 'plain', state: 'done', received_at, ...due },
    ]);
    expect(await leg(1)).toMatchObject({ basis: 'said', dueAt: at('2026-11-20T17:00'), originalDueAt: at('2026-11-18T17:00') });
    expect(await row(1)).toMatchObject({ _rev: 1 });
    expect(await leg(2)).toMatchObject({ startedAt: at('2026-11-02T09:00'), dueAt: at('2026-11-05T17:00') });
    expect(await row(2)).toMatchObject({ _rev: 1, due_at: at('2026-11-05T17:00'), original_due_at: at('2026-11-05T17:00') });
    expect(await leg(3)).toMatchObject({ startedAt: at('2026-11-05T08:00') });
    expect(await legs(4)).toEqual([]);
    await write([{ code: 'd', state: 'assigned' }]);
    expect(await leg(4)).toMatchObject({ basis: 'said', dueAt: at('2026-11-20T17:00') });
  });

  it('does not run for illustrative records, and is forgotten with its record', async () => {
    const { context, write, legs, step } = await testMatters(await open());
    const rows = [{ line: 1, row: { code: 'a', kind: 'quick', state: 'assigned' } }];
    const written = await writeRecords(context, { dataset: 'test/matter', rows, caller: systemCaller, sample: true });
    expect(written.added).toBe(1);
    await write([{ code: 'b', kind: 'quick' }]);
    const id = Number((await context.database.read('d_test__matter').where({ code: 'b' }).first('_id'))._id);
    expect(await context.database.read('workflow_clock').whereNot({ record: id })).toEqual([]);
    await step(id, 'assign');
    expect(await context.database.read('timer').where({ record: id })).not.toEqual([]);
    const { _rev: revision } = await context.database.read('d_test__matter').where('_id', id).first('_rev');
    await deleteRecord(context, { dataset: 'test/matter', id, revision: Number(revision), caller: localCaller() });
    expect(await legs(id)).toEqual([]);
    expect(await context.database.read('timer').where({ record: id })).toEqual([]);
  });

  it('says in the audit log who set a deadline', async () => {
    const { context, write, step } = await testMatters(await open());
    await write([{ code: 'a', kind: 'quick' }]);
    await step(1, 'assign');
    const audit = await context.database.read('audit').where({ dataset: 'test/matter', record: '1' }).orderBy('id');
    expect(audit.map(({ action, caller }) => [action, caller])).toEqual([
      ['write', 'system'],
      ['step:assign', 'system'],
      ['clock:move', 'system'],
    ]);
    const fields = context.database.dialect.decode('json', audit.at(-1).fields);
    expect(fields).toEqual({
      due_at: [null, '2026-11-09T08:00:00+07:00'],
      original_due_at: [null, '2026-11-09T08:00:00+07:00'],
    });
  });
});

describeDatabases('the clocks of a record as people see them', (open) => {
  it('say what is left, whether that is sure, and by what rule', async () => {
    const { context, write, step, setNow } = await testMatters(await open());
    const ask = async () => (await actionsOf(context, { dataset: 'test/matter', id: 1, caller: localCaller() })).clocks;
    await write([{ code: 'a', kind: 'plain' }]);
    await step(1, 'assign');
    setNow('2026-11-06T16:00');
    const due = { original: '2026-11-10T17:00:00+07:00', provisional: false, legal: 'Quy chế, Điều 5' };
    expect(await ask()).toMatchObject([
      { name: 'intake', state: 'stopped', due: '2026-11-05T08:15:00+07:00' },
      { name: 'handling', state: 'running', due: '2026-11-10T17:00:00+07:00', remaining: 17 * 3_600_000, ...due },
    ]);
    await step(1, 'ask');
    setNow('2026-12-31T10:00');
    expect((await ask())[1]).toMatchObject({ state: 'resting', remaining: 17 * 3_600_000 });
    await step(1, 'hear');
    expect((await ask())[1]).toMatchObject({ state: 'running', due: '2027-01-04T11:00:00+07:00', ...due, provisional: true });
    setNow('2027-02-01T10:00');
    expect((await ask())[1]).toMatchObject({ state: 'running', remaining: 0 });
  });
});

describeDatabases('limits that a locality sets', (open) => {
  it('take the place of those of the plugin; such as cannot be read are problems', async () => {
    const { context, write, step, leg } = await testMatters(await open());
    const read = (limits: unknown, name = 'test/matter.handling') => {
      const clocks = { [name]: { limits } } as unknown as NonNullable<Ioc['clocks']>;
      return readLocalLimits({ ...context, ioc: { ...context.ioc, clocks } }, '2026-11-22T00:00:00Z');
    };
    const { clocks, problems } = read([{ where: { kind: 'quick' }, within: { working: 'P1D' }, legal: 'QĐ 12/2026' }]);
    expect(problems).toEqual([]);
    await write([{ code: 'a', kind: 'quick' }]);
    await takeStep(
      { ...context, ioc: { ...context.ioc, clocks } },
      { dataset: 'test/matter', id: 1, transition: 'assign', given: {}, caller: systemCaller },
    );
    expect(await leg(1)).toMatchObject({ within: { working: 'P1D' }, legal: 'QĐ 12/2026', dueAt: at('2026-11-06T17:00') });
    await step(1, 'finish');
    await step(1, 'assign');
    expect(await leg(1)).toMatchObject({ leg: 2, within: { working: 'PT16H' } });
    const faults = [
      read([{ within: { working: 'P1DT2H' } }]),
      read([{ where: { no_field: 1 }, within: 'P1D' }]),
      read([{ within: 'P1D' }], 'test/matter.none'),
      read([{ within: 'P1D' }], 'none/none.handling'),
    ];
    for (const each of faults) expect(each).toMatchObject({ clocks: {}, problems: [{ code: 'bad-limits' }] });
  });
});
