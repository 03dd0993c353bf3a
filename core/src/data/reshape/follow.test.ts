import type { Dataset } from '@haidang/sdk';
import { expect, it } from 'vitest';
import { describeDatabases } from '../../../../tests/support/databases.ts';
import { localCaller } from '../../access/caller.ts';
import { keepRefused } from '../../quarantine/store.ts';
import { runQuery } from '../query/query.ts';
import { testContext } from '../testing.ts';
import { integer, notes, start, text, write } from './testing.ts';

describeDatabases('declared changes', (open) => {
  it('keep what was known before, by the new names', async () => {
    let now = Date.parse('2026-11-20T00:00:00Z');
    const clock = { now: () => now };
    const database = await open();
    const setup = (note: Dataset) => testContext(database, { datasets: { note }, clock });
    const old = await setup(
      notes({ title: text, on: { type: 'string', format: 'date' }, phone: { ...text, 'x-personal': 'basic' } }, undefined, {
        history: true,
      }),
    );
    await write(old, { code: 'A', title: 'Một', on: '2026-11-01', phone: '1' });
    now += 3_600_000;
    await write(old, { code: 'A', title: 'Hai' });
    now += 3_600_000;
    const next = notes(
      { heading: text, on: { type: 'string', format: 'date-time' }, phone: { ...text, 'x-personal': 'basic' }, level: integer },
      {
        2: [{ rename: ['title', 'heading'] }, { widen: 'on' }, { add: 'level', value: 1 }],
        3: [{ backfill: 'heading', value: 'Ba', where: { level: { gte: 1 } } }],
      },
      { history: true },
    );
    const context = await setup(next);
    const asAt = async (instant: string) =>
      (
        await runQuery(context, {
          query: { from: 'test/note', select: ['code', 'heading', 'on', 'level'], asAt: instant },
          caller: localCaller(),
        })
      ).rows;
    const on = '2026-11-01T00:00:00+07:00';
    expect(await asAt('2026-11-20T07:30')).toEqual([['A', 'Một', on, 1]]);
    expect(await asAt('2026-11-20T08:30')).toEqual([['A', 'Hai', on, 1]]);
    now += 1000;
    expect(await asAt('2026-11-20T09:00')).toEqual([['A', 'Ba', on, 1]]);
    expect(await database.read('d_test__note__past').pluck('phone')).toEqual([null, null]);
    expect(await database.read('d_test__note__past').orderBy('_to').pluck('heading__fold')).toEqual(['mot', 'hai']);
  });

  it('bring rows in quarantine along, so that they can be mended', async () => {
    const database = await open();
    const before = notes({ title: text, on: { type: 'string', format: 'date' }, gone: text });
    const old = await start(database, before);
    const entry = old.registry.datasets.get('test/note');
    if (!entry) throw new Error('no dataset');
    const row = { code: 'A', title: 'Một', on: '2026-11-01', gone: 'x' };
    const faults = [
      { field: 'title', reason: 'too-long' },
      { field: 'gone', reason: 'wrong-value' },
    ];
    await keepRefused(old, { entry, run: 'r', sender: 'local' }, [{ line: 1, row, faults }]);
    await start(
      database,
      notes(
        { number: text, heading: text, on: { type: 'string', format: 'date-time' } },
        {
          2: [{ rename: ['title', 'heading'] }, { archive: 'gone' }, { widen: 'on' }, { add: 'number' }],
        },
      ),
    );
    const [kept] = await database.read('refused_row').select('given', 'faults', 'record_key');
    expect(database.dialect.decode('json', kept.given)).toEqual({ code: 'A', heading: 'Một', on: '2026-11-01T00:00:00+07:00' });
    expect(database.dialect.decode('json', kept.faults)).toEqual([{ field: 'heading', reason: 'too-long' }, { reason: 'wrong-value' }]);
    expect(kept.record_key).toBe('["A"]');
  });
});
