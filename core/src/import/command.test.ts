import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Mapping } from '@haidang/sdk';
import { afterAll, describe, expect, it } from 'vitest';
import { newSchema } from '../../../tests/support/databases.ts';
import { type Centre, openCentre } from '../centre.ts';
import { systemClock } from '../clock.ts';
import { openRows } from '../quarantine/store.ts';
import { type ImportOptions, importCommand } from './command.ts';
import { good, header, mapping, treesIn } from './testing.ts';

const folder = mkdtempSync(join(tmpdir(), 'haidang-import-'));
const { locality, plugin } = treesIn(folder);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let number = 0;
function file(rows: readonly string[]): string {
  const path = join(folder, `trees-${++number}.csv`);
  writeFileSync(path, [header, ...rows].join('\n'));
  return path;
}

interface Ran {
  code: number;
  out: string;
  err: string;
  counts: { [name: string]: number };
}

describe.each(['sqlite', 'postgres'] as const)('import on %s', (kind) => {
  const removals: (() => Promise<void>)[] = [];
  afterAll(async () => {
    for (const remove of removals) await remove();
  });

  async function place(): Promise<Pick<ImportOptions, 'data' | 'databaseUrl'>> {
    const data = join(folder, `data-${++number}`);
    if (kind === 'sqlite') return { data };
    const { at, remove } = await newSchema();
    removals.push(remove);
    return { data, databaseUrl: at.url };
  }

  async function run(
    at: Pick<ImportOptions, 'data' | 'databaseUrl'>,
    path: string,
    rest: Partial<ImportOptions> = {},
    over: Partial<Mapping> = {},
  ): Promise<Ran> {
    const ran: Ran = { code: 0, out: '', err: '', counts: {} };
    const mappingFile = join(folder, `mapping-${++number}.json`);
    writeFileSync(mappingFile, JSON.stringify({ ...mapping, ...over }));
    ran.code = await importCommand({
      folder: locality,
      dataset: 'trees/tree',
      file: path,
      mapping: mappingFile,
      json: true,
      language: 'en',
      plugins: [plugin],
      out: { write: (text) => (ran.out += text) },
      err: { write: (text) => (ran.err += text) },
      ...at,
      ...rest,
    });
    ran.counts = ran.out === '' ? {} : JSON.parse(ran.out.trimEnd().split('\n').at(-1) ?? '');
    return ran;
  }

  async function withCentre<T>(at: Pick<ImportOptions, 'data' | 'databaseUrl'>, look: (centre: Centre) => Promise<T>): Promise<T> {
    const centre = await openCentre({ folder: locality, clock: systemClock, plugins: [plugin], changed: () => undefined, ...at });
    try {
      return await look(centre);
    } finally {
      await centre.close();
    }
  }

  it('keeps account of each run, and what was refused until it comes again as it should', async () => {
    const at = await place();
    const bad = ['7,dừa,Mũi Né,31/02/2026 14:32,7.5,,,,x', '8,dừa,Mũi Né,21/11/2026 14:32,99,,,,x'];
    await run(at, file([...good, ...bad]));
    expect((await run(at, file([...good, ...bad]))).counts).toMatchObject({ read: 5, changed: 0, same: 3, refused: 2 });
    const runs = () => withCentre(at, ({ context }) => context.database.read('d_core__ingest_run').orderBy('_id'));
    expect(await runs()).toMatchObject([
      {
        connection_code: 'import',
        dataset_id: 'trees/tree',
        rows_read: 5,
        rows_new: 3,
        rows_same: 0,
        rows_rejected: 2,
        outcome: 'partial',
      },
      {
        connection_code: 'import',
        dataset_id: 'trees/tree',
        rows_read: 5,
        rows_new: 0,
        rows_same: 3,
        rows_rejected: 2,
        outcome: 'partial',
      },
    ]);
    const waiting = () => withCentre(at, ({ context }) => openRows(context, { dataset: 'trees/tree' }, { limit: 10 }));
    expect([...(await waiting())].sort((a, b) => a.line - b.line)).toMatchObject([
      { line: 5, given: { tree_code: '7', species_code: 'coconut', seen_at: '31/02/2026 14:32' }, faults: [{ field: 'seen_at' }] },
      { line: 6, given: { tree_code: '8', height: 99 }, faults: [{ field: 'height', reason: 'out-of-range' }] },
    ]);
    await run(at, file([bad[1]?.replace('99', '9') ?? '']));
    expect((await waiting()).map(({ given }) => given.tree_code)).toEqual(['7']);
    expect((await runs())[2]).toMatchObject({ rows_new: 1, rows_rejected: 0, outcome: 'success' });
  });

  it('takes in every row with its units and records, and says so in one last line', async () => {
    const at = await place();
    const { code, out, err, counts } = await run(at, file(good));
    expect(code).toBe(0);
    expect(out.endsWith('}\n')).toBe(true);
    expect(Object.keys(counts)).toEqual(['read', 'accepted', 'refused', 'changed', 'same', 'seconds']);
    expect(counts).toMatchObject({ read: 3, accepted: 3, refused: 0, changed: 3, same: 0 });
    expect(err).toContain('place = 0, 0, once');
    expect(err).toContain('note = N/A, once');
    expect(err).toContain('columns not used: nguồn');
    expect(existsSync(join(at.data, 'trees-1.csv.refused.ndjson'))).toBe(false);
    await withCentre(at, async ({ context }) => {
      expect(context.units.get('T00@2025-07-01')?.title.vi).toBe('Không rõ địa bàn');
      const rows = await context.database.read('d_trees__tree').orderBy('tree_code');
      expect(
        rows.map(({ tree_code, species_code, ward, seen_at, place__lon }) => [tree_code, species_code, ward, Number(seen_at), place__lon]),
      ).toEqual([
        ['1', 'coconut', '22918@2025-07-01', Date.UTC(2026, 10, 21, 7, 32), 108.29],
        ['2', 'flamboyant', '22945@2025-07-01', Date.UTC(2026, 10, 20, 1, 0), 108.1],
        ['3', 'coconut', 'T00@2025-07-01', Date.UTC(2026, 10, 19, 16, 59), null],
      ]);
      expect(await context.database.read('d_trees__species')).toHaveLength(2);
      expect(await context.database.read('audit').where({ action: 'import' })).not.toHaveLength(0);
    });
  });

  it('changes nothing when the same file comes again, and only what differs when another does', async () => {
    const at = await place();
    const path = file(good);
    await run(at, path);
    const again = await run(at, path);
    expect(again.counts).toMatchObject({ read: 3, accepted: 3, changed: 0, same: 3 });
    expect(again.err).toContain('Nothing has changed');
    const other = await run(
      at,
      file([...good.slice(0, 2), '3,dừa,Mũi Né,19/11/2026 23:59,,,0,0,x', '4,dừa,Mũi Né,19/11/2026 23:59,,,0,0,x']),
    );
    expect(other.counts).toMatchObject({ read: 4, accepted: 4, changed: 2, same: 2 });
    expect(other.err).toContain('1 new, 1 changed, 2 the same');
  });

  it('clears what the file no longer has', async () => {
    const at = await place();
    await run(at, file(good));
    await run(at, file([(good[0] ?? '').replace('7.5', '')]));
    await withCentre(at, async ({ context }) => {
      const [row] = await context.database.read('d_trees__tree').where({ tree_code: '1' });
      expect(row.height).toBeNull();
    });
  });

  it('puts refused rows into a file with line, field, value and reason, and takes in the others', async () => {
    const at = await place();
    const path = file([
      ...good,
      '4,tre,Mũi Né,21/11/2026 14:32,1,,,,x',
      '5,dừa,Mũi Né,31/02/2026 14:32,1,,,,x',
      '6,dừa,Mũi Né,21/11/2026 14:32,1,,10.93,108.29,x',
      '7,dừa,Mũi Né,21/11/2026 14:32,99,,181,10,x',
      '8,dừa,Mũi Né,21/11/2026 14:32,1,this note is much too long,,,x',
      '9,dừa',
      ',dừa,Mũi Né,21/11/2026 14:32,1,,,,x',
    ]);
    const { counts, err } = await run(at, path);
    expect(counts).toMatchObject({ read: 10, accepted: 3, refused: 7, changed: 3, same: 0 });
    const refused = readFileSync(`${join(at.data, path.split('/').at(-1) ?? '')}.refused.ndjson`, 'utf8');
    expect(err).toContain('.refused.ndjson');
    const lines = refused
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines.map(({ line, field, value }) => [line, field, value])).toEqual([
      [5, 'species_code', 'tre'],
      [6, 'seen_at', '31/02/2026 14:32'],
      [7, 'place', ['10.93', '108.29']],
      [8, 'height', '99'],
      [8, 'place', ['181', '10']],
      [9, 'note', 'this note is much too long'],
      [10, undefined, '9 | dừa'],
      [11, 'tree_code', ''],
    ]);
    expect(lines[2].reason).toContain('swapped');
    expect(lines.every(({ reason }) => reason.length > 10)).toBe(true);
    await run(at, path, {}, { fields: { ...mapping.fields, species_code: { value: 'coconut' } } });
    expect(readFileSync(`${join(at.data, path.split('/').at(-1) ?? '')}.refused.ndjson`, 'utf8').split('\n')).toHaveLength(8);
  });

  it('takes away the refused rows of an earlier run when there are none any more', async () => {
    const at = await place();
    const path = file(['1,tre,Mũi Né,21/11/2026 14:32,1,,,,x']);
    const refused = `${join(at.data, path.split('/').at(-1) ?? '')}.refused.ndjson`;
    await run(at, path);
    expect(existsSync(refused)).toBe(true);
    writeFileSync(path, [header, ...good].join('\n'));
    await run(at, path);
    expect(existsSync(refused)).toBe(false);
  });

  it('refuses unit codes that nobody knows or that come without version', async () => {
    const at = await place();
    const { units: _, ...rest } = mapping;
    const fields = { ...mapping.fields, ward: { from: 'phường' } };
    const path = file([
      '1,dừa,99999@2025-07-01,21/11/2026 14:32,,,,,x',
      '2,dừa,22918,21/11/2026 14:32,,,,,x',
      '3,dừa,22918@2025-07-01,21/11/2026 14:32,,,,,x',
    ]);
    const mappingFile = join(folder, `mapping-${++number}.json`);
    writeFileSync(mappingFile, JSON.stringify({ ...rest, fields }));
    const { counts } = await run(at, path, { mapping: mappingFile });
    expect(counts).toMatchObject({ read: 3, accepted: 1, refused: 2 });
    const refused = readFileSync(`${join(at.data, path.split('/').at(-1) ?? '')}.refused.ndjson`, 'utf8');
    expect(refused).toContain('no such administrative unit');
    expect(refused).toContain('no version');
  });

  it('writes nothing when the header does not fit the mapping', async () => {
    const at = await place();
    await expect(run(at, file(good), {}, { fields: { ...mapping.fields, note: { from: 'ghi chu' } } })).rejects.toMatchObject({
      code: 'unknown-field',
      details: { column: 'ghi chu', near: ['ghi chú'] },
    });
    await withCentre(at, async ({ context }) => {
      expect(context.units.get('T00@2025-07-01')).toBeUndefined();
      expect(await context.database.read('d_trees__tree')).toEqual([]);
    });
  });

  it('keeps what came before a break in the file, says where it is, and goes on from there', async () => {
    const at = await place();
    const rows = Array.from({ length: 5000 }, (_, index) => `${index},dừa,Mũi Né,21/11/2026 14:32,1,,108.29,10.93,x`);
    const path = file([...rows, '"6000,dừa']);
    const ran: string[] = [];
    await expect(run(at, path, { err: { write: (text: string) => ran.push(text) } })).rejects.toMatchObject({
      code: 'bad-file',
      details: { line: 5002 },
    });
    expect(ran.join('')).toContain('are kept');
    writeFileSync(path, [header, ...rows].join('\n'));
    const { counts } = await run(at, path);
    expect(counts).toMatchObject({ read: 5000, accepted: 5000, refused: 0 });
    expect(counts.same).toBeGreaterThan(0);
  });

  it('writes nothing in a trial, and checks everything', async () => {
    const at = await place();
    const { counts, err } = await run(
      at,
      file([...good, '4,dừa,Mũi Né,21/11/2026 14:32,99,,,,x', '5,dừa,Mũi Né,21/11/2026 14:32,1,,10.93,108.29,x']),
      { dryRun: true },
    );
    expect(counts).toMatchObject({ read: 5, accepted: 3, refused: 2, changed: 0, same: 0 });
    expect(err).toContain('nothing was written');
    expect(err).toContain('"field":"height"');
    expect(existsSync(at.data)).toBe(false);
    await withCentre(at, async ({ context }) => expect(await context.database.read('d_trees__tree')).toEqual([]));
  });

  it('knows in a trial the units that an earlier import has brought', async () => {
    const at = await place();
    await run(at, file(good));
    const { brings: _, ...rest } = mapping;
    const mappingFile = join(folder, `mapping-${++number}.json`);
    writeFileSync(mappingFile, JSON.stringify(rest));
    expect((await run(at, file(good), { dryRun: true, mapping: mappingFile })).counts).toMatchObject({ read: 3, accepted: 3, refused: 0 });
  });

  it('says what is wrong with records that the mapping brings', async () => {
    const at = await place();
    await expect(run(at, file(good), {}, { records: { 'trees/species': [{ species_code: 'x' }] } })).rejects.toMatchObject({
      code: 'validation-failed',
      details: { path: '/records/trees/species/0/name_vi' },
    });
  });
});

describe('import', () => {
  const options = { folder: locality, dataset: 'trees/tree', data: join(folder, 'never'), plugins: [plugin] };

  it('names the dataset that there is none of, and the nearest', async () => {
    const mappingFile = join(folder, 'm1.json');
    writeFileSync(mappingFile, JSON.stringify(mapping));
    await expect(
      importCommand({ ...options, dataset: 'trees/treee', file: file(good), mapping: mappingFile, data: join(folder, 'd1') }),
    ).rejects.toMatchObject({
      code: 'unknown-dataset',
      details: { reason: { en: expect.stringContaining('"trees/tree"') } },
    });
  });

  it('refuses a mapping that is no JSON, has unknown parts or cannot be read, before anything is opened', async () => {
    const wrong = join(folder, 'm2.json');
    writeFileSync(wrong, '{');
    await expect(importCommand({ ...options, file: file(good), mapping: wrong })).rejects.toMatchObject({ code: 'bad-file' });
    writeFileSync(wrong, JSON.stringify({ ...mapping, feilds: {} }));
    await expect(importCommand({ ...options, file: file(good), mapping: wrong })).rejects.toMatchObject({
      code: 'validation-failed',
      details: { path: '/feilds' },
    });
    await expect(importCommand({ ...options, file: file(good), mapping: join(folder, 'none.json') })).rejects.toMatchObject({
      code: 'bad-file',
    });
    expect(existsSync(options.data)).toBe(false);
  });

  it('keeps refused rows from other users of the machine', async () => {
    const mappingFile = join(folder, 'm3.json');
    writeFileSync(mappingFile, JSON.stringify(mapping));
    const path = file(['1,tre,Mũi Né,21/11/2026 14:32,1,,,,x']);
    const data = join(folder, 'd3');
    mkdirSync(data);
    chmodSync(data, 0o755);
    await importCommand({
      ...options,
      data,
      file: path,
      mapping: mappingFile,
      out: { write: () => undefined },
      err: { write: () => undefined },
    });
    expect(statSync(`${join(data, path.split('/').at(-1) ?? '')}.refused.ndjson`).mode & 0o077).toBe(0);
  });
});
