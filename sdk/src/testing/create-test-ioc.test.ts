import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestIoc, type TestIoc, type TestRow } from './create-test-ioc.ts';
import { makeFolder, withFolder } from './folder.ts';

const files = {
  'package.json': { name: 'plugin-trees', version: '1.0.0', type: 'module', haidang: { sdk: '^0.1.0' } },
  'plugin.ts': `
import { defineDataset, definePlugin, schema } from '@haidang/sdk';
const row = schema({ required: ['code', 'ward', 'planted_on'], properties: {
  code: { type: 'string' }, ward: { type: 'string', format: 'unit' }, planted_on: { type: 'string', format: 'date' }, height: { type: 'number', minimum: 0, 'x-unit': 'm' },
} });
const tree = defineDataset({ row, key: ['code'], time: 'planted_on', unit: 'ward', scope: 'unit' });
export default definePlugin({
  datasets: { tree },
  indicators: { tall: { formula: 'count(tree where height>=10)', unit: '1', frequency: 'live' } },
  messages: { vi: { title: 'Cây', tree: 'Cây', 'tree.code': 'Mã', 'tree.ward': 'Phường', 'tree.planted_on': 'Ngày trồng', 'tree.height': 'Cao', tall: 'Cây cao' } },
});
`,
};

const rows: readonly TestRow[] = [
  { code: 'a', ward: '11@2025-07-01', planted_on: '2026-01-05', height: 4 },
  { code: 'b', ward: '11@2025-07-01', planted_on: '2026-01-06', height: 14.5 },
  { code: 'c', ward: '12@2025-07-01', planted_on: '2026-01-07' },
];

let plugin: Awaited<ReturnType<typeof makeFolder>>;
let ioc: TestIoc;
let seconds: number;

beforeAll(async () => {
  plugin = await makeFolder(files);
  const started = performance.now();
  ioc = await createTestIoc({ plugins: [plugin.folder], records: { 'trees/tree': rows } });
  seconds = (performance.now() - started) / 1000;
});

afterAll(async () => {
  await ioc?.stop();
  await plugin?.remove();
});

test('a plugin of twenty lines is built, started and filled in three seconds', () => {
  expect(existsSync(join(plugin.folder, 'dist', 'plugin.json'))).toBe(true);
  expect(seconds).toBeLessThan(3);
});

test('rows and figures are asked by the same query as everywhere', async () => {
  const { fields, rows: found } = await ioc.query({
    from: 'trees/tree',
    select: ['code', 'height'],
    where: { ward: '11@2025-07-01' },
    sort: ['-code'],
  });
  expect(fields.map(({ name }) => name)).toEqual(['code', 'height']);
  expect(found).toEqual([
    ['b', 14.5],
    ['a', 4],
  ]);
  const { rows: figure, trust } = await ioc.query({ from: 'trees/tall' });
  expect(figure).toEqual([[1]]);
  expect(trust.source.system).toBe('Cây');
});

test('writing reports what was added, left and refused', async () => {
  const report = await ioc.write('trees/tree', [
    { code: 'c', ward: '12@2025-07-01', planted_on: '2026-01-07' },
    { code: 'd', ward: '12@2025-07-01', planted_on: '2026-02-30' },
    { code: 'e', ward: '12@2025-07-01', planted_on: '2026-03-01' },
  ]);
  expect(report).toMatchObject({ added: 1, changed: 0, same: 1, refused: [{ line: 2, field: 'planted_on' }] });
});

test('errors have the code that the server gives', async () => {
  await expect(ioc.query({ from: 'trees/tree', select: ['colour'] })).rejects.toMatchObject({ code: 'unknown-field' });
  await expect(ioc.write('trees/bush', [])).rejects.toMatchObject({ code: 'unknown-dataset' });
});

test('a plugin with faults, or rows that are refused, fail at once with the reason', async () => {
  await withFolder({ ...files, 'plugin.ts': files['plugin.ts'].replace("key: ['code']", "key: ['id']") }, async (folder) => {
    await expect(createTestIoc({ plugins: [folder] })).rejects.toThrow('datasets.tree.key[0]  there is no field "id"');
  });
  await withFolder(files, async (folder) => {
    await expect(createTestIoc({ plugins: [folder], records: { 'trees/tree': [{ code: 'x' }] } })).rejects.toThrow(
      'trees/tree refused 1 of 1 rows',
    );
    await expect(createTestIoc({ plugins: [folder], units: [] })).rejects.toThrow('haidang ended with 1');
  });
});
