import { defineDataset, schema, workflowsOf } from '@haidang/sdk';
import { describe, expect, it, test } from 'vitest';
import { describeDatabases } from '../../../tests/support/databases.ts';
import { localCaller } from '../access/caller.ts';
import { runQuery } from '../data/query/query.ts';
import { testContext } from '../data/testing.ts';
import { writeRecords } from '../data/write.ts';
import { loadRegistry } from '../host/registry.ts';
import { coreRecords, records } from './records.ts';

const ioc = {
  kind: 'ioc',
  format: 1,
  title: { vi: 'Thử' },
  unit: '1@2025-07-01',
  languages: ['vi'],
  home: 'pg_home0001',
  plugins: {},
} as const;

describe('records of the core', () => {
  const { messages } = coreRecords('0.1.0');

  test('are named in both languages, every field and value', () => {
    const keys = new Set(['title', ...Object.keys(records.datasets ?? {})]);
    for (const [dataset, { row, workflow }] of Object.entries(records.datasets ?? {})) {
      for (const { transitions } of workflowsOf({ workflow }))
        for (const step of Object.keys(transitions)) keys.add(`${dataset}.step.${step}`);
      for (const [field, property] of Object.entries(row.properties)) {
        keys.add(`${dataset}.${field}`);
        for (const value of property.enum ?? []) keys.add(`${dataset}.${field}.${value}`);
      }
    }
    for (const texts of Object.values(messages)) expect(Object.keys(texts).sort()).toEqual([...keys].sort());
  });

  test('are there in a centre without any plugin', async () => {
    const registry = await loadRegistry({ folders: [], ioc, since: '2026-11-21T00:00:00Z' });
    expect([...registry.datasets.keys()]).toEqual(Object.keys(records.datasets ?? {}).map((name) => `core/${name}`));
    expect(registry.datasets.get('core/agency')?.fields.get('name_vi')?.label).toEqual({ vi: 'Tên', en: 'Vietnamese name' });
    expect(registry.problems).toEqual([]);
  });
});

describeDatabases('a database of the edition whose agencies were of field-reports', (open) => {
  const former = defineDataset({
    row: schema({ required: ['agency_code', 'name_vi'], properties: { agency_code: { type: 'string' }, name_vi: { type: 'string' } } }),
    key: ['agency_code'],
  });
  const caller = localCaller();

  it('opens: its table stays as it was, and agencies begin in the core', async () => {
    const database = await open();
    const before = await testContext(database, { datasets: { 'field-reports/agency': former } });
    await writeRecords(before, {
      dataset: 'field-reports/agency',
      rows: [{ line: 1, row: { agency_code: 'a', name_vi: 'Cũ' } }],
      caller,
    });
    const { datasets = {} } = records;
    const now = await testContext(database, {
      datasets: Object.fromEntries(Object.entries(datasets).map(([name, dataset]) => [`core/${name}`, dataset])),
      units: [{ key: '1@2025-07-01', code: '1', version: '2025-07-01', level: 'ward', title: { vi: 'P' }, validFrom: '2025-07-01' }],
    });
    await writeRecords(now, { dataset: 'core/agency', rows: [{ line: 1, row: { agency_code: 'a', name_vi: 'Mới' } }], caller });
    const { rows } = await runQuery(now, { query: { from: 'core/agency', select: ['name_vi'] }, caller });
    expect(rows).toEqual([['Mới']]);
    expect(await database.read('d_field_reports__agency').select('name_vi')).toEqual([{ name_vi: 'Cũ' }]);
  });
});
