import { fileURLToPath } from 'node:url';
import type { Json, Query } from '@haidang/sdk';
import { qualifyTemplate } from '@haidang/sdk/documents';
import { expect, test } from 'vitest';
import { localCaller, systemCaller } from '../../core/src/access/caller.ts';
import { runQuery } from '../../core/src/data/query/query.ts';
import { writeRecords } from '../../core/src/data/write.ts';
import { readUnitLinks, readUnits } from '../../core/src/documents/unit-files.ts';
import { generateSample } from '../../core/src/sample/generate.ts';
import { readSample } from '../../core/src/sample/load.ts';
import plugin from '../../plugins/field-reports/plugin.ts';
import { describeDatabases } from '../support/databases.ts';
import { centreOf } from './centre.ts';

const folder = fileURLToPath(new URL('../../examples/phan-thiet/', import.meta.url));
const now = Date.parse('2026-11-20T14:32:07+07:00');
const caller = localCaller();

/** A binding as a viewer sends it who has chosen nothing: tests on variables are dropped, the period is that of the page. */
function plain(part: unknown, time: unknown): Json {
  if (Array.isArray(part)) return part.map((item) => plain(item, time));
  if (typeof part !== 'object' || part === null) return part as Json;
  const entries = Object.entries(part).flatMap(([key, value]) => {
    if (typeof value !== 'object' || value === null || !('var' in value)) return [[key, plain(value, time)] as const];
    return value.var === 'time' ? [[key, time as Json] as const] : [];
  });
  return Object.fromEntries(entries);
}

describeDatabases('pages of field reports on sample data', (open) => {
  test('every widget gets rows with all its names', async () => {
    const context = await centreOf(await open(), {
      now,
      units: await readUnits(folder),
      links: await readUnitLinks(folder),
    });
    const { records, streams } = await readSample(folder);
    const stream = streams.get('field-reports/report');
    if (!stream) throw new Error('no description of reports');
    const write = async (dataset: string, rows: readonly { readonly [field: string]: Json }[], sample: boolean) => {
      const { refused } = await writeRecords(context, {
        dataset,
        rows: rows.map((row, index) => ({ line: index + 1, row })),
        caller: systemCaller,
        sample,
      });
      expect(refused).toEqual([]);
    };
    for (const [dataset, rows] of records) await write(dataset, rows, false);
    await write('field-reports/report', [...generateSample({ stream, from: now - 40 * 86_400_000, to: now })], true);

    for (const template of Object.values(plugin.pages ?? {})) {
      const page = qualifyTemplate(template, 'field-reports');
      for (const [id, { bind = {} }] of Object.entries(page.widgets)) {
        for (const [port, binding] of Object.entries(bind)) {
          const { fields, rows, trust } = await runQuery(context, { query: plain(binding, page.time) as unknown as Query, caller });
          expect(rows.length, `${id}.${port}`).toBeGreaterThan(0);
          expect(trust.sample ?? 0, `${id}.${port}`).toBe(trust.n);
          for (const [index, { name, type, values }] of fields.entries()) {
            if (!values && type !== 'unit') continue;
            for (const row of rows) if (row[index] !== null) expect(values, `${id}.${port}.${name}`).toHaveProperty([String(row[index])]);
          }
        }
      }
    }
  });
});
