import { expect, it } from 'vitest';
import { describeDatabases } from '../../../../tests/support/databases.ts';
import { localCaller, systemCaller } from '../../access/caller.ts';
import type { DataContext } from '../../data/context.ts';
import type { Database } from '../../data/database.ts';
import { writeRecords } from '../../data/write.ts';
import { takeStep } from '../step.ts';
import { matters } from '../testing.ts';
import { readLegs } from './clock-table.ts';
import { at } from './testing.ts';

const dataset = 'test/matter';
const day = 86_400_000;

/** A matter that is open since 20 November, 10:00, with five days to go. */
async function openMatter(database: Database) {
  const made = await matters(database);
  await made.write([{ code: 'a' }]);
  await made.take(1, 'take', { kind: 'road' });
  const on = (text: string): DataContext => ({ ...made.context, clock: { now: () => at(text) } });
  return {
    take: (text: string, transition: string, given = {}) =>
      takeStep(on(text), { dataset, id: 1, transition, given, caller: localCaller() }),
    put: (text: string, state: string) =>
      writeRecords(on(text), { dataset, rows: [{ line: 1, row: { code: 'a', state } }], caller: systemCaller }),
    legs: () => readLegs(database.read, database.dialect, dataset, [1]),
    due: async () => Number((await database.read('d_test__matter').first('due_at')).due_at),
  };
}

describeDatabases('a clock of a record that a step takes back to where it was', (open) => {
  it('goes on with what was left', async () => {
    const { take, put, legs, due } = await openMatter(await open());
    await put('2026-11-22T10:00', 'done');
    expect(await legs()).toMatchObject([{ state: 'stopped', leftMs: 3 * day, stoppedAt: at('2026-11-22T10:00') }]);
    await take('2026-11-24T10:00', 'reopen');
    expect(await legs()).toMatchObject([
      { leg: 1, state: 'running', dueAt: at('2026-11-27T10:00'), originalDueAt: at('2026-11-25T10:00'), stoppedAt: undefined },
    ]);
    expect(await due()).toBe(at('2026-11-27T10:00'));
  });

  it('rests as it did', async () => {
    const { take, put, legs } = await openMatter(await open());
    await take('2026-11-22T10:00', 'wait', { note: 'x' });
    await put('2026-11-23T10:00', 'done');
    await take('2026-12-26T10:00', 'reopen');
    expect(await legs()).toMatchObject([{ leg: 1, state: 'resting', leftMs: 3 * day }]);
    await take('2026-12-27T10:00', 'go_on');
    expect(await legs()).toMatchObject([{ leg: 1, state: 'running', dueAt: at('2026-12-30T10:00'), overdueAt: undefined }]);
  });

  it('is as late as it was', async () => {
    const { take, put, legs, due } = await openMatter(await open());
    for (const [away, back] of [
      ['2026-11-26T10:00', '2026-11-28T10:00'],
      ['2026-11-28T11:00', '2026-11-28T12:00'],
    ] as const) {
      await put(away, 'done');
      await take(back, 'reopen');
      expect(await legs()).toMatchObject([{ leg: 1, state: 'running', dueAt: at('2026-11-25T10:00'), overdueAt: at('2026-11-25T10:00') }]);
    }
    expect(await due()).toBe(at('2026-11-25T10:00'));
  });

  it('begins anew when something else leads there', async () => {
    const { put, legs } = await openMatter(await open());
    await put('2026-11-22T10:00', 'done');
    await put('2026-11-24T10:00', 'open');
    expect(await legs()).toMatchObject([
      { leg: 1, state: 'stopped' },
      { leg: 2, state: 'running', dueAt: at('2026-11-29T10:00') },
    ]);
  });
});
