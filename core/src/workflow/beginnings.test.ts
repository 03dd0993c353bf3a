import { expect, it } from 'vitest';
import { describeDatabases } from '../../../tests/support/databases.ts';
import { systemCaller } from '../access/caller.ts';
import { toCells } from '../data/cells.ts';
import { keepAdded } from '../data/keep.ts';
import { postRecord } from '../data/post.ts';
import { tableFor, writeRecords } from '../data/write.ts';
import { beginningsOf } from './beginnings.ts';
import { at, testMatters } from './clocks/testing.ts';

const dataset = 'test/matter';
const kinds = ['quick', 'plain', 'urgent'];

describeDatabases('what begins with new records', (open) => {
  it('is theirs, each by its own limit, and their deadlines are part of what is added', async () => {
    const { context, write, legs, row } = await testMatters(await open());
    const codes = Array.from({ length: 30 }, (_, index) => `m${String((index * 7) % 30).padStart(2, '0')}`);
    const state = (index: number) => (index % 2 === 0 ? 'assigned' : 'new');
    await write(codes.map((code, index) => ({ code, kind: kinds[index % 3] ?? '', state: state(index) })));
    for (const [index, code] of codes.entries()) {
      const stored = await context.database.read('d_test__matter').where({ code }).first();
      const id = Number(stored._id);
      const due =
        state(index) === 'new' ? undefined : { quick: at('2026-11-09T08:00'), plain: at('2026-11-10T17:00') }[kinds[index % 3] ?? ''];
      expect(await row(id)).toMatchObject({ _rev: 1, due_at: due ?? null, original_due_at: due ?? null });
      const running = (await legs(id)).map(({ clock, dueAt, record }) => [clock, dueAt, record]);
      expect(running).toEqual(
        state(index) === 'new' ? [['intake', at('2026-11-05T08:15'), id]] : due === undefined ? [] : [['handling', due, id]],
      );
      const timers = await context.database.read('timer').where({ dataset, record: id });
      expect(timers).toHaveLength(state(index) === 'new' ? 2 : due === undefined ? 0 : 4);
    }
  });

  it('goes by the calendars at the moment of writing, not by those at which it was prepared', async () => {
    const { context, write, leg, row } = await testMatters(await open());
    const { database } = context;
    const table = tableFor(context, dataset);
    const cells = toCells(table, database.dialect, { code: 'a', kind: 'quick', state: 'assigned' });
    const deed = { at: context.clock.now(), caller: systemCaller.id, action: 'write', dataset };
    const added = [{ cells, isSample: false }];
    const beginnings = await beginningsOf({ context, connection: database.read, table, deed, added });
    expect(beginnings?.legs).toMatchObject([{ record: 0, dueAt: at('2026-11-09T08:00') }]);
    await write(
      [{ calendar_code: 'default', date: '2026-11-06', is_working: false, shifts: [], status: 'official' }],
      'core/working_calendar',
    );
    await database.dialect.transaction(database.write, (connection) => keepAdded({ context, connection, table, deed, added, beginnings }));
    expect(await leg(1)).toMatchObject({ dueAt: at('2026-11-10T08:00') });
    expect(await row(1)).toMatchObject({ due_at: at('2026-11-10T08:00'), original_due_at: at('2026-11-10T08:00') });
  });

  it('goes by the calendar that its agency has at the moment of writing', async () => {
    const { context, write, leg } = await testMatters(await open());
    const { database } = context;
    const table = tableFor(context, dataset);
    const agency = { agency_code: 'nuoc', name_vi: 'Cấp nước', calendar_code: 'default' };
    await write([agency], 'core/agency');
    const cells = toCells(table, database.dialect, { code: 'a', kind: 'quick', state: 'assigned', agency: 'nuoc' });
    const deed = { at: context.clock.now(), caller: systemCaller.id, action: 'write', dataset };
    const added = [{ cells, isSample: false }];
    const beginnings = await beginningsOf({ context, connection: database.read, table, deed, added, isAhead: true });
    expect(beginnings?.legs).toMatchObject([{ calendar: 'default', dueAt: at('2026-11-09T08:00') }]);
    await write([{ ...agency, calendar_code: '24x7' }], 'core/agency');
    await keepAdded({ context, connection: database.write, table, deed, added, beginnings });
    expect(await leg(1)).toMatchObject({ calendar: '24x7', dueAt: at('2026-11-06T00:00') });
  });

  it('begins once when many write the same records at once, one by one and in a delivery', async () => {
    const { context } = await testMatters(await open());
    const rows = Array.from({ length: 12 }, (_, index) => ({ code: `m${index}`, kind: 'quick', state: 'assigned' }));
    await Promise.all([
      ...rows.map((row) => postRecord(context, { dataset, row, caller: systemCaller })),
      ...rows.map((row) => postRecord(context, { dataset, row: { ...row, note: 'again' }, caller: systemCaller })),
      writeRecords(context, { dataset, caller: systemCaller, rows: rows.map((row, index) => ({ line: index + 1, row })) }),
    ]);
    const legs = await context.database.read('workflow_clock').where({ dataset }).orderBy('record');
    const ids: { _id: number }[] = await context.database.read('d_test__matter').orderBy('_id').select('_id');
    expect(ids).toHaveLength(12);
    expect(legs.map(({ record, leg }) => [Number(record), Number(leg)])).toEqual(ids.map(({ _id }) => [Number(_id), 1]));
    expect(await context.database.read('timer').where({ dataset, kind: 'overdue' })).toHaveLength(12);
  });

  it('is nothing for illustrative records, also beside real ones', async () => {
    const { context } = await testMatters(await open());
    const table = tableFor(context, dataset);
    const cells = (code: string) => toCells(table, context.database.dialect, { code, kind: 'quick', state: 'assigned' });
    const deed = { at: context.clock.now(), caller: systemCaller.id, action: 'write', dataset };
    const added = [
      { cells: cells('a'), isSample: true },
      { cells: cells('b'), isSample: false },
    ];
    await context.database.dialect.transaction(context.database.write, (connection) =>
      keepAdded({ context, connection, table, deed, added }),
    );
    const rows = await context.database.read('d_test__matter').orderBy('_id');
    expect(rows.map(({ code, due_at }) => [code, due_at === null ? null : Number(due_at)])).toEqual([
      ['a', null],
      ['b', at('2026-11-09T08:00')],
    ]);
    const [leg, ...others] = await context.database.read('workflow_clock').where({ dataset });
    expect([Number(leg.record), others]).toEqual([Number(rows[1]._id), []]);
  });
});
