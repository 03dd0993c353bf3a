import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { faultsOf, measureSize, type Size } from '../../bench/scale/measure.mjs';
import { localCaller } from '../../core/src/access/caller.ts';
import { openCentre } from '../../core/src/centre.ts';
import { runQuery } from '../../core/src/data/query/query.ts';
import { tendRollups } from '../../core/src/data/rollup/job.ts';
import { findSparse } from '../../core/src/data/rollup/sparse.ts';
import { Hub } from '../../core/src/live/hub.ts';
import { counted } from '../support/counts.ts';
import { newSchema } from '../support/databases.ts';

const core = { openCentre, runQuery, tendRollups, findSparse, localCaller, Hub };
const folder = fileURLToPath(new URL('../../examples/phan-thiet', import.meta.url));
const shape = { days: 6, wards: 4, categories: 4, agencies: 2, channels: ['web', 'zalo'] };
const sizes = [400, counted('rows that indicators are measured over', { usual: 10_000, full: 200_000 })];
/** The machine is busy with other tests meanwhile; the measurement itself asks for 2. */
const most = 5;

describe.each(['sqlite', 'postgres'] as const)('figures over more and more rows on %s', (kind) => {
  test('cost about the same where roll-ups tell them, and one more viewer costs no query', { timeout: 300_000 }, async () => {
    const measured: Size[] = [];
    for (const rows of sizes) {
      const data = mkdtempSync(join(tmpdir(), 'haidang-scale-'));
      const schema = kind === 'postgres' ? await newSchema() : undefined;
      try {
        const place = { folder: data, ...schema?.at };
        measured.push(await measureSize({ core, place, folder, rows, shape, rounds: 15, now: Date.now(), say: () => {} }));
      } finally {
        await schema?.remove();
        rmSync(data, { recursive: true, force: true });
      }
    }
    expect(measured[0]?.costs.filter(({ isAdditive }) => isAdditive)).not.toEqual([]);
    expect(faultsOf(measured, most)).toEqual([]);
  });
});

test('a figure that costs more with more rows, cells that are not filled and a viewer who costs a query are faults', () => {
  const cost = (name: string, ms: number, isAdditive = true) => ({ name, isAdditive, ms });
  const size = (rows: number, costs: Size['costs'], cells = 10, runsOfOneMore = 0): Size => ({ rows, cells, costs, runsOfOneMore });
  const first = size(10, [cost('a', 10), cost('b', 10), cost('median', 10, false)]);
  expect(faultsOf([first, size(1000, [cost('a', 20), cost('b', 9), cost('median', 900, false)])], 2)).toEqual([]);
  expect(faultsOf([first, size(1000, [cost('a', 21), cost('b', Number.NaN)], 12, 1)], 2)).toEqual([
    'a: 2.10 times as much at the last size as at the first, more than 2',
    'b: NaN times as much at the last size as at the first, more than 2',
    '1000 rows fill 12 cells, not 10',
    'one more viewer over 1000 rows costs 1 queries',
  ]);
});
