import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { describeDatabases, newSchema } from '../../../tests/support/databases.ts';
import { auditedContext, sealAll, writeReadings } from '../audit/testing.ts';
import { verifyAudit } from '../audit/verify.ts';
import { openDatabase } from '../data/open.ts';
import { takeBackup } from './backup.ts';
import { checkBackup } from './check.ts';
import { restoreBackup } from './restore.ts';

describeDatabases('a backup', (open) => {
  const cleanups: (() => unknown)[] = [];
  afterEach(async () => {
    for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
  });
  const folder = () => {
    const path = mkdtempSync(join(tmpdir(), 'haidang-backup-'));
    cleanups.push(() => rmSync(path, { recursive: true, force: true }));
    return path;
  };

  it('restores to what it was taken of', async () => {
    const context = await auditedContext(await open());
    await writeReadings(context, { count: 2_345 });
    await sealAll(context);
    await writeReadings(context, { from: 100, count: 50, value: 7 });
    const out = join(folder(), 'backup');
    const manifest = await takeBackup({ database: context.database, out });
    expect(await checkBackup(out)).toEqual(manifest);
    const data = join(folder(), 'data');
    const place = context.database.kind === 'postgres' ? await newSchema() : undefined;
    if (place) cleanups.push(place.remove);
    await restoreBackup({ from: out, data, ...(place && { databaseUrl: place.at.url }) });
    const restored = await openDatabase(place?.at ?? { folder: data });
    cleanups.push(() => restored.close());
    expect(await verifyAudit({ database: restored })).toMatchObject({ rows: 2_345, unsealed: 50, faults: [] });
    const again = await takeBackup({ database: restored, out: join(folder(), 'again') });
    const without = (tables: typeof manifest.tables) => tables.filter(({ name }) => name !== 'meta');
    expect(without(again.tables)).toEqual(without(manifest.tables));
    expect(again.epoch).not.toBe(manifest.epoch);
  });

  it('takes the files of a locality along, but nothing hidden and not itself', async () => {
    const { database } = await auditedContext(await open());
    const locality = folder();
    for (const path of ['pages/Trang chủ.json', 'ioc.json', '.git/config', 'pages/.draft', 'data/big'].map((name) =>
      join(locality, name),
    )) {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, path);
    }
    symlinkSync(join(locality, 'ioc.json'), join(locality, 'linked.json'));
    const out = join(locality, 'backup');
    const { files } = await takeBackup({ database, out, files: locality, without: [join(locality, 'data')] });
    const taken = files.map(({ path }) => path).filter((path) => path.startsWith('locality/'));
    expect(taken).toEqual(['locality/ioc.json', 'locality/linked.json', 'locality/pages/Trang chủ.json']);
  });

  it('is not made over something, and what fails leaves nothing behind but a database that answers', async () => {
    const context = await auditedContext(await open());
    const { database } = context;
    await writeReadings(context, { count: 500 });
    const filled = folder();
    writeFileSync(join(filled, 'note'), '');
    await expect(takeBackup({ database, out: filled })).rejects.toMatchObject({ code: 'already-exists' });
    expect(readdirSync(filled)).toEqual(['note']);
    const out = join(folder(), 'backup');
    await expect(takeBackup({ database, out, files: join(out, 'nowhere') })).rejects.toMatchObject({ code: 'ENOENT' });
    expect(existsSync(out)).toBe(false);
    // In the middle of a table its file cannot be written.
    const spoil = () => {
      if (existsSync(join(out, 'tables')))
        for (const name of ['unit', 'd_test__reading']) writeFileSync(join(out, 'tables', `${name}.copy.gz`), '');
    };
    if (database.kind === 'postgres') {
      await expect(takeBackup({ database, out, progress: spoil })).rejects.toMatchObject({ code: 'EEXIST' });
      expect(existsSync(out)).toBe(false);
    }
    expect(await Promise.all(Array.from({ length: 12 }, () => database.read('d_test__reading').count({ n: '*' }).first()))).toHaveLength(
      12,
    );
    await takeBackup({ database, out });
    expect(readdirSync(out)).toContain('manifest.json');
  });
});
