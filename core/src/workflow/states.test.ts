import { expect, it } from 'vitest';
import { describeDatabases } from '../../../tests/support/databases.ts';
import { systemCaller } from '../access/caller.ts';
import { statesOf } from './states.ts';
import { matters } from './testing.ts';

const dataset = 'test/matter';

describeDatabases('the way of a record through its states', (open) => {
  it('leads back past a detour, however often that was taken', async () => {
    const { write, take, context } = await matters(await open());
    await write([{ code: 'a' }]);
    await take(1, 'take', { kind: 'road' });
    for (const _ of [1, 2, 3]) {
      await take(1, 'wait', { note: 'x' });
      for (const _ of [1, 2]) {
        await write([{ code: 'a', state: 'done' }], systemCaller);
        expect(await take(1, 'reopen')).toMatchObject({ state: 'waiting' });
      }
      expect(await take(1, 'go_on')).toMatchObject({ state: 'open' });
    }
    const states = await statesOf(context.database.read, dataset, 1);
    expect(states.get('state')).toMatchObject({ previous: 'new' });
  });

  it('ends where the record began', async () => {
    const { write, take, context } = await matters(await open());
    await write([{ code: 'a' }]);
    await take(1, 'wait', { note: 'x' });
    expect(await take(1, 'go_on')).toMatchObject({ state: 'new' });
    expect((await statesOf(context.database.read, dataset, 1)).size).toBe(0);
  });

  it('goes on when something else than a step back leads to the state before', async () => {
    const { write, take } = await matters(await open());
    await write([{ code: 'a' }]);
    for (const state of ['done', 'new', 'done', 'open', 'done']) await write([{ code: 'a', state }], systemCaller);
    expect(await take(1, 'reopen')).toMatchObject({ state: 'open' });
    await write([{ code: 'a', state: 'done' }], systemCaller);
    expect(await take(1, 'reopen')).toMatchObject({ state: 'open' });
  });

  it('is known for its last part only', async () => {
    const { write, take, context } = await matters(await open());
    await write([{ code: 'a' }]);
    for (let n = 0; n < 20; n++) for (const state of ['open', 'done']) await write([{ code: 'a', state }], systemCaller);
    const { way } = await context.database.read('workflow_state').where({ dataset, record: 1 }).first('way');
    expect(JSON.parse(way).length).toBe(16);
    expect(await take(1, 'reopen')).toMatchObject({ state: 'open' });
  });
});
