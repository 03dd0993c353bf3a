import { defineDataset, geoPoint, type Json, schema } from '@haidang/sdk';
import { expect, it } from 'vitest';
import { describeDatabases } from '../../../tests/support/databases.ts';
import { type Caller, localCaller } from '../access/caller.ts';
import type { DataContext } from './context.ts';
import { getRecord } from './record.ts';
import { testContext } from './testing.ts';
import type { Unit } from './units.ts';
import { Writer, writeRecords } from './write.ts';

const report = defineDataset({
  row: schema({
    required: ['code', 'ward', 'reported_at', 'status'],
    properties: {
      code: { type: 'string', format: 'code' },
      title: { type: 'string', maxLength: 20 },
      note: { type: 'string', format: 'text' },
      ward: { type: 'string', format: 'unit' },
      point: geoPoint,
      reported_at: { type: 'string', format: 'date-time' },
      day: { type: 'string', format: 'date' },
      status: { type: 'string', enum: ['open', 'done'] },
      count: { type: 'integer', minimum: 0 },
      score: { type: 'number' },
      urgent: { type: 'boolean' },
      tags: { type: 'array', items: { type: 'string' } },
      extra: { type: 'object' },
      phone: { type: 'string', 'x-personal': 'basic' },
    },
  }),
  key: ['code'],
  time: 'reported_at',
  geo: 'point',
  unit: 'ward',
});

const reading = defineDataset({
  row: schema({
    required: ['station', 'at', 'value'],
    properties: { station: { type: 'integer' }, at: { type: 'string', format: 'date-time' }, value: { type: 'number' } },
  }),
  key: ['station', 'at'],
  time: 'at',
});

const ward: Unit = {
  key: '22945@2025-07-01',
  code: '22945',
  version: '2025-07-01',
  level: 'ward',
  title: { vi: 'Phường Phan Thiết' },
  validFrom: '2025-07-01',
  point: [108.1, 10.93],
};

const full = {
  code: 'A1',
  title: 'Đèn hỏng',
  note: 'Cột 12',
  ward: ward.key,
  point: { type: 'Point', coordinates: [108.11, 10.92] },
  reported_at: '2026-11-21T14:32:07+07:00',
  day: '2026-11-21',
  status: 'open',
  count: 3,
  score: 0.1,
  urgent: true,
  tags: ['đèn', 'đường'],
  extra: { b: 1, a: [true, null] },
  phone: '0900000000',
} satisfies { [field: string]: Json };

const caller = localCaller();
type Row = { readonly [field: string]: Json };

describeDatabases('writing records', (open) => {
  const start = async (more: { changed?: (datasets: ReadonlySet<string>) => void; now?: () => number } = {}) =>
    testContext(await open(), {
      datasets: { report, reading },
      units: [ward],
      ...(more.changed && { changed: more.changed }),
      clock: { now: more.now ?? (() => 1_800_000_000_000) },
    });
  const write = (context: DataContext, rows: readonly Row[], more: { sample?: boolean; dataset?: string; caller?: Caller } = {}) =>
    writeRecords(context, { dataset: 'test/report', rows: rows.map((row, index) => ({ line: index + 1, row })), caller, ...more });
  const count = async ({ database }: DataContext, table: string) => Number((await database.read(table).count({ n: '*' }).first())?.n);
  const counts = async (context: DataContext) => [
    await count(context, 'd_test__report'),
    await count(context, 'change'),
    await count(context, 'audit'),
  ];
  const seesAll: Caller = { id: 'all', language: 'vi', can: () => true };
  const read = async (context: DataContext, id = 1) => {
    const { _id, _received_at, ...row } = (await getRecord(context, { dataset: 'test/report', id, caller: seesAll })).record;
    return row;
  };

  it('keeps every type of value as it was given', async () => {
    const context = await start();
    expect(await write(context, [full])).toEqual({ added: 1, changed: 0, same: 0, refused: [] });
    expect(await read(context)).toEqual(full);
  });

  it('finds nothing to do the second time, also when an instant has another offset or an object another order', async () => {
    const context = await start();
    await write(context, [full]);
    const before = await counts(context);
    expect(await write(context, [full])).toEqual({ added: 0, changed: 0, same: 1, refused: [] });
    const otherwise = { ...full, reported_at: '2026-11-21T07:32:07Z', extra: { a: [true, null], b: 1 } };
    expect(await write(context, [otherwise])).toMatchObject({ changed: 0, same: 1 });
    expect(await counts(context)).toEqual(before);
  });

  it('sets what is given, clears what is null, and leaves the rest', async () => {
    const context = await start();
    await write(context, [full]);
    expect(await write(context, [{ code: 'A1', status: 'done', score: null, point: null }])).toMatchObject({ changed: 1 });
    const { score, point, ...rest } = full;
    expect(await read(context)).toEqual({ ...rest, status: 'done' });
  });

  it('writes one change row and one audit row for each record, and none when a row is refused', async () => {
    const context = await start();
    const rows = Array.from({ length: 2500 }, (_, index) => ({ ...full, code: `R${index}` }));
    const empty = await counts(context);
    expect(await write(context, [...rows, { ...full, code: 'bad', status: 'lost' }])).toMatchObject({
      added: 2500,
      refused: [{ line: 2501 }],
    });
    expect(
      await write(
        context,
        rows.map((row, index) => (index % 2 ? row : { ...row, count: 9 })),
      ),
    ).toMatchObject({ changed: 1250, same: 1250 });
    expect(await counts(context)).toEqual(empty.map((n, index) => n + (index === 0 ? 2500 : 3750)));
  });

  it('says in the audit log who changed what from what to what, and keeps personal values out of it', async () => {
    const context = await start();
    await write(context, [full]);
    await write(context, [{ code: 'A1', status: 'done', phone: '0911111111', title: null }]);
    const rows = await context.database.read('audit').where({ dataset: 'test/report' }).orderBy('id');
    const [added, changed] = rows.map((row) => ({ ...row, fields: context.database.dialect.decode('json', row.fields) }));
    expect(added).toMatchObject({
      at: 1_800_000_000_000,
      caller: 'local',
      action: 'write',
      kind: 'added',
      record: '1',
      revision: 1,
      fields: undefined,
    });
    expect(changed).toMatchObject({
      kind: 'changed',
      record: '1',
      revision: 2,
      fields: { status: ['open', 'done'], phone: '*', title: ['Đèn hỏng', null] },
    });
  });

  it('refuses rows one by one, with line, field, value and reason', async () => {
    const context = await start();
    const wrong: readonly (readonly [Row, { readonly [name: string]: unknown }])[] = [
      [{ colour: 'red' }, { field: 'colour', value: 'red', reason: 'unknown-field' }],
      [JSON.parse('{"__proto__": {"status": "done"}}'), { field: '__proto__', reason: 'unknown-field' }],
      [{ count: '3' }, { field: 'count', value: '3', reason: 'wrong-type', details: { type: 'integer' } }],
      [{ count: 1e300 }, { field: 'count', reason: 'out-of-range' }],
      [{ count: -1 }, { field: 'count', value: -1, reason: 'out-of-range', details: { minimum: 0 } }],
      [{ urgent: 1 }, { field: 'urgent', reason: 'wrong-type' }],
      [{ tags: ['a', 2] }, { field: 'tags', reason: 'wrong-type' }],
      [{ status: null }, { field: 'status', reason: 'missing' }],
      [{ status: 'lost' }, { field: 'status', value: 'lost', reason: 'not-in-list', details: { allowed: ['open', 'done'] } }],
      [{ reported_at: '2026-02-30T00:00:00Z' }, { field: 'reported_at', value: '2026-02-30T00:00:00Z', reason: 'bad-date' }],
      [{ reported_at: '2026-02-20T00:00:00' }, { field: 'reported_at', reason: 'zone-missing' }],
      [{ day: '2026-02-29' }, { field: 'day', reason: 'bad-date' }],
      [{ title: 'x'.repeat(21) }, { field: 'title', reason: 'too-long', details: { most: 20, length: 21 } }],
      [{ note: 'x'.repeat(10_000_000) }, { field: 'note', value: `${'x'.repeat(200)}…`, reason: 'too-long' }],
      [{ note: 'a\0b' }, { field: 'note', reason: 'bad-text' }],
      [{ note: 'half \ud83d' }, { field: 'note', reason: 'bad-text' }],
      [{ extra: { deep: ['\0'] } }, { field: 'extra', reason: 'bad-text' }],
      [{ extra: JSON.parse(`${'['.repeat(5000)}${']'.repeat(5000)}`) }, { field: 'extra', reason: 'too-deep' }],
      [
        { ward: '22945' },
        {
          field: 'ward',
          value: '22945',
          reason: 'unit-version-missing',
          details: { versions: [{ key: ward.key, title: 'Phường Phan Thiết' }] },
        },
      ],
      [{ ward: '22945@2024-01-01' }, { field: 'ward', reason: 'unknown-unit' }],
      [{ point: { type: 'Point', coordinates: [10.92, 108.11] } }, { field: 'point', reason: 'out-of-range', details: { swapped: true } }],
      [{ point: { type: 'Point', coordinates: [0, 0] } }, { field: 'point', reason: 'at-zero' }],
      [
        { point: { type: 'Point', coordinates: [106.7, 10.78] } },
        { field: 'point', reason: 'far-from-unit', details: { unit: ward.key, swapped: false, km: 154, most: 100 } },
      ],
      [{ point: { type: 'Point', coordinates: ['108', 10] } }, { field: 'point', reason: 'wrong-type' }],
      [{ point: [108.1, 10.9] }, { field: 'point', reason: 'wrong-type' }],
      [{ code: null }, { field: 'code', reason: 'bad-key' }],
      [{ code: 7 }, { field: 'code', value: 7, reason: 'wrong-type' }],
      [{ code: 'k'.repeat(501) }, { field: 'code', reason: 'too-long' }],
    ];
    const rows = wrong.map(([row], index) => Object.assign(Object.create(null), { ...full, code: `W${index}` }, row) as Row);
    rows[1] = JSON.parse(`{"code":"W1","__proto__":{"status":"done"}}`);
    const outcome = await write(context, [...rows, { ...full, code: 'good' }]);
    expect(outcome).toMatchObject({ added: 1, changed: 0, same: 0 });
    expect(outcome.refused).toHaveLength(wrong.length);
    for (const [index, [, expected]] of wrong.entries()) expect(outcome.refused[index]).toMatchObject({ line: index + 1, ...expected });
    expect((await read(context)).code).toBe('good');
  });

  it('lists everything that is wrong with a row', async () => {
    const context = await start();
    const { refused } = await write(context, [{ code: 'A', count: 'x', status: 'lost', urgent: true }]);
    expect(refused).toHaveLength(1);
    const fields = [refused[0], ...(refused[0]?.also ?? [])].map((fault) => `${fault?.field} ${fault?.reason}`).sort();
    expect(fields).toEqual(['count wrong-type', 'reported_at missing', 'status not-in-list', 'ward missing']);
  });

  it('does not show stored values of fields that the write did not give', async () => {
    const context = await start();
    await write(context, [full]);
    const { refused } = await write(context, [
      { code: 'A1', point: { type: 'Point', coordinates: [106.7, 10.78] } },
      { code: 'A1', status: null },
    ]);
    expect(refused.map(({ line, field }) => [line, field])).toEqual([
      [1, 'point'],
      [2, 'status'],
    ]);
    expect(refused[1]?.value).toBeUndefined();
  });

  it('keeps text in NFC, so that both spellings are one', async () => {
    const context = await start();
    await write(context, [{ ...full, title: 'Phường Mũi Né'.normalize('NFD'), code: 'Mũi'.normalize('NFD') }]);
    expect(await read(context)).toMatchObject({ title: 'Phường Mũi Né'.normalize('NFC'), code: 'Mũi'.normalize('NFC') });
    expect(await write(context, [{ code: 'Mũi'.normalize('NFC'), title: 'Phường Mũi Né'.normalize('NFC') }])).toMatchObject({ same: 1 });
  });

  it('lets the last of several rows with one key decide, and counts the record once', async () => {
    const context = await start();
    expect(await write(context, [full, { code: 'A1', count: 5 }, { code: 'A1', count: -5 }, { code: 'A1', title: 'Mới' }])).toMatchObject({
      added: 1,
      changed: 0,
      same: 2,
      refused: [{ line: 3 }],
    });
    expect(await read(context)).toEqual({ ...full, count: 5, title: 'Mới' });
    expect(
      await write(context, [
        { code: 'A1', count: 6 },
        { code: 'A1', count: 5 },
      ]),
    ).toMatchObject({ changed: 0, same: 2 });
    expect(
      await write(context, [
        { code: 'A1', count: 6 },
        { code: 'A1', count: 7 },
      ]),
    ).toMatchObject({ changed: 1, same: 1 });
    expect(await read(context)).toMatchObject({ count: 7 });
  });

  it('finds records by a key of several fields', async () => {
    const context = await start();
    const rows = Array.from({ length: 1500 }, (_, index) => ({
      station: index % 3,
      at: `2026-11-21T${String(index % 24).padStart(2, '0')}:${String(Math.floor(index / 25)).padStart(2, '0')}:00Z`,
      value: index,
    }));
    const distinct = new Set(rows.map(({ station, at }) => `${station} ${at}`)).size;
    expect(await write(context, rows, { dataset: 'test/reading' })).toMatchObject({ added: distinct, same: 1500 - distinct });
    expect(await write(context, [{ station: 0, at: '2026-11-21T07:00:00+07:00', value: -1 }], { dataset: 'test/reading' })).toMatchObject({
      changed: 1,
    });
    expect(await write(context, [{ station: 0, value: 1 }], { dataset: 'test/reading' })).toMatchObject({
      refused: [{ field: 'at', reason: 'bad-key' }],
    });
    expect(await write(context, [{ station: 0, at: 'today', value: 1 }], { dataset: 'test/reading' })).toMatchObject({
      refused: [{ field: 'at', value: 'today', reason: 'bad-date' }],
    });
  });

  it('makes an illustrative record real when it is written as real, and never the other way', async () => {
    const context = await start();
    const isSample = async () => (await read(context))._sample ?? false;
    await write(context, [full], { sample: true });
    expect(await isSample()).toBe(true);
    await write(context, [{ code: 'A1', count: 4 }], { sample: true });
    expect(await isSample()).toBe(true);
    expect(await write(context, [{ code: 'A1', count: 4 }])).toMatchObject({ changed: 1 });
    expect(await isSample()).toBe(false);
    await write(context, [{ code: 'A1', count: 5 }], { sample: true });
    expect(await isSample()).toBe(false);
  });

  it('tells what changed after the commit, and only then', async () => {
    const told: string[] = [];
    const context = await start({ changed: (datasets) => told.push(...datasets) });
    await write(context, [full]);
    await write(context, [full]);
    await write(context, [{ code: 'B', status: 'lost' }]);
    expect(told).toEqual(['test/report']);
  });

  it('refuses a caller without the permission and a dataset that nobody declared', async () => {
    const context = await start();
    await expect(
      write(context, [full], { caller: { id: 'x', language: 'vi', can: (permission) => permission !== 'test/report.write' } }),
    ).rejects.toMatchObject({ code: 'forbidden' });
    await expect(write(context, [full], { dataset: 'test/nothing' })).rejects.toMatchObject({ code: 'unknown-dataset' });
  });

  it('keeps a caller within its rows, before and after, and keeps the others of its rows', async () => {
    const context = await start();
    await write(context, [full, { ...full, code: 'A2', status: 'done' }]);
    const before = await counts(context);
    const scoped: Caller = { ...caller, rows: () => ({ status: 'open' }) };
    const rows: readonly Row[] = [
      { code: 'A1', count: 8 },
      { code: 'A2', count: 8 },
      { ...full, code: 'A3', status: 'done' },
      { ...full, code: 'A4' },
      { code: 'A2', status: 'done' },
    ];
    const outcome = await write(context, rows, { caller: scoped });
    expect(outcome).toMatchObject({ added: 1, changed: 1, same: 0 });
    expect(outcome.refused).toEqual([2, 3, 5].map((line) => ({ line, reason: 'outside-scope' })));
    expect(await counts(context)).toEqual([(before[0] ?? 0) + 1, (before[1] ?? 0) + 2, (before[2] ?? 0) + 2]);
    expect(await write(context, [{ code: 'A1', status: 'done' }], { caller: scoped })).toMatchObject({
      refused: [{ reason: 'outside-scope' }],
    });
    expect(await read(context)).toMatchObject({ count: 8, status: 'open' });
  });

  it('loses no row and doubles none when several write the same keys at once', async () => {
    const context = await start();
    const rounds = Array.from({ length: 8 }, (_, round) =>
      Array.from({ length: 300 }, (_, index) => ({ ...full, code: `R${(index * 7 + round * 31) % 400}`, count: round })),
    );
    const outcomes = await Promise.all(rounds.map((rows) => write(context, rows)));
    expect(outcomes.flatMap(({ refused }) => refused)).toEqual([]);
    const keys = new Set(rounds.flat().map(({ code }) => code)).size;
    const written = outcomes.reduce((sum, { added, changed }) => sum + added + changed, 0);
    expect(outcomes.reduce((sum, { added }) => sum + added, 0)).toBe(keys);
    expect(await counts(context)).toEqual([keys, written + 1, written + 1]);
    const revisions = await context.database.read('d_test__report').sum({ n: '_rev' }).first();
    expect(Number(revisions?.n)).toBe(written);
  });

  it('writes batches that overlap in time as if each had waited for the one before', async () => {
    // Some batches have new records only, some change what the one before or the one before that has just written.
    const codes = [0, 100, 50, 200, 0, 100, 300, 300, 20, 400];
    const batches = codes.map((first, batch) =>
      Array.from({ length: 60 }, (_, index) => ({
        line: index + 1,
        row: { ...full, code: `R${first + index}`, count: (batch * 3 + index) % 2, status: index === 7 ? 'lost' : 'open' },
      })),
    );
    const [together, apart] = [await start(), await start()];
    const writer = new Writer(together, { dataset: 'test/report', caller });
    const outcomes = await Promise.all(batches.map((rows) => writer.write(rows)));
    const expected: unknown[] = [];
    for (const rows of batches) expected.push(await writeRecords(apart, { dataset: 'test/report', rows, caller }));
    expect(outcomes).toEqual(expected);
    const rows = ({ database }: DataContext) => database.read('d_test__report').orderBy('_id');
    const audit = ({ database }: DataContext) =>
      database.read('audit').orderBy('id').select('id', 'at', 'action', 'kind', 'record', 'fields');
    expect(await rows(together)).toEqual(await rows(apart));
    expect(await audit(together)).toEqual(await audit(apart));
  });

  it('writes nothing more after a batch that failed', async () => {
    const context = await start();
    const writer = new Writer(context, { dataset: 'test/report', caller });
    const batch = (code: string, extra: Row = {}) => [{ line: 1, row: { ...full, code, ...extra } }];
    await writer.write(batch('A'));
    await context.database.write.raw('ALTER TABLE audit RENAME TO audit_away');
    const failing = writer.write(batch('B'));
    const after = writer.write(batch('C'));
    const results = await Promise.allSettled([failing, after]);
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    await context.database.write.raw('ALTER TABLE audit_away RENAME TO audit');
    await expect(writer.write(batch('D'))).rejects.toThrow();
    expect(await context.database.read('d_test__report').pluck('code')).toEqual(['A']);
    expect(await count(context, 'change')).toBe(2);
  });
});
