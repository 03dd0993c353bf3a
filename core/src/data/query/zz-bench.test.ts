import { beforeAll, test } from 'vitest';
import { describeDatabases } from '../../../../tests/support/databases.ts';
import { type TestQuery, testQuery, units } from './testing.ts';
import type { Query } from '@haidang/sdk';
describeDatabases('bench', (open) => {
  let at: TestQuery;
  beforeAll(async () => {
    at = await testQuery(await open(), { on_time: { formula: "100*count(report where original_due_at in period and answered_at<=original_due_at)/count(report where original_due_at in period and (answered_at not empty or original_due_at<now))", unit: '%', frequency: 'month' } });
    const rows = Array.from({ length: 42000 }, (_, i) => ({ code: `c${i}`, reported_at: new Date(1700000000000 + i * 60000 * 30).toISOString(), original_due_at: new Date(1700000000000 + i * 60000 * 30 + 86400000).toISOString(), answered_at: new Date(1700000000000 + i * 60000 * 30 + 80000000).toISOString(), status: ['new', 'done'][i % 2] as string, ward: units[i % 5]?.key as string, title: `Tiêu đề ${i}`, votes: i % 17, score: i / 7, category: 'k' + (i % 20) }));
    for (let i = 0; i < rows.length; i += 2000) await at.write('report', rows.slice(i, i + 2000));
    await at.write('category', Array.from({ length: 20 }, (_, i) => ({ code: 'k' + i, name_vi: 'n' + i })));
    at.setNow('2026-03-01T00:00:00');
  }, 200000);
  const cases: Record<string, Query> = {
    filtered: { from: 'test/report', where: { status: 'new', votes: { gt: 10 } }, sort: ['-reported_at'], limit: 100 },
    'filtered 1000': { from: 'test/report', where: { ward: { within: 'this_unit' } }, limit: 1000 },
    newest: { from: 'test/report', sort: ['-reported_at'], limit: 20 },
    group: { from: 'test/report', measures: { n: { fn: 'count' }, v: { fn: 'sum', field: 'votes' } }, by: ['status'] },
    'group cat': { from: 'test/report', measures: { n: { fn: 'count' } }, by: ['category'] },
    'group ward': { from: 'test/report', measures: { n: { fn: 'count' } }, by: [{ field: 'ward', grain: 'province' }] },
    'by day': { from: 'test/report', measures: { n: { fn: 'count' } }, by: [{ field: 'reported_at', grain: 'day' }] },
    'by day of month': { from: 'test/report', measures: { n: { fn: 'count' } }, by: [{ field: 'reported_at', grain: 'day' }], time: 'month', compare: ['previous'] },
    median: { from: 'test/report', measures: { n: { fn: 'median', field: 'score' } }, by: ['status'] },
    indicator: { from: 'test/on_time', time: 'year' },
  };
  test('plans', async () => {
    const { read, kind } = at.context.database;
    const seen: { sql: string; bindings: unknown[]; t: number; ms?: number; id: string }[] = [];
    const on = (q: { sql: string; bindings: unknown[]; __knexQueryUid: string }) => { seen.push({ sql: q.sql, bindings: q.bindings, t: performance.now(), id: q.__knexQueryUid }); };
    const off = (_: unknown, q: { __knexQueryUid: string; sql: string }) => { const f = seen.find((s) => s.id === q.__knexQueryUid && s.sql === q.sql && s.ms === undefined); if (f) f.ms = performance.now() - f.t; };
    for (const name of ['filtered', 'newest', 'group cat', 'by day']) {
      await at.query(cases[name] as Query);
      seen.length = 0;
      read.on('query', on); read.on('query-response', off);
      await at.query(cases[name] as Query);
      read.removeListener('query', on); read.removeListener('query-response', off);
      for (const s of [...seen]) {
        console.log(name, s.ms?.toFixed(1), s.sql.replace(/AS "?`?[a-z]\d+/g, '').slice(0, 150), '...', s.sql.slice(-300));
        if (!s.sql.startsWith('SELECT')) continue;
        const r = await read.raw((kind === 'sqlite' ? 'EXPLAIN QUERY PLAN ' : 'EXPLAIN ANALYZE ') + s.sql.replace(/\$\d+/g, '?'), s.bindings as never);
        console.log(kind === 'sqlite' ? r.map((x: { detail: string }) => x.detail) : r.rows.map((x: Record<string, string>) => x['QUERY PLAN']));
      }
    }
  }, 60000);
  test('times', async () => {
    const out: string[] = [];
    const bare: Record<string, string> = {
      filtered: "select * from d_test__report where status='new' and votes>10 order by reported_at desc limit 100",
      group: 'select status, count(*), sum(votes) from d_test__report group by status',
      'group cat': 'select category, count(*) from d_test__report group by category',
      newest: 'select * from d_test__report order by reported_at desc limit 20',
    };
    for (const [name, query] of Object.entries(cases)) {
      await at.query(query);
      const times: number[] = []; const b: number[] = [];
      for (let i = 0; i < 15; i++) {
        let t = performance.now(); await at.query(query); times.push(performance.now() - t);
        if (bare[name]) { t = performance.now(); await at.context.database.read.raw(bare[name]); b.push(performance.now() - t); }
      }
      const med = (l: number[]) => l.sort((a, c) => a - c)[7]?.toFixed(1);
      out.push(`${name} ${med(times)} ms${b.length ? ` bare ${med(b)}` : ''}`);
    }
    console.log(at.context.database.kind, out.join('; '));
  }, 100000);
});
