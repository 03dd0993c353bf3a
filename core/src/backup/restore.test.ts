import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { describeDatabases, newSchema } from '../../../tests/support/databases.ts';
import { headsFile } from '../audit/heads.ts';
import { auditedContext, sealAll, writeReadings } from '../audit/testing.ts';
import { openDatabase } from '../data/open.ts';
import { takeBackup } from './backup.ts';
import { restoreBackup } from './restore.ts';
import { unfinishedFile } from './unfinished.ts';

describeDatabases('a restore with the files of a locality', (open) => {
  const cleanups: (() => unknown)[] = [];
  afterEach(async () => {
    for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
  });

  const start = async () => {
    const folder = mkdtempSync(join(tmpdir(), 'haidang-restore-'));
    cleanups.push(() => rmSync(folder, { recursive: true, force: true }));
    const context = await auditedContext(await open());
    await writeReadings(context, { count: 10 });
    await sealAll(context);
    const [locality, from, data, files] = [join(folder, 'locality'), join(folder, 'backup'), join(folder, 'data'), join(folder, 'files')];
    mkdirSync(join(locality, 'pages'), { recursive: true });
    writeFileSync(join(locality, 'ioc.json'), '{}');
    writeFileSync(join(locality, 'pages', 'overview.json'), '{"title":"Tổng quan"}');
    await takeBackup({ database: context.database, out: from, files: locality });
    const schema = context.database.kind === 'postgres' ? await newSchema() : undefined;
    if (schema) cleanups.push(schema.remove);
    return { folder, request: { from, data, files, ...(schema && { databaseUrl: schema.at.url }) }, at: schema?.at ?? { folder: data } };
  };

  /** Leaves what a restore leaves that ended when the files were placed and before the place was open to a server. */
  const interrupt = async (request: Parameters<typeof restoreBackup>[0]) => {
    const heads = join(request.data, headsFile);
    if (request.databaseUrl === undefined) {
      await restoreBackup(request);
      writeFileSync(join(request.data, unfinishedFile), '');
      return;
    }
    mkdirSync(heads, { recursive: true });
    await expect(restoreBackup(request)).rejects.toMatchObject({ code: 'EISDIR' });
    rmSync(heads, { recursive: true });
  };

  it('that was interrupted when the files were placed can be run again', async () => {
    const { request, at } = await start();
    await interrupt(request);
    expect(readdirSync(request.files).sort()).toEqual(['ioc.json', 'pages']);
    await restoreBackup(request);
    const restored = await openDatabase(at);
    cleanups.push(() => restored.close());
    expect(await restored.read('d_test__reading').pluck('_id')).toHaveLength(10);
    expect(readFileSync(join(request.files, 'pages', 'overview.json'), 'utf8')).toBe('{"title":"Tổng quan"}');
  });

  it('is not run again over files that have changed since, nor over equal ones that no restore has placed', async () => {
    const { request } = await start();
    const same = { ...request, files: join(request.from, '..', 'locality') };
    await expect(restoreBackup(same)).rejects.toMatchObject({ code: 'already-exists' });
    await interrupt(request);
    for (const path of ['ioc.json', 'more.json']) {
      writeFileSync(join(request.files, path), '[]');
      await expect(restoreBackup(request), path).rejects.toMatchObject({ code: 'already-exists' });
      expect(readFileSync(join(request.files, path), 'utf8')).toBe('[]');
      writeFileSync(join(request.files, 'ioc.json'), '{}');
    }
  });

  it('leaves alone what lies beside, and nothing of its own', async () => {
    const { folder, request } = await start();
    mkdirSync(`${request.files}.part`);
    writeFileSync(join(`${request.files}.part`, 'note'), 'of somebody');
    await restoreBackup(request);
    expect(existsSync(join(`${request.files}.part`, 'note'))).toBe(true);
    expect(readdirSync(folder).filter((name) => name.startsWith('files'))).toEqual(['files', 'files.part']);
  });
});
