import { expect, test } from 'vitest';
import type { Geography } from '../geography.ts';
import { benches, pass } from './fake-core.ts';
import { NetworkError } from './request.ts';

const bench = benches();

const geography = async (): Promise<Geography> => {
  const [answer] = await Promise.all([bench().client.geography(), pass(20)]);
  return answer;
};

const asked = () => bench().core.gets.filter((path) => path === '/api/geography').length;

/** Something is published: the client forgets its catalogue. */
async function publish(versions: { readonly catalog: string; readonly geography: string }): Promise<void> {
  if (bench().core.sockets.length === 0) await bench().following({ from: 'x/a' });
  bench().core.version = versions;
  bench().core.line.say({ type: 'changed', kind: 'page', document: 'pg_1', hash: 'h' });
}

test('shapes are asked once for all widgets of a page', async () => {
  const [one, other] = await Promise.all([bench().client.geography(), bench().client.geography(), pass(20)]);
  expect(one).toBe(other);
  expect(await geography()).toBe(one);
  expect(asked()).toBe(1);
});

test('they are asked again only under another version of the catalogue', async () => {
  await geography();
  await publish({ catalog: 'c1', geography: 'g1' });
  await geography();
  expect(asked()).toBe(1);
  await publish({ catalog: 'c2', geography: 'g2' });
  expect((await geography()).version).toBe('g2');
  expect(asked()).toBe(2);
});

test('what has not changed stays the same object', async () => {
  const before = await geography();
  await publish({ catalog: 'c2', geography: 'g1' });
  expect(await geography()).toBe(before);
  expect(asked()).toBe(2);
});

test('a failure is told, and the next call asks again', async () => {
  const catalog = bench().client.catalog();
  await pass(10);
  await catalog;
  bench().core.isReachable = false;
  const failed = expect(bench().client.geography()).rejects.toThrow(NetworkError);
  await pass(20);
  await failed;
  bench().core.isReachable = true;
  expect((await geography()).version).toBe('g1');
});
