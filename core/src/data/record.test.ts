import { defineDataset, geoPoint, schema } from '@haidang/sdk';
import { expect, it } from 'vitest';
import { describeDatabases } from '../../../tests/support/databases.ts';
import { type Caller, localCaller } from '../access/caller.ts';
import type { DataContext } from './context.ts';
import { deleteRecord, getRecord, patchRecord } from './record.ts';
import { testContext } from './testing.ts';
import { writeRecords } from './write.ts';

const report = defineDataset({
  row: schema({
    required: ['code', 'status'],
    properties: {
      code: { type: 'string' },
      status: { type: 'string', enum: ['open', 'done'] },
      title: { type: 'string' },
      point: geoPoint,
      at: { type: 'string', format: 'date-time' },
      phone: { type: 'string', 'x-personal': 'basic' },
      identity: { type: 'string', 'x-personal': 'secret' },
    },
  }),
  key: ['code'],
});

const dataset = 'test/report';
const caller = localCaller();
const calling = (can: (permission: string) => boolean): Caller => ({ id: 'someone', language: 'vi', can });

describeDatabases('one record', (open) => {
  const start = async (told: string[] = []): Promise<DataContext> => {
    const context = await testContext(await open(), {
      datasets: { report },
      clock: { now: () => 1_800_000_000_000 },
      changed: (datasets) => told.push(...datasets),
    });
    const row = {
      code: 'A',
      status: 'open',
      title: 'Đèn',
      at: '2026-11-21T14:00:00Z',
      phone: '0900',
      identity: '079',
      point: { type: 'Point', coordinates: [108.1, 10.9] },
    };
    await writeRecords(context, { dataset, rows: [{ line: 1, row }], caller });
    told.length = 0;
    return context;
  };

  it('is read by its number, with times of the jurisdiction', async () => {
    const context = await start();
    expect(await getRecord(context, { dataset, id: 1, caller })).toEqual({
      record: {
        _id: 1,
        _received_at: '2027-01-15T15:00:00+07:00',
        code: 'A',
        status: 'open',
        title: 'Đèn',
        at: '2026-11-21T21:00:00+07:00',
        point: { type: 'Point', coordinates: [108.1, 10.9] },
      },
      revision: 1,
    });
    await expect(getRecord(context, { dataset, id: 2, caller })).rejects.toMatchObject({ code: 'not-found' });
  });

  it('shows personal fields only to who may see them, and secret ones to nobody', async () => {
    const context = await start();
    const { record } = await getRecord(context, { dataset, id: 1, caller: calling(() => true) });
    expect(record).toMatchObject({ phone: '0900' });
    expect(record).not.toHaveProperty('identity');
    expect((await getRecord(context, { dataset, id: 1, caller })).record).not.toHaveProperty('phone');
    const { record: patched } = await patchRecord(context, { dataset, id: 1, revision: 1, patch: { phone: '0911' }, caller });
    expect(patched).not.toHaveProperty('phone');
    const blind = calling((permission) => permission.endsWith('.write'));
    expect((await patchRecord(context, { dataset, id: 1, revision: 2, patch: { status: 'done' }, caller: blind })).record).toEqual({
      _id: 1,
      _received_at: '2027-01-15T15:00:00+07:00',
    });
  });

  it('is changed at the revision that the caller saw, and at no other', async () => {
    const told: string[] = [];
    const context = await start(told);
    expect(await patchRecord(context, { dataset, id: 1, revision: 1, patch: { status: 'done', title: null }, caller })).toMatchObject({
      revision: 2,
      record: { status: 'done' },
    });
    expect((await getRecord(context, { dataset, id: 1, caller })).record).not.toHaveProperty('title');
    await expect(patchRecord(context, { dataset, id: 1, revision: 1, patch: { status: 'open' }, caller })).rejects.toMatchObject({
      code: 'stale-revision',
      details: { revision: 2 },
    });
    await expect(deleteRecord(context, { dataset, id: 1, revision: 1, caller })).rejects.toMatchObject({ code: 'stale-revision' });
    expect(told).toEqual([dataset]);
  });

  it('stays at its revision when a change says nothing new', async () => {
    const told: string[] = [];
    const context = await start(told);
    expect(
      await patchRecord(context, { dataset, id: 1, revision: 1, patch: { status: 'open', at: '2026-11-21T14:00:00Z' }, caller }),
    ).toMatchObject({ revision: 1 });
    expect(told).toEqual([]);
  });

  it('gives way to one of several that change it at once', async () => {
    const context = await start();
    const tries = await Promise.allSettled(
      Array.from({ length: 6 }, (_, index) => patchRecord(context, { dataset, id: 1, revision: 1, patch: { title: `T${index}` }, caller })),
    );
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const each of tries) if (each.status === 'rejected') expect(each.reason).toMatchObject({ code: 'stale-revision' });
  });

  it('refuses values that do not fit, unknown fields, and another key', async () => {
    const context = await start();
    const patch = (fields: { readonly [field: string]: string | null }) =>
      patchRecord(context, { dataset, id: 1, revision: 1, patch: fields, caller });
    await expect(patch({ status: 'lost' })).rejects.toMatchObject({
      code: 'validation-failed',
      details: { refused: [{ field: 'status', reason: 'not-in-list' }] },
    });
    await expect(patch({ status: null })).rejects.toMatchObject({ details: { refused: [{ field: 'status', reason: 'missing' }] } });
    await expect(patch({ colour: 'red' })).rejects.toMatchObject({ details: { refused: [{ field: 'colour', reason: 'unknown-field' }] } });
    await expect(patch({ code: 'B' })).rejects.toMatchObject({ details: { refused: [{ field: 'code', reason: 'bad-key' }] } });
    expect((await getRecord(context, { dataset, id: 1, caller })).revision).toBe(1);
  });

  it('is removed with its change and audit rows, which keep its values but no personal ones', async () => {
    const told: string[] = [];
    const context = await start(told);
    await deleteRecord(context, { dataset, id: 1, revision: 1, caller });
    await expect(getRecord(context, { dataset, id: 1, caller })).rejects.toMatchObject({ code: 'not-found' });
    const { read, dialect } = context.database;
    expect(await read('change').where({ dataset, kind: 'deleted' }).select('record')).toEqual([{ record: 1 }]);
    const [audit] = await read('audit').where({ dataset, kind: 'deleted' });
    expect(dialect.decode('json', audit.fields)).toMatchObject({ code: ['A', null], title: ['Đèn', null], phone: '*', identity: '*' });
    expect(told).toEqual([dataset]);
  });

  it('is not there for a caller whose rows do not hold it, and cannot be moved out of them', async () => {
    const context = await start();
    const of = (status: string): Caller => ({ ...caller, rows: () => ({ status }) });
    expect((await getRecord(context, { dataset, id: 1, caller: of('open') })).record).toMatchObject({ code: 'A' });
    const attempts = [
      () => getRecord(context, { dataset, id: 1, caller: of('done') }),
      () => patchRecord(context, { dataset, id: 1, revision: 1, patch: { title: 'x' }, caller: of('done') }),
      () => deleteRecord(context, { dataset, id: 1, revision: 1, caller: of('done') }),
    ];
    for (const attempt of attempts) await expect(attempt()).rejects.toMatchObject({ code: 'not-found' });
    const moving = patchRecord(context, { dataset, id: 1, revision: 1, patch: { status: 'done' }, caller: of('open') });
    await expect(moving).rejects.toMatchObject({ code: 'validation-failed', details: { refused: [{ reason: 'outside-scope' }] } });
    expect(await getRecord(context, { dataset, id: 1, caller })).toMatchObject({ revision: 1, record: { status: 'open' } });
  });

  it('asks for read, write and delete apart', async () => {
    const context = await start();
    const only = (verb: string) => calling((permission) => permission === `${dataset}.${verb}`);
    await expect(getRecord(context, { dataset, id: 1, caller: only('write') })).rejects.toMatchObject({ code: 'forbidden' });
    await expect(patchRecord(context, { dataset, id: 1, revision: 1, patch: {}, caller: only('read') })).rejects.toMatchObject({
      code: 'forbidden',
    });
    await expect(deleteRecord(context, { dataset, id: 1, revision: 1, caller: only('write') })).rejects.toMatchObject({
      code: 'forbidden',
    });
  });
});
