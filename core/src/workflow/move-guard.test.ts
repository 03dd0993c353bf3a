import { defineDataset, defineWorkflow, HaidangError, schema } from '@haidang/sdk';
import { expect, it } from 'vitest';
import { describeDatabases } from '../../../tests/support/databases.ts';
import { type Caller, localCaller, systemCaller } from '../access/caller.ts';
import { memberOf } from '../access/member.ts';
import { type Row, toRow } from '../data/cells.ts';
import type { Database } from '../data/database.ts';
import { patchRecord } from '../data/record.ts';
import { testContext } from '../data/testing.ts';
import { writeRecords } from '../data/write.ts';
import { parseInstant } from '../data/zone.ts';
import { errorReply } from '../http/errors.ts';
import type { RoleEntry } from '../registry.ts';
import { takeStep } from './step.ts';

const instant = { type: 'string', format: 'date-time' } as const;
const row = schema({
  required: ['code', 'state', 'opened_at'],
  properties: {
    code: { type: 'string', maxLength: 20 },
    title: { type: 'string', maxLength: 50 },
    state: { type: 'string', enum: ['new', 'at_work', 'done'] },
    opened_at: instant,
    team: { type: 'string', maxLength: 20 },
    left_by: { type: 'string', maxLength: 20 },
    returns: { type: 'integer' },
    until: instant,
    done_at: instant,
    due_at: instant,
    first_due_at: instant,
  },
});

const request = defineDataset({
  row,
  key: ['code'],
  agency: 'team',
  workflow: defineWorkflow(row, {
    field: 'state',
    initial: 'new',
    source: ['new', 'at_work'],
    transitions: {
      assign: { from: ['new'], to: 'at_work', needs: ['team'], set: { opened_at: 'now' } },
      leave: { from: ['at_work'], to: 'new', set: { returns: { plus: 1 }, left_by: { field: 'team' }, team: null } },
      ask: { from: ['at_work'], to: 'same', needs: ['until'] },
      extend: { from: ['at_work'], to: 'same', set: { due_at: { field: 'until' }, until: null } },
      finish: { from: ['at_work'], to: 'done', set: { done_at: 'now' } },
    },
    clocks: { handling: { runs: ['at_work'], due: 'due_at', original: 'first_due_at', limits: [{ within: 'P5D' }] } },
  }),
});

const dataset = 'test/request';
const opened_at = '2026-11-20T08:00:00+07:00';
const names = { vi: { 'request.step.assign': 'Chuyển xử lý', 'request.step.finish': 'Xong' }, en: { 'request.step.assign': 'Assign' } };

/** Requests of a centre whose people may do different things, at 2026-11-20T10:00 in the jurisdiction. */
async function centre(database: Database) {
  const now = parseInstant('2026-11-20T10:00:00+07:00') ?? 0;
  const made = await testContext(database, { datasets: { request }, messages: names, clock: { now: () => now } });
  const role = (name: string, ...verbs: readonly string[]): [string, RoleEntry] => [
    name,
    { name, label: { vi: name }, can: new Set(verbs.map((verb) => `${dataset}.${verb}`)) },
  ];
  const roles = new Map([
    role('sender', 'write', 'leave'),
    role('clerk', 'read', 'write', 'assign', 'finish'),
    role('gateway', 'write', 'source'),
  ]);
  const context = { ...made, registry: { ...made.registry, roles } };
  const stored = () => database.read('d_test__request').where({ code: 'a' }).first();
  return {
    somebody: (name: string) => memberOf(context.registry, { id: name, roles: [name] }),
    write: (given: Row, caller: Caller, sample = false) =>
      writeRecords(context, { dataset, rows: [{ line: 1, row: { code: 'a', ...given } }], caller, sample }),
    async patch(patch: Row, caller: Caller) {
      const { _id, _rev } = await stored();
      return patchRecord(context, { dataset, id: Number(_id), revision: Number(_rev), patch, caller });
    },
    take: (transition: string, given: Row = {}, caller: Caller = localCaller()) =>
      takeStep(context, { dataset, id: 1, transition, given, caller }),
    async row() {
      const table = context.tables.get(dataset);
      if (!table) throw new Error('no table');
      return toRow(table, database.dialect, await stored());
    },
  };
}

async function errorOf(work: Promise<unknown>): Promise<HaidangError> {
  try {
    await work;
  } catch (error) {
    if (error instanceof HaidangError) return error;
    throw error;
  }
  throw new Error('was allowed');
}

const later = '2030-01-01T00:00:00+07:00';
/** What steps fill, each with another value than it has. */
const filled: readonly Row[] = [{ returns: 9 }, { left_by: 'x' }, { done_at: later }, { until: later }];
const refused = (field: string, reason = 'by-step') => ({ refused: [expect.objectContaining({ field, reason })] });

describeDatabases('what steps write', (open) => {
  it('is changed by nobody else, one record at a time or many', async () => {
    const { somebody, write, patch, take, row } = await centre(await open());
    const clerk = somebody('clerk');
    await write({ opened_at }, clerk);
    await take('assign', { team: 't1' });
    await take('leave');
    await take('assign', { team: 't2' });
    const before = await row();
    for (const given of [...filled, { left_by: null }, { team: 't3' }, { team: null }, { opened_at }]) {
      const [field = ''] = Object.keys(given);
      expect(await write(given, clerk), field).toMatchObject(refused(field));
      for (const caller of [clerk, localCaller()])
        await expect(patch(given, caller), field).rejects.toMatchObject({ details: refused(field) });
    }
    expect(await row()).toEqual(before);
    // The same values, an instant as another clock writes it, and what steps do not care for.
    await patch({ title: 'Đèn', team: 't2', returns: 1, opened_at: '2026-11-20T03:00:00Z' }, clerk);
    expect(await row()).toEqual({ ...before, title: 'Đèn' });
  });

  it('is not there when a record comes; what has to be is, and an agency may be named', async () => {
    const { somebody, write, row } = await centre(await open());
    for (const name of ['sender', 'clerk'])
      for (const given of filled)
        expect(await write({ opened_at, ...given }, somebody(name))).toMatchObject(refused(Object.keys(given)[0] ?? ''));
    expect(await write({ opened_at, team: 't1' }, somebody('sender'))).toMatchObject({ added: 1, refused: [] });
    expect(await row()).toEqual({ code: 'a', state: 'new', opened_at, team: 't1' });
  });

  it('is brought by another system, in the states that are meant for it', async () => {
    const { somebody, write, take, row } = await centre(await open());
    const gateway = somebody('gateway');
    const brought = { opened_at, state: 'at_work', team: 't1', returns: 2, left_by: 't0', until: later, done_at: later };
    expect(await write(brought, gateway)).toMatchObject({ added: 1 });
    expect(await write({ team: 't2', returns: 3 }, gateway)).toMatchObject({ changed: 1 });
    expect(await row()).toMatchObject({ ...brought, team: 't2', returns: 3 });
    await take('finish');
    expect(await write({ done_at: later }, gateway)).toMatchObject(refused('done_at'));
    expect(await write({ title: 'Đèn' }, gateway)).toMatchObject({ changed: 1 });
  });
});

describeDatabases('who may write records and not see them', (open) => {
  it('adds some, once and again, and changes none', async () => {
    const { somebody, write, patch, row } = await centre(await open());
    const sender = somebody('sender');
    const sent = { opened_at, title: 'Đèn' };
    expect(await write(sent, sender)).toMatchObject({ added: 1 });
    expect(await write(sent, sender)).toMatchObject({ same: 1, refused: [] });
    const foreign = { refused: [expect.objectContaining({ line: 1, reason: 'outside-scope' })] };
    expect(await write({ title: 'Khác' }, sender)).toMatchObject(foreign);
    await expect(patch({ title: 'Khác' }, sender)).rejects.toMatchObject({ code: 'validation-failed', details: foreign });
    expect(await row()).toMatchObject(sent);
    expect(await write({ title: 'Khác' }, somebody('clerk'))).toMatchObject({ changed: 1 });
  });

  it('is not told by a refusal where a record stands', async () => {
    const { somebody, write, take } = await centre(await open());
    const sender = somebody('sender');
    expect((await write({ opened_at, state: 'done' }, sender)).refused).toEqual([{ line: 1, field: 'state', reason: 'by-step' }]);
    await write({ opened_at }, sender);
    const error = await errorOf(take('leave', {}, sender));
    expect(error.details).toEqual({ transition: 'leave' });
    expect(errorReply(error, 'vi').error.message).toBe('Không thể chuyển sang trạng thái này.');
  });
});

describeDatabases('a refusal', (open) => {
  it('names the steps that are allowed as people know them, for programs in its details', async () => {
    const { somebody, write, take, patch } = await centre(await open());
    const clerk = somebody('clerk');
    await write({ opened_at }, clerk);
    const said = async (work: Promise<unknown>) => {
      const error = await errorOf(work);
      return { vi: errorReply(error, 'vi').error, en: errorReply(error, 'en').error.message };
    };
    const step = await said(take('finish', {}, clerk));
    expect(step.vi).toMatchObject({ details: { state: 'new', allowed: ['assign'] } });
    expect(step.vi.message).toBe('Không thể chuyển sang trạng thái này. Các bước được phép từ trạng thái này: Chuyển xử lý.');
    expect(step.en).toBe('This step is not allowed now. Steps that are allowed from this state: Assign.');
    const state = await said(patch({ state: 'done' }, clerk));
    expect(state.vi.message).toBe('Dữ liệu không hợp lệ. state: chỉ thay đổi bằng bước xử lý (Chuyển xử lý).');
    expect(state.en).toBe('The data are not valid. state: changed by steps only (Assign).');
    await take('assign', { team: 't1' }, clerk);
    const details = { state: 'at_work', allowed: ['finish'], vi: 'Xong', en: 'Xong' };
    await expect(patch({ done_at: later }, clerk)).rejects.toMatchObject({ details: { refused: [{ field: 'done_at', details }] } });
    // Steps that write another field are no way to change this one.
    await expect(patch({ team: 't2' }, clerk)).rejects.toMatchObject({
      details: { refused: [{ field: 'team', details: { state: 'at_work', allowed: [] } }] },
    });
    await take('finish', {}, clerk);
    expect((await said(take('finish', {}, clerk))).vi.message).toContain('Từ trạng thái này bạn không có bước nào.');
  });
});

describeDatabases('the original deadline', (open) => {
  const first_due_at = '2026-11-25T10:00:00+07:00';

  it('is written once: what another system sends over it leaves it, and counts for the rest', async () => {
    const { somebody, write, patch, take, row } = await centre(await open());
    const [clerk, gateway] = [somebody('clerk'), somebody('gateway')];
    await write({ opened_at }, clerk);
    await take('assign', { team: 't1' });
    expect(await row()).toMatchObject({ first_due_at, due_at: first_due_at });
    expect(await write({ first_due_at: later, due_at: later, title: 'Đèn' }, gateway)).toMatchObject({ changed: 1, refused: [] });
    expect(await row()).toMatchObject({ first_due_at, due_at: later, title: 'Đèn' });
    for (const first of [later, first_due_at, '2026-11-25T03:00:00Z', null])
      expect(await write({ first_due_at: first }, gateway)).toMatchObject({ same: 1, refused: [] });
    expect(await write({ first_due_at: later }, clerk)).toMatchObject(refused('first_due_at', 'by-clock'));
    await expect(patch({ first_due_at: later }, gateway)).rejects.toMatchObject({ code: 'validation-failed' });
    await expect(patch({ first_due_at: later }, localCaller())).rejects.toMatchObject({ details: refused('first_due_at', 'by-clock') });
    expect(await row()).toMatchObject({ first_due_at });
  });

  it('comes from another system where there is none, or only an illustrative one', async () => {
    const { somebody, write, row } = await centre(await open());
    const gateway = somebody('gateway');
    await write({ opened_at, state: 'at_work', first_due_at: later }, systemCaller, true);
    await write({ opened_at, first_due_at: '2026-12-01T00:00:00+07:00' }, systemCaller, true);
    expect(await row()).toMatchObject({ first_due_at: '2026-12-01T00:00:00+07:00' });
    expect(await write({ opened_at, first_due_at, due_at: later }, gateway)).toMatchObject({ changed: 1 });
    expect(await row()).toMatchObject({ first_due_at, due_at: later });
    await write({ first_due_at: later }, gateway);
    expect(await row()).toMatchObject({ first_due_at });
  });
});
