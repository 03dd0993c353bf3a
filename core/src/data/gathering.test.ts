import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { Gathering } from './gathering.ts';

const options = {
  keyOf: (item: string) => item[0],
  most: 100,
  lanes: 1,
  isOfItem: (error: unknown) => String(error).includes('bad'),
};

it('does at once what comes at once, and together what comes meanwhile', async () => {
  const batches: (readonly string[])[] = [];
  const gathering = new Gathering({
    ...options,
    work: async (items: readonly string[]) => {
      batches.push(items);
      await sleep(5);
      return items.map((item) => item.toUpperCase());
    },
  });
  const first = [gathering.add('a'), gathering.add('b')];
  await sleep(2);
  const later = [gathering.add('c'), gathering.add('d')];
  expect(await Promise.all([...first, ...later])).toEqual(['A', 'B', 'C', 'D']);
  expect(batches).toEqual([
    ['a', 'b'],
    ['c', 'd'],
  ]);
});

it('never works on two items with one key at once, in whatever lane, and keeps their order', async () => {
  const [busy, done]: [Set<string>, string[]] = [new Set(), []];
  let most = 0;
  const gathering = new Gathering({
    ...options,
    most: 3,
    lanes: 3,
    work: async (items: readonly string[]) => {
      const keys = items.map((item) => item.slice(0, 1));
      expect(new Set(keys).size).toBe(keys.length);
      for (const key of keys) expect(busy.has(key)).toBe(false);
      for (const key of keys) busy.add(key);
      most = Math.max(most, busy.size);
      await sleep(Math.random() * 3);
      for (const key of keys) busy.delete(key);
      done.push(...items);
      return items;
    },
  });
  const items = Array.from({ length: 200 }, (_, index) => `${'abcdefghijklmnop'[(index * 7) % 16]}${index}`);
  expect(await Promise.all(items.map((item) => gathering.add(item)))).toEqual(items);
  for (const key of 'abcdefghijklmnop') {
    const inOrder = (list: readonly string[]) => list.filter((item) => item.startsWith(key));
    expect(inOrder(done)).toEqual(inOrder(items));
  }
  expect(most).toBeGreaterThan(3);
  expect(most).toBeLessThanOrEqual(9);
});

it('lets the one fail that is to blame, and the others pass', async () => {
  const gathering = new Gathering({
    ...options,
    work: async (items: readonly string[]) => {
      if (items.includes('bad')) throw new Error('bad');
      return items;
    },
  });
  const results = await Promise.allSettled(['a', 'bad', 'c'].map((item) => gathering.add(item)));
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect(await gathering.add('d')).toBe('d');
});

it('fails all at once, and tries none again, for what no item can have done', async () => {
  let tries = 0;
  const gathering = new Gathering({
    ...options,
    work: async () => {
      tries++;
      throw new Error('disk full');
    },
  });
  const results = await Promise.allSettled(['a', 'b', 'c'].map((item) => gathering.add(item)));
  expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
  expect(tries).toBe(1);
});

it('turns away what would wait behind ten thousand others', async () => {
  let open = () => {};
  const gate = new Promise<void>((resolve) => {
    open = resolve;
  });
  const gathering = new Gathering({
    ...options,
    work: async (items: readonly string[]) => {
      await gate;
      return items;
    },
  });
  const first = gathering.add('a');
  await sleep(5);
  const waiting = Array.from({ length: 10_000 }, () => gathering.add('b'));
  await expect(gathering.add('c')).rejects.toThrow('rate-limited');
  open();
  expect(await first).toBe('a');
  expect(await Promise.all(waiting)).toHaveLength(10_000);
});

it('says when there is nothing left to do', async () => {
  let idle = 0;
  const gathering = new Gathering({ ...options, lanes: 2, work: async (items: readonly string[]) => items, idle: () => idle++ });
  await Promise.all(['a', 'a2', 'b'].map((item) => gathering.add(item)));
  await sleep(0);
  expect(idle).toBe(1);
});
