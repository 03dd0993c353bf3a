import { describe, expect, test } from 'vitest';
import type { Query } from '../query.ts';
import { benches, pass, resultOf } from './fake-core.ts';
import { NetworkError } from './request.ts';

const bench = benches();
const a: Query = { from: 'x/a' };
const b: Query = { from: 'x/b' };

describe('queries', () => {
  test('all that is asked within one task travels in one request, equal ones once', async () => {
    bench().core.answer = ({ from }) => resultOf(from === 'x/a' ? 1 : 2);
    const first = bench().client.queries({ one: a, two: b });
    await Promise.resolve();
    const second = bench().client.queries({ again: { ...a } });
    bench().follow(b);
    await pass(10);
    expect(bench().core.posts).toHaveLength(1);
    expect(Object.values(bench().core.posts[0]?.queries ?? {})).toEqual([a, b]);
    expect((await first).two.result?.rows).toEqual([[2]]);
    expect((await second).again.result?.rows).toEqual([[1]]);
  });

  test('an error is of one query, not of all', async () => {
    bench().core.answer = ({ from }) =>
      from === 'x/a' ? { error: { code: 'unknown-field', message: 'm', details: { field: 'f' } } } : resultOf(2);
    const answers = bench().client.queries({ one: a, two: b });
    await pass(10);
    expect((await answers).one.error).toEqual({ code: 'unknown-field', message: 'm', details: { field: 'f' } });
    expect((await answers).two.result?.rows).toEqual([[2]]);
  });

  test('more than the server takes at once go in several requests', async () => {
    const many = Object.fromEntries(Array.from({ length: 150 }, (_, index) => [`q${index}`, { from: `x/d${index}` }]));
    const answers = bench().client.queries(many);
    await pass(10);
    expect(bench().core.posts.map(({ queries }) => Object.keys(queries).length)).toEqual([100, 50]);
    expect(Object.keys(await answers)).toHaveLength(150);
  });

  test('a server that cannot be reached rejects', async () => {
    bench().core.isReachable = false;
    const answers = bench().client.queries({ one: a });
    const told = expect(answers).rejects.toThrow(NetworkError);
    await pass(10);
    await told;
  });
});

describe('documents', () => {
  test('the catalogue is asked once, and again after a publication', async () => {
    const both = Promise.all([bench().client.catalog(), bench().client.catalog()]);
    await pass(10);
    await both;
    expect(bench().core.gets).toEqual(['/api/catalog']);
    await bench().following(a);
    await Promise.all([bench().client.catalog(), pass(10)]);
    await Promise.all([bench().client.catalog(), pass(10)]);
    const before = bench().core.gets.length;
    expect(before).toBe(2);
    const heard: unknown[] = [];
    bench().client.onChanged((change) => heard.push(change));
    bench().core.line.say({ type: 'changed', kind: 'page', document: 'pg_1', hash: 'h' });
    expect(heard).toEqual([{ kind: 'page', document: 'pg_1', hash: 'h' }]);
    await Promise.all([bench().client.catalog(), pass(10)]);
    expect(bench().core.gets).toHaveLength(before + 1);
  });

  test('whoever waits for publications has a line, though nothing is watched', async () => {
    expect(bench().core.sockets).toHaveLength(0);
    bench().client.onChanged(() => {});
    expect(bench().core.sockets).toHaveLength(1);
  });

  test('a catalogue that failed is asked again', async () => {
    bench().core.isReachable = false;
    const failed = expect(bench().client.catalog()).rejects.toThrow(NetworkError);
    await pass(10);
    await failed;
    bench().core.isReachable = true;
    const answer = bench().client.catalog();
    await pass(10);
    expect((await answer).pages).toHaveLength(1);
  });

  test('the catalogue sets the clock', async () => {
    const answer = bench().client.catalog();
    await pass(10);
    await answer;
    expect(Math.round((bench().client.now() - Date.now()) / 1000)).toBe(90);
  });

  test('a page is found by its slug, and refused with the error of the server', async () => {
    const page = bench().client.page('toan-canh');
    const told = expect(page).rejects.toMatchObject({
      name: 'HaidangError',
      code: 'not-found',
      details: { path: '/api/documents/page/pg_1?resolved=1' },
    });
    await pass(20);
    await told;
  });
});
