import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Dataset, defineDataset, geoPoint, schema } from '@haidang/sdk';
import { expect, it } from 'vitest';
import { localCaller } from '../../../core/src/access/caller.ts';
import type { Row } from '../../../core/src/data/cells.ts';
import { runQuery } from '../../../core/src/data/query/query.ts';
import { testContext } from '../../../core/src/data/testing.ts';
import { writeRecords } from '../../../core/src/data/write.ts';
import { checkDatasetChanges } from '../../../sdk/src/cli/check/changes.ts';
import { Findings } from '../../../sdk/src/cli/findings.ts';
import { describeDatabases } from '../../support/databases.ts';

/** The dataset `tree` as a page declares it. */
function treeOf(page: string): Dataset {
  const text = readFileSync(join(import.meta.dirname, '..', '..', '..', page), 'utf8');
  const [declared = ''] = /^const tree = defineDataset\(.*?^\}\);$/ms.exec(text) ?? [];
  return new Function('defineDataset', 'geoPoint', 'schema', `${declared}\nreturn tree;`)(defineDataset, geoPoint, schema);
}

const [before, after] = [treeOf('README.md'), treeOf('docs/plugins.md')];

it('the changes of the guide lead to its dataset', () => {
  const findings = new Findings();
  const manifest = { id: 'trees', datasets: { tree: after } } as never;
  checkDatasetChanges({ manifest, broken: new Set(), findings }, after, []);
  expect(findings.errors).toEqual([]);
});

describeDatabases('the changes of the guide', (open) => {
  it('take the trees of the first version along', async () => {
    const database = await open();
    const ward = '11@2025-07-01';
    const unit = { key: ward, code: '11', version: '2025-07-01', level: 'ward', title: { vi: 'Phường' }, validFrom: '2025-07-01' } as const;
    const setup = (tree: Dataset) => testContext(database, { datasets: { 'trees/tree': tree }, units: [unit] });
    const trees: Row[] = [
      { code: 'c-1', ward, health: 'good', height: 21.5, inspected_on: '2026-11-20' },
      { code: 'c-2', ward, health: 'dangerous', inspected_on: '2026-11-21' },
    ];
    const rows = trees.map((row, index) => ({ line: index + 1, row }));
    expect(await writeRecords(await setup(before), { dataset: 'trees/tree', rows, caller: localCaller() })).toMatchObject({ added: 2 });
    const query = { from: 'trees/tree', select: ['code', 'state', 'inspected_at', 'care'], sort: ['code'] };
    expect((await runQuery(await setup(after), { query, caller: localCaller() })).rows).toEqual([
      ['c-1', 'sound', '2026-11-20T00:00:00+07:00', 'monthly'],
      ['c-2', 'dangerous', '2026-11-21T00:00:00+07:00', 'yearly'],
    ]);
    expect(await database.read('d_trees__tree').orderBy('_id').pluck('height__v2')).toEqual([21.5, null]);
  });
});
