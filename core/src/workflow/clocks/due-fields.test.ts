import { defineDataset, schema } from '@haidang/sdk';
import { expect, it } from 'vitest';
import { describeDatabases } from '../../../../tests/support/databases.ts';
import { systemCaller } from '../../access/caller.ts';
import { testRecords } from '../../indicators/testing.ts';
import { takeStep } from '../step.ts';
import { readLegs } from './clock-table.ts';
import { at } from './testing.ts';

const date = { type: 'string', format: 'date' } as const;

/** Files whose deadlines are days, since a day. */
const file = defineDataset({
  row: schema({
    required: ['code', 'state'],
    properties: {
      code: { type: 'string', format: 'code' },
      received_on: date,
      due_on: date,
      original_due_on: date,
      state: { type: 'string', enum: ['open', 'closed'] },
    },
  }),
  key: ['code'],
  time: 'received_on',
  workflow: {
    field: 'state',
    initial: 'open',
    source: ['open', 'closed'],
    transitions: { close: { from: ['open'], to: 'closed' }, reopen: { from: ['closed'], to: 'open' } },
    clocks: { handling: { runs: ['open'], limits: [{ within: { working: 'P3D' } }], due: 'due_on', original: 'original_due_on' } },
  },
});

describeDatabases('a deadline that is a day', (open) => {
  const start = async () => {
    const { context, setNow, write } = await testRecords(await open(), { datasets: { file } });
    setNow('2026-11-05T08:00:00');
    const { read, dialect } = context.database;
    const row = (code: string) => read('d_test__file').where({ code }).first('_id', 'due_on', 'original_due_on');
    const legOf = async (code: string) => (await readLegs(read, dialect, 'test/file', [Number((await row(code))._id)])).at(-1);
    return { context, write, row, legOf };
  };

  it('is the one that the clock of a new record ends on, counted from the day that the record names', async () => {
    const { write, row, legOf } = await start();
    await write('test/file', [{ code: 'a' }, { code: 'b', received_on: '2026-11-03' }]);
    expect(await row('a')).toMatchObject({ due_on: '2026-11-10', original_due_on: '2026-11-10' });
    expect(await row('b')).toMatchObject({ due_on: '2026-11-06', original_due_on: '2026-11-06' });
    expect(await legOf('b')).toMatchObject({ startedAt: at('2026-11-03T00:00'), dueAt: at('2026-11-06T17:00'), basis: 'limit' });
  });

  it('that somebody brings along ends with its last minute, and stays as it was said', async () => {
    const { write, row, legOf } = await start();
    await write('test/file', [{ code: 'a', due_on: '2026-11-20', original_due_on: '2026-11-18' }]);
    expect(await row('a')).toMatchObject({ due_on: '2026-11-20', original_due_on: '2026-11-18' });
    const [dueAt, originalDueAt] = [at('2026-11-20T23:59:59'), at('2026-11-18T23:59:59')];
    expect(await legOf('a')).toMatchObject({ dueAt, originalDueAt, basis: 'said' });
  });

  it('is another when a step starts the clock again; the original one stays', async () => {
    const { context, write, row } = await start();
    await write('test/file', [{ code: 'a', received_on: '2026-11-02' }]);
    const id = Number((await row('a'))._id);
    for (const transition of ['close', 'reopen'])
      await takeStep(context, { dataset: 'test/file', id, transition, given: {}, caller: systemCaller });
    expect(await row('a')).toMatchObject({ due_on: '2026-11-10', original_due_on: '2026-11-05' });
  });
});
