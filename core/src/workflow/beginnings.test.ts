import { defineDataset, schema } from '@haidang/sdk';
import { expect, it } from 'vitest';
import { describeDatabases } from '../../../tests/support/databases.ts';
import { systemCaller } from '../access/caller.ts';
import { toCells } from '../data/cells.ts';
import { keepAdded } from '../data/keep.ts';
import { postRecord } from '../data/post.ts';
import { rollupsOf } from '../data/rollup/definition.ts';
import { settleAll, wrongPairs } from '../data/rollup/testing.ts';
import { tableFor, Writer, writeRecords } from '../data/write.ts';
import { testRecords } from '../indicators/testing.ts';
import { beginningsOf } from './beginnings.ts';
import { at, matter, testMatters } from './clocks/testing.ts';

const dataset = 'test/matter';
const kinds = ['quick', 'plain', 'urgent'];
/** Matters whose limit goes by another matter. */
const family = defineDataset({
  row: schema({
    required: ['code', 'state'],
    properties: {
      code: { type: 'string', format: 'code' },
      kind: { type: 'string', enum: ['urgent', 'plain'] },
      parent: { type: 'string', 'x-ref': dataset },
      state: { type: 'string', enum: ['new', 'assigned'] },
    },
  }),
  key: ['code'],
  workflow: {
    field: 'state',
    initial: 'new',
    source: ['new', 'assigned'],
    transitions: { assign: { from: ['new'], to: 'assigned' } },
    clocks: { handling: { runs: ['assigned'], limits: [{ where: { 'parent.kind': 'urgent' }, within: 'PT1H' }, { within: 'P9D' }] } },
  },
});

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

  it('counts in roll-ups by deadline', async () => {
    const indicators = { due: { formula: 'count(matter where due_at in period)', unit: '1', frequency: 'day', by: ['kind'] } } as const;
    const { context, setNow, write } = await testRecords(await open(), { datasets: { matter }, indicators });
    setNow('2026-11-05T08:00:00');
    await settleAll(context);
    const rows = kinds.map((kind) => ({ code: kind, kind, state: 'assigned', received_at: '2026-11-05T07:30:00+07:00' }));
    await write(dataset, rows.slice(0, 1));
    await postRecord(context, { dataset, row: rows[1] ?? {}, caller: systemCaller });
    await settleAll(context);
    const table =
      rollupsOf(context)
        .get(dataset)
        ?.map(({ name }) => name) ?? [];
    expect(table).toHaveLength(1);
    expect((await context.database.read(table[0] ?? '').where({ _slice: '' })).map((cell) => Number(cell._n))).toEqual([1, 1]);
    expect(await wrongPairs(context, dataset)).toEqual([]);
  });

  it('goes by other records as the deliveries before have left them', async () => {
    const { context, setNow } = await testRecords(await open(), { datasets: { matter: family } });
    setNow('2026-11-05T08:00:00');
    const writer = new Writer(context, { dataset, caller: systemCaller });
    const numbers = Array.from({ length: 500 }, (_, number) => number);
    await Promise.all([
      writer.write(numbers.map((number) => ({ line: number + 1, row: { code: `p${number}`, kind: 'urgent', state: 'new' } }))),
      writer.write(numbers.map((number) => ({ line: number + 501, row: { code: `c${number}`, parent: `p${number}`, state: 'assigned' } }))),
    ]);
    const legs = await context.database.read('workflow_clock').where({ clock: 'handling' });
    expect(legs.map(({ within }) => context.database.dialect.decode('json', within))).toEqual(numbers.map(() => 'PT1H'));
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
