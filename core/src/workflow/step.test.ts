import { expect, it } from 'vitest';
import { describeDatabases } from '../../../tests/support/databases.ts';
import { localCaller } from '../access/caller.ts';
import { runQuery } from '../data/query/query.ts';
import { patchRecord, type RecordView } from '../data/record.ts';
import { person, testRecords } from '../indicators/testing.ts';
import { ReceiptKey } from '../receipts/key.ts';
import { takeStep } from './step.ts';

const dataset = 'core/indicator_definition';
const draft = {
  indicator_code: 'se.cpi',
  revision: 1,
  name_vi: 'CPI',
  calculation: 'display_only',
  unit: '%',
  concept_vi: 'Chỉ số giá tiêu dùng',
  method_vi: 'Theo công bố của cơ quan thống kê',
  owner_agency_code: 'cuc-thong-ke',
};
const approval = { regime: 'statistical', legal_basis: 'Luật Thống kê 89/2015/QH13, Điều 17', release_authority: 'cuc-thong-ke' };

const codeOf = async (work: Promise<unknown>) => {
  try {
    await work;
  } catch (error) {
    if (error instanceof Error && 'code' in error && 'details' in error) return { code: error.code, details: error.details };
    throw error;
  }
  throw new Error('was allowed');
};

describeDatabases('the life of a definition', (open) => {
  const start = async () => {
    const { context, write } = await testRecords(await open());
    await write(dataset, [draft, { ...draft, revision: 2, name_vi: 'CPI mới' }]);
    const step = (id: number, transition: string, given = {}, caller = localCaller()) =>
      takeStep(context, { dataset, id, transition, given, caller });
    const states = async () =>
      (
        await runQuery(context, {
          query: { from: dataset, select: ['revision', 'state', 'effective_to'], sort: ['revision'] },
          caller: localCaller(),
        })
      ).rows;
    return { context, step, states };
  };
  const publish = async (step: (id: number, transition: string, given?: object) => Promise<unknown>, id: number, from: string) => {
    await step(id, 'review');
    await step(id, 'approve', approval);
    await step(id, 'publish', { effective_from: from });
  };

  it('begins as a draft and goes step by step; a revision that is published supersedes the one before', async () => {
    const { step, states } = await start();
    expect(await states()).toEqual([
      [1, 'draft', null],
      [2, 'draft', null],
    ]);
    await publish(step, 1, '2026-01-01');
    expect((await states())[0]).toEqual([1, 'published', null]);
    await publish(step, 2, '2026-07-01');
    expect(await states()).toEqual([
      [1, 'superseded', '2026-07-01'],
      [2, 'published', null],
    ]);
  });

  it('leaves one revision of each indicator published when two are at once', async () => {
    const { context, write } = await testRecords(await open());
    const codes = Array.from({ length: 12 }, (_, index) => `se.${index}`);
    const approved = { ...draft, ...approval, state: 'approved', effective_from: '2026-01-01' };
    await write(
      dataset,
      codes.flatMap((indicator_code) => [1, 2].map((revision) => ({ ...approved, indicator_code, revision }))),
    );
    await Promise.all(
      codes.flatMap((_, index) =>
        [2 * index + 1, 2 * index + 2].map((id) =>
          takeStep(context, { dataset, id, transition: 'publish', given: {}, caller: localCaller() }),
        ),
      ),
    );
    const query = {
      from: dataset,
      measures: { published: { fn: 'count' } },
      where: { state: 'published' },
      by: ['indicator_code'],
    } as const;
    const { rows } = await runQuery(context, { query, caller: localCaller() });
    expect(rows.map(([, count]) => count)).toEqual(codes.map(() => 1));
  });

  it('refuses every other step with the list of those that are allowed', async () => {
    const { step } = await start();
    const steps = ['review', 'return', 'approve', 'publish', 'retire', 'nothing'];
    for (const transition of steps.filter((name) => name !== 'review'))
      expect(await codeOf(step(1, transition))).toMatchObject({
        code: 'transition-refused',
        details: {
          state: 'draft',
          allowed: ['review'],
          reason: { vi: expect.stringContaining('review'), en: expect.stringContaining('review') },
        },
      });
    await step(1, 'review');
    expect(await codeOf(step(1, 'review'))).toMatchObject({ details: { state: 'reviewed', allowed: ['return', 'approve'] } });
  });

  it('asks for what a step needs, and takes nothing else', async () => {
    const { step, states } = await start();
    await step(1, 'review');
    expect(await codeOf(step(1, 'approve'))).toMatchObject({
      code: 'validation-failed',
      details: { refused: [{ field: 'regime', reason: 'missing', also: [{ field: 'legal_basis' }, { field: 'release_authority' }] }] },
    });
    expect(await codeOf(step(1, 'approve', { ...approval, name_vi: 'Khác' }))).toMatchObject({ code: 'validation-failed' });
    expect(await codeOf(step(1, 'approve', { ...approval, legal_basis: 'nội bộ' }))).toMatchObject({ code: 'transition-refused' });
    expect((await states())[0]).toEqual([1, 'reviewed', null]);
    await step(1, 'approve', { ...approval, regime: 'operational', legal_basis: 'nội bộ' });
  });

  it('keeps reviewer and approver apart', async () => {
    const { step } = await start();
    await step(1, 'review', {}, person('an'));
    expect(await codeOf(step(1, 'approve', approval, person('an')))).toMatchObject({ code: 'forbidden', details: { notBy: ['review'] } });
    await step(1, 'approve', approval, person('binh'));
  });

  it('is for those with the permission of the step', async () => {
    const { step } = await start();
    const reader = { ...person('chi'), can: (permission: string) => permission === `${dataset}.read` };
    expect(await codeOf(step(1, 'review', {}, reader))).toMatchObject({ code: 'forbidden', details: { permission: `${dataset}.review` } });
  });

  it('is not moved by a write, and past the draft nothing is', async () => {
    const { context, step } = await start();
    const patch = (revision: number, fields: { readonly [field: string]: string }) =>
      codeOf(patchRecord(context, { dataset, id: 1, revision, patch: fields, caller: localCaller() }));
    expect(await patch(1, { state: 'published' })).toMatchObject({
      details: { refused: [{ field: 'state', reason: 'by-step', details: { state: 'draft', allowed: ['review'] } }] },
    });
    await step(1, 'review');
    expect(await patch(2, { name_vi: 'Khác' })).toMatchObject({ details: { refused: [{ field: 'name_vi', reason: 'locked' }] } });
  });
});

describeDatabases('a step that is sent again', (open) => {
  it('is answered as the first time, but not to who may no longer take it', async () => {
    const { context, write } = await testRecords(await open());
    await write(dataset, [draft]);
    const permission = `${dataset}.review`;
    const send = (...may: readonly string[]) => {
      const caller = { ...person('ann'), can: (asked: string) => may.includes(asked) };
      const receipt = new ReceiptKey('ann', 'k').receipt<RecordView>('review');
      return takeStep(context, { dataset, id: 1, transition: 'review', given: {}, caller, receipt });
    };
    const first = await send(permission);
    expect(await send(permission)).toEqual(first);
    expect(await codeOf(send())).toMatchObject({ code: 'forbidden', details: { permission } });
  });
});
