import { defineDataset, schema } from '@haidang/sdk';
import { expect, it, vi } from 'vitest';
import { describeDatabases } from '../../../tests/support/databases.ts';
import { type Caller, localCaller } from '../access/caller.ts';
import type { DataContext } from './context.ts';
import { postRecord } from './post.ts';
import { testContext } from './testing.ts';
import { writeRecords } from './write.ts';

const report = defineDataset({
  row: schema({
    required: ['code', 'status'],
    properties: {
      code: { type: 'string' },
      status: { type: 'string', enum: ['open', 'done'] },
      title: { type: 'string' },
      extra: { type: 'object' },
    },
  }),
  key: ['code'],
});
const dataset = 'test/report';
const caller = localCaller();

describeDatabases('posting records', (open) => {
  const start = async (told: string[] = []): Promise<DataContext> =>
    testContext(await open(), { datasets: { report }, changed: (datasets) => told.push(...datasets) });
  const count = async ({ database }: DataContext, table: string) => Number((await database.read(table).count({ n: '*' }).first())?.n);

  it('gives each record as it stands, and says whether it is new', async () => {
    const context = await start();
    const row = { code: 'A', status: 'open', extra: { z: 1, a: [2] } };
    expect(await postRecord(context, { dataset, row, caller })).toMatchObject({ isNew: true, revision: 1, record: { ...row, _id: 1 } });
    const again = { code: 'A', title: 'Đèn' };
    expect(await postRecord(context, { dataset, row: again, caller })).toMatchObject({
      isNew: false,
      revision: 2,
      record: { ...row, ...again, _id: 1 },
    });
    expect(await postRecord(context, { dataset, row: again, caller })).toMatchObject({ isNew: false, revision: 2 });
  });

  it('looks for records only while they are not all new', async () => {
    const context = await start();
    const asked: string[] = [];
    const reader = vi.spyOn(context.database.dialect, 'selectByKeys');
    const post = async (row: { readonly code: string; readonly status?: string; readonly title?: string }) => {
      reader.mockClear();
      const { isNew } = await postRecord(context, { dataset, row, caller });
      asked.push(`${row.code} ${isNew ? 'new' : 'changed'} ${reader.mock.calls.length > 0 ? 'looked for' : ''}`.trim());
    };
    try {
      await post({ code: 'A', status: 'open' });
      await post({ code: 'A', title: 'Đèn' });
      await post({ code: 'B', status: 'open' });
      await post({ code: 'C', status: 'open' });
      await post({ code: 'C', status: 'done' });
      await expect(post({ code: 'D', title: 'Đèn' })).rejects.toMatchObject({ code: 'validation-failed' });
    } finally {
      reader.mockRestore();
    }
    expect(asked).toEqual(['A new', 'A changed looked for', 'B new looked for', 'C new', 'C changed looked for']);
    const rows = await context.database.read('d_test__report').select('code', 'status', 'title', '_rev').orderBy('code');
    expect(rows).toEqual([
      { code: 'A', status: 'open', title: 'Đèn', _rev: 2 },
      { code: 'B', status: 'open', title: null, _rev: 1 },
      { code: 'C', status: 'done', title: null, _rev: 2 },
    ]);
  });

  it('keeps all that come at once, in fewer transactions than records, each with its change and audit row', async () => {
    const told: string[] = [];
    const context = await start(told);
    const codes = Array.from({ length: 300 }, (_, index) => `R${index}`);
    const posted = await Promise.all(codes.map((code) => postRecord(context, { dataset, row: { code, status: 'open' }, caller })));
    expect(posted.map(({ record }) => record.code)).toEqual(codes);
    expect(new Set(posted.map(({ record }) => record._id)).size).toBe(300);
    expect(posted.every(({ isNew, revision }) => isNew && revision === 1)).toBe(true);
    expect(told.length).toBeLessThan(30);
    const { database } = context;
    expect(await count(context, 'd_test__report')).toBe(300);
    const ids = (rows: { record: unknown }[]) => rows.map(({ record }) => Number(record)).sort((a, b) => a - b);
    const expected = posted.map(({ record }) => Number(record._id)).sort((a, b) => a - b);
    expect(ids(await database.read('change').where({ dataset, kind: 'added' }).select('record'))).toEqual(expected);
    const audit = { dataset, kind: 'added', action: 'write', caller: 'local', revision: 1, fields: null };
    expect(ids(await database.read('audit').where(audit).select('record'))).toEqual(expected);
  });

  it('refuses alone what does not fit', async () => {
    const context = await start();
    const rows = Array.from({ length: 20 }, (_, index) => ({ code: `R${index}`, status: index % 5 === 0 ? 'lost' : 'open' }));
    const results = await Promise.allSettled(rows.map((row) => postRecord(context, { dataset, row, caller })));
    for (const [index, result] of results.entries()) {
      if (index % 5 > 0) expect(result).toMatchObject({ status: 'fulfilled', value: { isNew: true, record: { code: `R${index}` } } });
      else
        expect(result).toMatchObject({
          status: 'rejected',
          reason: {
            code: 'validation-failed',
            details: {
              reason: 'status: not-in-list',
              refused: [{ line: 1, field: 'status', value: 'lost', reason: 'not-in-list', details: { allowed: ['open', 'done'] } }],
            },
          },
        });
    }
    expect(await count(context, 'd_test__report')).toBe(16);
    expect(await count(context, 'audit')).toBe(16);
  });

  it('adds one record for posts with one key, and lays the others over it in their order', async () => {
    const context = await start();
    const titles = Array.from({ length: 12 }, (_, index) => `T${index}`);
    const posted = await Promise.all(
      titles.map((title) => postRecord(context, { dataset, row: { code: 'A', status: 'open', title }, caller })),
    );
    expect(posted.map(({ isNew }) => isNew)).toEqual(titles.map((_, index) => index === 0));
    expect(await context.database.read('d_test__report').select('_rev', 'title')).toEqual([{ _rev: 12, title: 'T11' }]);
    const kinds = await context.database.read('audit').where({ dataset }).orderBy('revision').pluck('kind');
    expect(kinds).toEqual(titles.map((_, index) => (index === 0 ? 'added' : 'changed')));
  });

  it('does not add twice what others write at the same moment', async () => {
    const context = await start();
    const codes = Array.from({ length: 60 }, (_, index) => `R${index}`);
    const rows = codes.map((code, index) => ({ line: index + 1, row: { code, status: 'done' } }));
    const [bulk, ...posted] = await Promise.all([
      writeRecords(context, { dataset, rows, caller }),
      ...codes.map((code) => postRecord(context, { dataset, row: { code, status: 'open' }, caller })),
    ]);
    expect(await count(context, 'd_test__report')).toBe(60);
    expect(bulk.added + posted.filter(({ isNew }) => isNew).length).toBe(60);
    const added = await context.database.read('audit').where({ dataset, kind: 'added' });
    expect(new Set(added.map(({ record }) => record)).size).toBe(60);
    expect(added).toHaveLength(60);
  });

  it('keeps callers apart: permission, rows and name are those of each', async () => {
    const context = await start();
    const calling = (id: string, allowed: (permission: string) => boolean, title?: string): Caller => ({
      id,
      language: 'vi',
      can: allowed,
      ...(title && { rows: () => ({ title }) }),
    });
    const post = (code: string, by: Caller, title = 'mine') =>
      postRecord(context, { dataset, row: { code, status: 'open', title }, caller: by });
    const results = await Promise.allSettled([
      post(
        'A',
        calling('ann', () => true),
      ),
      post(
        'B',
        calling('bob', () => true, 'mine'),
      ),
      post(
        'C',
        calling('bob', () => true, 'mine'),
        'foreign',
      ),
      post(
        'D',
        calling('cat', () => false),
      ),
      post(
        'E',
        calling('dan', (permission) => permission.endsWith('.write')),
      ),
      post(
        'F',
        calling('eve', (permission) => permission.endsWith('.write'), 'mine'),
      ),
    ]);
    expect(results.map((result) => (result.status === 'fulfilled' ? result.value.record.code : result.reason.code))).toEqual([
      'A',
      'B',
      'validation-failed',
      'forbidden',
      undefined,
      undefined,
    ]);
    expect(results[2]).toMatchObject({ reason: { details: { refused: [{ line: 1, reason: 'outside-scope' }] } } });
    // Who may write and not read is told that it was written, and its number.
    const number = { isNew: true, revision: 1, record: { _id: expect.any(Number), _received_at: expect.any(String) } };
    for (const blind of results.slice(4)) expect(blind).toEqual({ status: 'fulfilled', value: number });
    expect(await context.database.read('d_test__report').orderBy('code').pluck('code')).toEqual(['A', 'B', 'E', 'F']);
    expect((await context.database.read('audit').orderBy('caller').pluck('caller')).sort()).toEqual(['ann', 'bob', 'dan', 'eve']);
  });
});
