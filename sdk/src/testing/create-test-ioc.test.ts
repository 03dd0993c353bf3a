import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
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

beforeAll(async () => {
  plugin = await makeFolder(files);
  ioc = await createTestIoc({ plugins: [plugin.folder], records: { 'trees/tree': rows } });
});

afterAll(async () => {
  await ioc?.stop();
  await plugin?.remove();
});

test('a plugin is built when its source is newer, and only then; a whole test of a built one takes at most three seconds', async () => {
  const built = join(plugin.folder, 'dist', 'manifest.json');
  const { mtimeMs } = await stat(built);
  const started = performance.now();
  const own = await createTestIoc({ plugins: [plugin.folder] });
  try {
    await own.write('trees/tree', rows);
    expect((await own.query({ from: 'trees/tall' })).rows).toEqual([[1]]);
  } finally {
    await own.stop();
  }
  expect(performance.now() - started).toBeLessThan(3000);
  expect((await stat(built)).mtimeMs).toBe(mtimeMs);
  const source = join(plugin.folder, 'plugin.ts');
  await utimes(source, new Date(), new Date());
  await (await createTestIoc({ plugins: [plugin.folder] })).stop();
  expect((await stat(built)).mtimeMs).toBeGreaterThan(mtimeMs);
});

test('nothing is left behind', async () => {
  const own = await makeFolder({});
  const before = process.env.TMPDIR;
  process.env.TMPDIR = own.folder;
  try {
    const { url, stop } = await createTestIoc({ plugins: [plugin.folder] });
    expect(await readdir(own.folder)).not.toEqual([]);
    await stop();
    await expect(fetch(url)).rejects.toThrow();
    expect(await readdir(own.folder)).toEqual([]);
  } finally {
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
    await own.remove();
  }
});

test('it ends with the process that started it, even when that is killed', async () => {
  const program = `const { createTestIoc } = await import(${JSON.stringify(new URL('../../dist/testing/index.js', import.meta.url).href)});
    console.log((await createTestIoc({ plugins: [${JSON.stringify(plugin.folder)}] })).url); setInterval(() => {}, 1000);`;
  const own = await makeFolder({});
  try {
    const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
      env: { ...process.env, TMPDIR: own.folder },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [said] = (await once(child.stdout, 'data')) as [Buffer];
    const url = String(said).trim();
    expect((await fetch(`${url}/api/health`)).status).toBe(200);
    child.kill('SIGKILL');
    await vi.waitFor(() => expect(fetch(`${url}/api/health`)).rejects.toThrow(), { timeout: 10_000, interval: 100 });
  } finally {
    await own.remove();
  }
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
    await expect(createTestIoc({ plugins: [folder], database: 'postgres://nobody@127.0.0.1:1/none' })).rejects.toThrow(
      'haidang ended with 1',
    );
  });
});
