import type { Query } from '@haidang/sdk';
import { expect, test } from 'vitest';
import { type Caller, localCaller } from '../../access/caller.ts';
import { Plans } from './plans.ts';

const query: Query = { from: 'test/report' };

/** Plans that are named by what their making asked of the caller. */
function start() {
  const plans = new Plans<string>();
  let made = 0;
  const find = (caller: Caller, asked = query) =>
    plans.find({
      query: asked,
      caller,
      make(witness) {
        made++;
        const isReader = witness.can('test/report.read');
        if (!isReader) throw new Error('forbidden');
        return JSON.stringify([witness.rows?.('test/report'), witness.can('test/report.personal')]);
      },
    });
  return { find, count: () => made };
}

test('a plan serves all who may the same, whoever they are', () => {
  const { find, count } = start();
  const only = (status: string): Caller => ({ ...localCaller(), id: status, rows: () => ({ status }) });
  expect(find(localCaller())).toBe('[null,false]');
  expect(find({ ...localCaller(), id: 'other' })).toBe('[null,false]');
  expect(count()).toBe(1);
  expect(find(only('new'))).toBe('[{"status":"new"},false]');
  expect(find(only('done'))).toBe('[{"status":"done"},false]');
  expect(find({ ...localCaller(), can: () => true })).toBe('[null,true]');
  expect(count()).toBe(4);
  expect([find(only('done')), find(only('new')), find(localCaller())]).toEqual([
    '[{"status":"done"},false]',
    '[{"status":"new"},false]',
    '[null,false]',
  ]);
  expect(count()).toBe(4);
});

test('who may no longer is refused, though a plan is known', () => {
  const { find } = start();
  let may = true;
  const caller: Caller = { ...localCaller(), can: () => may };
  expect(find(caller)).toBe('[null,true]');
  may = false;
  expect(() => find(caller)).toThrow('forbidden');
  may = true;
  expect(find(caller)).toBe('[null,true]');
});

test('readers of another language have plans of their own', () => {
  const { find, count } = start();
  find(localCaller('vi'));
  find(localCaller('en'));
  expect(count()).toBe(2);
});

test('the plans that were used last are kept', () => {
  const { find, count } = start();
  for (let limit = 1; limit <= 2000; limit++) {
    find(localCaller(), { ...query, limit });
    find(localCaller());
  }
  expect(count()).toBe(2001);
  find(localCaller(), { ...query, limit: 2000 });
  expect(count()).toBe(2001);
  find(localCaller(), { ...query, limit: 1 });
  expect(count()).toBe(2002);
});

test('a plan that asks its caller when it runs would let the first answer for all: it fails', () => {
  const plans = new Plans<() => unknown>();
  for (const ask of [
    (caller: Caller) => caller.can('test/report.read'),
    (caller: Caller) => caller.rows?.('test/report'),
    (caller: Caller) => caller.reach,
    (caller: Caller) => caller.id,
  ]) {
    const plan = plans.find({
      query: { ...query, where: { code: String(ask) } },
      caller: localCaller(),
      make: (witness) => () => ask(witness),
    });
    expect(plan).toThrow('after it was made');
  }
});
