import { expect, test } from 'vitest';
import { localCaller, systemCaller } from '../../core/src/access/caller.ts';
import type { DataContext } from '../../core/src/data/context.ts';
import { runQuery } from '../../core/src/data/query/query.ts';
import { writeRecords } from '../../core/src/data/write.ts';
import type { Report } from '../../plugins/field-reports/datasets/report-row.ts';
import plugin from '../../plugins/field-reports/plugin.ts';
import { describeDatabases } from '../support/databases.ts';
import { centreOf } from './centre.ts';

const unit = {
  key: '22945@2025-07-01',
  code: '22945',
  version: '2025-07-01',
  level: 'ward',
  title: { vi: 'Phường Phan Thiết', en: 'Phan Thiết Ward' },
  validFrom: '2025-07-01',
} as const;
const now = Date.parse('2026-11-20T12:00:00+07:00');
const caller = localCaller();
const week = { from: '2026-11-16', to: '2026-11-21' };

/** A day and hour of the week from Monday 16 to Friday 20 November 2026. */
const at = (day: number, hour = 10) => `2026-11-${day}T${String(hour).padStart(2, '0')}:00:00+07:00`;

let number = 0;
function report(fields: Partial<Report>): Report {
  number++;
  return {
    report_code: `PT-${number}`,
    channel: 'web',
    title: 'Mất đèn đường',
    category_code: 'lighting.outage',
    severity_level: 'normal',
    ward: unit.key,
    reported_at: at(13),
    status: 'in_progress',
    is_public: true,
    ...fields,
  };
}

/** Fell due on a day, and was done on another. */
function due(original: string, done: string | undefined, extended = original): Partial<Report> {
  return { original_due_at: original, due_at: extended, ...(done && { answered_at: done, closed_at: done, status: 'resolved' }) };
}

describeDatabases('indicators of field reports', (open) => {
  async function centre(reports: readonly Report[]): Promise<DataContext> {
    const context = await centreOf(await open(), { now, units: [unit] });
    const rows = reports.map((row, index) => ({ line: index + 1, row }));
    expect(await writeRecords(context, { dataset: 'field-reports/report', rows, caller: systemCaller })).toMatchObject({
      added: reports.length,
      refused: [],
    });
    return context;
  }

  async function figure(context: DataContext, indicator: string, time?: object): Promise<unknown> {
    const { fields, rows } = await runQuery(context, {
      query: { from: `field-reports/${indicator}`, ...(time && { time: time as typeof week }) },
      caller,
    });
    return rows[0]?.[fields.findIndex(({ name }) => name === 'value')];
  }

  const example = [
    ...[16, 16, 17, 18, 19].map((day) => report(due(at(day, 17), at(day, 9)))),
    report(due(at(17, 17), at(18), at(19, 17))),
    report(due(at(18, 17), at(19), at(20, 9))),
    report(due(at(16, 17), at(19))),
    report(due(at(19, 17), undefined)),
    report(due(at(20, 17), undefined)),
  ];

  test('ten cases fell due: 5 on time, 2 within an extension, 1 later, 1 open and past due, 1 due later today', async () => {
    const context = await centre(example);
    expect(await figure(context, 'on_time_rate_original', week)).toBeCloseTo((100 * 5) / 9, 6);
    expect(await figure(context, 'on_time_rate', week)).toBeCloseTo((100 * 7) / 9, 6);
    expect(await figure(context, 'fallen_due', week)).toBe(9);
    expect(await figure(context, 'overdue_open')).toBe(1);
    expect(await figure(context, 'resolved', week)).toBe(8);
  });

  test('what was refused, withdrawn or merged into another counts nowhere', async () => {
    const out = (['rejected', 'withdrawn', 'duplicate'] as const).map((status) =>
      report({ ...due(at(16, 17), undefined), status, reported_at: at(16) }),
    );
    const context = await centre([...example, ...out]);
    expect(await figure(context, 'on_time_rate_original', week)).toBeCloseTo((100 * 5) / 9, 6);
    expect(await figure(context, 'on_time_rate', week)).toBeCloseTo((100 * 7) / 9, 6);
    expect(await figure(context, 'received', { from: '2026-11-01', to: '2026-12-01' })).toBe(10);
    expect(await figure(context, 'open')).toBe(2);
    expect(await figure(context, 'overdue_open')).toBe(1);
  });

  test('nothing due gives no rate, never 0 or 100', async () => {
    const context = await centre([report({})]);
    expect(await figure(context, 'on_time_rate_original', week)).toBeNull();
    expect(await figure(context, 'received', week)).toBe(0);
  });

  test('done exactly at the deadline is on time', async () => {
    const context = await centre([report(due(at(18, 17), at(18, 17)))]);
    expect(await figure(context, 'on_time_rate_original', week)).toBe(100);
  });

  test('open are ten states; the clock of seven runs', async () => {
    const states = plugin.datasets?.report?.row.properties.status?.enum as readonly Report['status'][];
    const context = await centre(states.map((status) => report({ status, due_at: at(18), original_due_at: at(18) })));
    expect(await figure(context, 'open')).toBe(10);
    expect(await figure(context, 'overdue_open')).toBe(7);
  });

  test('the median is over reports closed in the period, in hours by the clock', async () => {
    const closed = (from: string, to: string) => report({ reported_at: from, answered_at: to, closed_at: to, status: 'resolved' });
    const context = await centre([
      closed(at(16, 8), at(16, 10)),
      closed(at(16, 8), at(17, 8)),
      closed(at(13, 8), at(16, 8)),
      closed(at(10, 8), at(13, 8)),
    ]);
    expect(await figure(context, 'median_resolve_hours', week)).toBe(24);
    expect(await figure(context, 'resolved', week)).toBe(3);
  });
});
