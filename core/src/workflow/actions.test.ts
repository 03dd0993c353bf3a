import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeDatabases } from '../../../tests/support/databases.ts';
import type { Caller } from '../access/caller.ts';
import { fileServer } from '../export/testing.ts';
import { type Matters, matters } from './testing.ts';

describeDatabases('what may be done with a record', (open) => {
  let given: Matters;
  let app: Awaited<ReturnType<typeof fileServer>>;
  beforeAll(async () => {
    given = await matters(await open());
    const callers: { [id: string]: Caller } = {};
    for (const role of ['desk', 'clerk', 'gateway']) callers[role] = given.somebody(role, role);
    app = await fileServer(given.context, callers);
    await given.write([{ code: 'a' }]);
  });
  afterAll(() => app.close());
  const ask = async (as = 'local', id = 1) => {
    const answer = await app.inject({ url: `/api/records/test/matter/${id}/actions`, headers: { 'x-as': as } });
    return { status: answer.statusCode, ...JSON.parse(answer.body) };
  };

  test('is where it stands, the steps with what they ask for, and its clocks', async () => {
    const answer = await ask();
    expect(answer).toMatchObject({ status: 200, states: [{ field: 'state', state: 'new', label: { vi: 'new' } }], refused: [] });
    expect(answer.steps).toEqual([
      {
        name: 'take',
        label: { vi: 'Nhận', en: 'Take' },
        field: 'state',
        to: 'open',
        needs: [{ name: 'kind', label: { vi: 'kind' }, type: 'string', property: { type: 'string', 'x-ref': 'kind' }, ref: 'test/kind' }],
      },
      { name: 'wait', label: { vi: 'Chờ' }, field: 'state', to: 'waiting', needs: [expect.objectContaining({ name: 'note' })] },
      { name: 'look', label: { vi: 'look' }, field: 'state', to: 'new', needs: [] },
    ]);
    expect(answer.clocks).toEqual([
      {
        name: 'handling',
        label: { vi: 'Xử lý' },
        state: 'running',
        due: '2026-11-25T10:00:00+07:00',
        original: '2026-11-25T10:00:00+07:00',
        remaining: 5 * 86_400_000,
        provisional: false,
      },
    ]);
  });

  test('is refused with the reason and for whom the step is', async () => {
    const answer = await ask('clerk');
    expect(answer.steps.map(({ name }: { readonly name: string }) => name)).toEqual(['look']);
    expect(answer.refused).toEqual([
      {
        name: 'take',
        label: { vi: 'Nhận', en: 'Take' },
        why: { vi: 'Bạn không có quyền làm việc này. Dành cho: Đầu mối.', en: 'You may not do this. It is for: Desk.' },
      },
      { name: 'wait', label: { vi: 'Chờ' }, why: { vi: 'Bạn không có quyền làm việc này.', en: 'You may not do this.' } },
    ]);
  });

  test('changes as the record moves: what came before, who took which step, what it holds', async () => {
    await given.take(1, 'take', { kind: 'road' }, given.somebody('desk', 'desk'));
    const open = await ask('desk');
    expect(open.states).toEqual([
      { field: 'state', state: 'open', label: { vi: 'Đang mở' }, previous: 'new', since: '2026-11-20T10:00:00+07:00' },
    ]);
    expect(open.refused.map(({ name, why }: { readonly name: string; readonly why: { readonly en: string } }) => [name, why.en])).toEqual([
      ['wait', 'You may not do this.'],
      ['look', 'You may not do this. It is for: Văn thư.'],
      ['finish', 'You may not do this. Who took the step Take may not take this one.'],
    ]);
    await given.take(1, 'wait', { note: 'x' });
    const waiting = await ask();
    expect(waiting.steps).toEqual([expect.objectContaining({ name: 'go_on', to: 'open' }), expect.objectContaining({ name: 'look' })]);
    expect(waiting.clocks).toMatchObject([{ state: 'resting', remaining: 5 * 86_400_000 }]);
    await given.take(1, 'go_on');
    expect((await ask()).steps.map(({ name }: { readonly name: string }) => name)).toContain('finish');
    await given.write([{ code: 'a', note: 'still to do' }]);
    expect((await ask()).refused).toEqual([
      expect.objectContaining({ name: 'finish', why: expect.objectContaining({ en: expect.stringContaining('condition') }) }),
    ]);
  });

  test('is for those who may read it', async () => {
    expect(await ask('gateway')).toMatchObject({ status: 403 });
    expect(await ask('local', 99)).toMatchObject({ status: 404 });
    expect(await ask('desk')).toMatchObject({ status: 200, revision: expect.any(Number) });
  });
});
