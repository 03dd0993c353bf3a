import type { Changes, Dataset } from '@haidang/sdk';
import { expect, it } from 'vitest';
import { describeDatabases } from '../../../../tests/support/databases.ts';
import { integer, notes, read, start, text, write } from './testing.ts';

const instant = { type: 'string', format: 'date-time' } as const;
const row = { code: 'A', at: '2026-11-20T08:00:00+07:00', number: 1 };

/** Readings that do not stay for ever: PostgreSQL cuts their table into months. */
function readings(time: string, changes?: Changes, more: Partial<Dataset> = {}): Dataset {
  return notes({ [time]: instant, number: integer, note: text }, changes, { time, key: ['code', time], keep: 'P5Y', ...more });
}

describeDatabases('declared changes of tables that may be cut into months', (open) => {
  it('rename their time, and add to their key', async () => {
    const database = await open();
    expect(await write(await start(database, readings('at')), row)).toMatchObject({ added: 1 });
    const key = ['number', 'code', 'seen_at'];
    const changes: Changes = { 2: [{ rename: ['at', 'seen_at'] }, { key }, { backfill: 'note', value: 'x', where: { number: 1 } }] };
    const context = await start(database, readings('seen_at', changes, { key }));
    expect((await read(context)).record).toMatchObject({ seen_at: row.at, note: 'x' });
    const { at, ...others } = row;
    expect(await write(context, { ...others, seen_at: at, note: 'y' }, { ...others, seen_at: at, number: 2 })).toMatchObject({
      added: 1,
      changed: 1,
    });
  });

  it('take the time out of their key, or give it another type, only where they are whole', async () => {
    const database = await open();
    const days = (changes?: Changes, more: Partial<Dataset> = {}) =>
      notes({ at: changes ? instant : { ...instant, format: 'date' }, number: integer, note: text }, changes, {
        ...{ time: 'at', key: ['code', 'at'], keep: 'P5Y' },
        ...more,
      });
    const before = await start(database, days());
    await write(before, { ...row, at: '2026-11-20' });
    for (const next of [days({ 2: [{ widen: 'at' }, { key: ['code'] }] }, { key: ['code'] }), days({ 2: [{ widen: 'at' }] })]) {
      if (database.kind === 'sqlite') continue;
      await expect(start(database, next)).rejects.toThrow('its table is cut into months by a time');
      expect((await read(await start(database, days()))).record).toMatchObject({ at: '2026-11-20' });
    }
    if (database.kind === 'postgres') return;
    const context = await start(database, days({ 2: [{ widen: 'at' }] }));
    expect((await read(context)).record).toMatchObject({ at: '2026-11-20T00:00:00+07:00' });
    expect(await write(context, { ...row, at: '2026-11-20T00:00:00+07:00', note: 'x' }, row)).toMatchObject({ added: 1, changed: 1 });
  });
});
