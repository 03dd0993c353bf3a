import { expect, it } from 'vitest';
import { describeDatabases } from '../../../tests/support/databases.ts';
import { localCaller, systemCaller } from '../access/caller.ts';
import { deleteRecord, getRecord, patchRecord } from '../data/record.ts';
import { matters } from './testing.ts';

const dataset = 'test/matter';

describeDatabases('records that move', (open) => {
  it('go back to where they were before, once and again', async () => {
    const { write, take } = await matters(await open());
    await write([{ code: 'a' }]);
    expect(await take(1, 'wait', { note: 'x' })).toMatchObject({ state: 'waiting', note: 'x' });
    const back = await take(1, 'go_on');
    expect(back).toMatchObject({ state: 'new' });
    expect(back).not.toHaveProperty('note');
    await take(1, 'take', { kind: 'road' });
    await take(1, 'wait', { note: 'y' });
    expect(await take(1, 'go_on')).toMatchObject({ state: 'open', kind: 'road' });
  });

  it('have nowhere to go back to when they never moved', async () => {
    const { write, take } = await matters(await open());
    await write([{ code: 'a', state: 'done' }]);
    await expect(take(1, 'reopen')).rejects.toMatchObject({
      code: 'transition-refused',
      details: { transition: 'reopen', field: 'state', state: 'done', allowed: [] },
    });
  });

  it('go back also from where another system, or a write of the core, has moved them', async () => {
    const { write, take, somebody } = await matters(await open());
    const gateway = somebody('truc', 'gateway');
    await write([{ code: 'a' }, { code: 'b', state: 'open' }], systemCaller);
    await write([{ code: 'a', state: 'done' }], gateway);
    await write([{ code: 'b', state: 'done' }], systemCaller);
    expect(await take(1, 'reopen')).toMatchObject({ state: 'new' });
    expect(await take(2, 'reopen')).toMatchObject({ state: 'open' });
  });

  it('stay where they are by a step that only counts, and are refused past its limit with nothing written', async () => {
    const { write, take, context } = await matters(await open());
    await write([{ code: 'a' }]);
    expect(await take(1, 'look')).toMatchObject({ state: 'new', seen: 1 });
    expect(await take(1, 'look')).toMatchObject({ state: 'new', seen: 2 });
    await expect(take(1, 'look')).rejects.toMatchObject({
      code: 'transition-refused',
      details: { must: { seen: { lte: 2 } }, state: 'new', allowed: ['take', 'wait'] },
    });
    expect((await getRecord(context, { dataset, id: 1, caller: localCaller() })).record).toMatchObject({ state: 'new', seen: 2 });
  });

  it('meet conditions on what they refer to', async () => {
    const { write, take } = await matters(await open());
    await write([{ code: 'a' }]);
    await expect(take(1, 'take', { kind: 'gone' })).rejects.toMatchObject({ code: 'transition-refused' });
    expect(await take(1, 'take', { kind: 'road' })).toMatchObject({ state: 'open' });
  });

  it('are forgotten with all that is known of their states when they are removed', async () => {
    const { write, take, context } = await matters(await open());
    await write([{ code: 'a' }, { code: 'b' }]);
    await take(1, 'wait', { note: 'x' });
    await take(2, 'wait', { note: 'x' });
    const { revision } = await getRecord(context, { dataset, id: 1, caller: localCaller() });
    await deleteRecord(context, { dataset, id: 1, revision, caller: localCaller() });
    for (const table of ['workflow_state', 'workflow_clock'])
      expect(
        (await context.database.read(table).where({ dataset })).map(({ record }) => Number(record)),
        table,
      ).toEqual([2]);
  });

  it('have no clocks while they are illustrative, and get them when they become real', async () => {
    const { write, context } = await matters(await open());
    const clocks = async () => (await context.database.read('workflow_clock').where({ dataset })).length;
    await write([{ code: 'a' }], systemCaller, true);
    expect(await clocks()).toBe(0);
    await write([{ code: 'a' }], systemCaller);
    expect(await clocks()).toBe(1);
  });
});

describeDatabases('a write past the workflow', (open) => {
  const fault = (field: string, reason: string, details?: object) => ({
    refused: [expect.objectContaining({ field, reason, ...(details && { details }) })],
  });

  it('begins a record in its first state only, and sets no deadline', async () => {
    const { write, somebody } = await matters(await open());
    const clerk = somebody('an', 'clerk');
    expect(await write([{ code: 'a' }, { code: 'b', state: 'new' }], clerk)).toMatchObject({ added: 2, refused: [] });
    expect(await write([{ code: 'c', state: 'done' }], clerk)).toMatchObject(
      fault('state', 'by-step', { state: 'new', allowed: ['look'], vi: 'look', en: 'look' }),
    );
    expect(await write([{ code: 'd', due_at: '2026-12-01T00:00:00+07:00' }], clerk)).toMatchObject(fault('due_at', 'by-clock'));
    expect(await write([{ code: 'a', state: 'open' }], clerk)).toMatchObject(
      fault('state', 'by-step', { state: 'new', allowed: ['look'], vi: 'look', en: 'look' }),
    );
    expect(await write([{ code: 'a', state: null }], clerk)).toMatchObject(fault('state', 'missing'));
    expect(await write([{ code: 'a', state: 'new', note: 'x' }], clerk)).toMatchObject({ changed: 1, refused: [] });
  });

  it('of another system brings the states that are meant for it, with its deadlines', async () => {
    const { write, somebody, context } = await matters(await open());
    const gateway = somebody('truc', 'gateway');
    const due_at = '2026-12-01T00:00:00+07:00';
    expect(await write([{ code: 'a', state: 'done', due_at }], gateway)).toMatchObject({ added: 1 });
    expect(await write([{ code: 'b', state: 'open' }], gateway)).toMatchObject(fault('state', 'by-step'));
    expect(await write([{ code: 'a', state: 'new' }], gateway)).toMatchObject({ changed: 1 });
    expect((await getRecord(context, { dataset, id: 1, caller: localCaller() })).record).toMatchObject({ state: 'new', due_at });
  });

  it('of another system that knows no deadline leaves the one that was worked out', async () => {
    const { write, somebody, context } = await matters(await open());
    const gateway = somebody('truc', 'gateway');
    const sent = { code: 'a', state: 'new', due_at: null };
    expect(await write([sent], gateway)).toMatchObject({ added: 1 });
    expect(await write([sent], gateway)).toMatchObject({ same: 1, changed: 0 });
    expect((await getRecord(context, { dataset, id: 1, caller: localCaller() })).record).toMatchObject({
      due_at: '2026-11-25T10:00:00+07:00',
    });
  });

  it('does not take back what the centre has moved on', async () => {
    const { write, take, somebody } = await matters(await open());
    const gateway = somebody('truc', 'gateway');
    await write([{ code: 'a' }], gateway);
    await take(1, 'take', { kind: 'road' });
    expect(await write([{ code: 'a', state: 'done' }], gateway)).toMatchObject(fault('state', 'by-step'));
    expect(await write([{ code: 'a', due_at: '2026-12-01T00:00:00+07:00' }], gateway)).toMatchObject(fault('due_at', 'by-clock'));
    expect(await write([{ code: 'a', note: 'x' }], gateway)).toMatchObject({ changed: 1 });
  });

  it('on one record moves nothing, whoever asks', async () => {
    const { write, context } = await matters(await open());
    await write([{ code: 'a' }]);
    const { revision } = await getRecord(context, { dataset, id: 1, caller: localCaller() });
    const patch = (fields: { readonly [field: string]: string }) =>
      patchRecord(context, { dataset, id: 1, revision, patch: fields, caller: localCaller() });
    await expect(patch({ state: 'done' })).rejects.toMatchObject({
      details: fault('state', 'by-step', { state: 'new', allowed: ['take', 'wait', 'look'], vi: 'Nhận, Chờ, look', en: 'Take, Chờ, look' }),
    });
    await expect(patch({ due_at: '2026-12-01T00:00:00+07:00' })).rejects.toMatchObject({ details: fault('due_at', 'by-clock') });
    expect((await patch({ note: 'x' })).record).toMatchObject({ note: 'x', state: 'new' });
  });
});
