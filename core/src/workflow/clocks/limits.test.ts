import type { Clock, Json } from '@haidang/sdk';
import { expect, it } from 'vitest';
import { describeDatabases } from '../../../../tests/support/databases.ts';
import { systemCaller } from '../../access/caller.ts';
import { toCells } from '../../data/cells.ts';
import type { DataContext } from '../../data/context.ts';
import { tableFor } from '../../data/write.ts';
import { clocksOf } from './clocks-of.ts';
import { limitsOf } from './limits.ts';
import { testMatters } from './testing.ts';

const dataset = 'test/matter';
const short = { within: 'PT1H' } as const;
const long = { within: 'P9D' } as const;

/** A centre whose matters are handled within `short` where a condition holds, else within `long`. */
function within(context: DataContext, where: NonNullable<Clock['limits'][number]['where']>): DataContext {
  return { ...context, ioc: { ...context.ioc, clocks: { [`${dataset}.handling`]: { limits: [{ ...short, where }, long] } } } };
}

/** Limits of handling for some matters, as one question; how many statements that took. */
async function ask(context: DataContext, matters: readonly { readonly [field: string]: Json }[], at = context.clock.now()) {
  const table = tableFor(context, dataset);
  const { dialect, read } = context.database;
  let statements = 0;
  const count = () => statements++;
  read.client.on('query', count);
  try {
    const rows = matters.map((matter, index) => toCells(table, dialect, { code: `m${index}`, state: 'assigned', ...matter }));
    const clocks = clocksOf(table.entry.dataset).filter(({ name }) => name === 'handling');
    const deed = { at, caller: systemCaller.id, action: 'write', dataset };
    const limitOf = await limitsOf({ context, connection: read, table, deed }, clocks, rows);
    const limits = rows.map((cells) => clocks.map((clock) => limitOf(clock, cells)?.within)[0]);
    return { limits, statements };
  } finally {
    read.client.off('query', count);
  }
}

describeDatabases('the limit of a clock', (open) => {
  it('is asked once of what records say of themselves', async () => {
    const { context } = await testMatters(await open());
    const here = within(context, { kind: 'quick', note: { has: 'gấp' } });
    const [quick, plain] = [
      { kind: 'quick', note: 'Việc gấp' },
      { kind: 'plain', note: 'Việc gấp' },
    ];
    expect(await ask(here, [quick, plain])).toEqual({ limits: ['PT1H', 'P9D'], statements: 1 });
    expect(await ask(here, [plain, quick, quick])).toEqual({ limits: ['P9D', 'PT1H', 'PT1H'], statements: 0 });
    expect(await ask(here, [quick, { kind: 'quick' }])).toEqual({ limits: ['PT1H', 'P9D'], statements: 1 });
    // Another centre has other limits.
    expect(await ask(within(context, { note: { has: 'chậm' } }), [quick])).toEqual({ limits: ['P9D'], statements: 1 });
  });

  it('is not asked where texts and times of the record decide, nor where it does not matter what others say', async () => {
    const { context } = await testMatters(await open());
    const matters = [{ kind: 'quick' }, { kind: 'plain' }, { kind: 'urgent' }];
    expect(await ask(within(context, { kind: 'plain' }), matters)).toEqual({ limits: ['P9D', 'PT1H', 'P9D'], statements: 0 });
    const recent = within(context, { received_at: { gte: 'now-1h' } });
    expect(await ask(recent, [{ received_at: '2026-11-05T07:30:00+07:00' }, {}])).toMatchObject({ limits: ['PT1H', 'P9D'], statements: 0 });
    const ofOthers = within(context, { kind: 'quick', 'agency.calendar_code': '24x7' });
    expect(await ask(ofOthers, [{ kind: 'plain', agency: 'nuoc' }])).toEqual({ limits: ['P9D'], statements: 0 });
  });

  it('is asked each time where it rests on others', async () => {
    const { context, write } = await testMatters(await open());
    const here = within(context, { 'agency.calendar_code': '24x7' });
    const agency = { agency_code: 'nuoc', name_vi: 'Cấp nước' };
    await write([{ ...agency, calendar_code: '24x7' }], 'core/agency');
    expect((await ask(here, [{ agency: 'nuoc' }, {}])).limits).toEqual(['PT1H', 'P9D']);
    await write([{ ...agency, calendar_code: 'default' }], 'core/agency');
    expect((await ask(here, [{ agency: 'nuoc' }])).limits).toEqual(['P9D']);
  });

  it('is asked each time where it goes by the moment', async () => {
    const { context } = await testMatters(await open());
    const here = within(context, { received_at: { gte: 'now-1h' } });
    const matter = { received_at: '2026-11-05T07:30:00+07:00' };
    const now = context.clock.now();
    expect((await ask(here, [matter], now)).limits).toEqual(['PT1H']);
    expect((await ask(here, [matter], now + 3_600_000)).limits).toEqual(['P9D']);
  });
});
