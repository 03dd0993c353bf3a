import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HaidangError } from '@haidang/sdk';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { auditedContext, sealAll, writeReadings } from '../../../core/src/audit/testing.ts';
import { takeBackup } from '../../../core/src/backup/backup.ts';
import type { Manifest } from '../../../core/src/backup/manifest.ts';
import { restoreBackup } from '../../../core/src/backup/restore.ts';
import type { Database } from '../../../core/src/data/database.ts';
import { openDatabase } from '../../../core/src/data/open.ts';
import { describeDatabases, newSchema } from '../../support/databases.ts';
import { filesOf, flip } from './damages/victim.ts';
import { damages } from './damages.ts';

const timeout = 180_000;

describeDatabases('a backup that is not as it was made', (open) => {
  const place = mkdtempSync(join(tmpdir(), 'haidang-damage-'));
  const [whole, other, locality] = [join(place, 'whole'), join(place, 'other'), join(place, 'locality')];
  let source: Database;
  let target: { at: { url: string }; remove(): Promise<void> } | undefined;
  let manifest: Manifest;
  let number = 0;

  beforeAll(async () => {
    mkdirSync(join(locality, 'pages'), { recursive: true });
    writeFileSync(join(locality, 'ioc.json'), '{}');
    writeFileSync(join(locality, 'pages', 'overview.json'), '{"title":"Tổng quan"}');
    const context = await auditedContext(await open());
    source = context.database;
    await writeReadings(context, { count: 700 });
    await sealAll(context);
    manifest = await takeBackup({ database: source, out: whole, files: locality });
    await writeReadings(context, { from: 700, count: 10 });
    await takeBackup({ database: source, out: other, files: locality });
    if (source.kind === 'postgres') target = await newSchema();
  }, timeout);

  afterAll(async () => {
    await target?.remove();
    rmSync(place, { recursive: true, force: true });
  });

  /** Restores into an empty place and says how that was refused; the place has to be as empty as before. */
  const refusal = async (from: string): Promise<string> => {
    const data = join(place, `data-${++number}`);
    const files = join(place, `files-${number}`);
    const error = await restoreBackup({ from, data, files, ...(target && { databaseUrl: target.at.url }) }).then(
      () => undefined,
      (fault: unknown) => fault,
    );
    if (!(error instanceof HaidangError)) throw new Error(`${from} was not refused`, { cause: error });
    expect(existsSync(data) ? readdirSync(data) : []).toEqual([]);
    expect(existsSync(files)).toBe(false);
    if (target) expect(await tablesOf(target.at.url)).toEqual([]);
    const { vi, en }: { vi?: string; en?: string } = Object(error.details.reason);
    expect([typeof vi, typeof en], `${error}`).toEqual(['string', 'string']);
    return error.code;
  };

  const spoilt = async (spoil: (folder: string, spare: string) => void | Promise<void>): Promise<string> => {
    const [folder, spare] = [join(place, `copy-${++number}`), join(place, `spare-${number}`)];
    cpSync(whole, folder, { recursive: true });
    cpSync(other, spare, { recursive: true });
    await spoil(folder, spare);
    return folder;
  };

  it('is refused whatever became of it, and nothing is written', { timeout }, async () => {
    const met = damages.filter(({ only }) => only === undefined || only === source.kind);
    expect(met.length).toBeGreaterThanOrEqual(20);
    const codes: { [name: string]: string } = {};
    for (const { name, spoil } of met) {
      const folder = await spoilt((copy, spare) => spoil({ folder: copy, manifest, other: spare }));
      codes[name] = await refusal(folder).catch((cause: unknown) => {
        throw new Error(`not refused: ${name}`, { cause });
      });
    }
    const { 'a newer format': newer, 'the wrong kind': kind, ...others } = codes;
    expect(newer).toBe('version-unsupported');
    expect(['bad-file', 'bad-request']).toContain(kind);
    expect(new Set(Object.values(others))).toEqual(new Set(['bad-file']));
  });

  it('is refused for one bit in any of its files', { timeout }, async () => {
    const paths = filesOf(whole).map((file) => file.slice(whole.length + 1));
    for (const path of paths) {
      const folder = await spoilt((copy) => flip(join(copy, path), Math.random()));
      // One bit makes another format of the first.
      expect(['bad-file', 'version-unsupported'], path).toContain(await refusal(folder));
      rmSync(folder, { recursive: true });
    }
    expect(paths.length).toBeGreaterThan(manifest.files.length);
  });

  it('is not what is refused: as it is, it restores, but not over anything', { timeout }, async () => {
    const data = join(place, 'restored');
    const to = { data, ...(target && { databaseUrl: target.at.url }) };
    await restoreBackup({ from: whole, ...to, files: join(place, 'restored-files') });
    expect(readdirSync(join(place, 'restored-files')).sort()).toEqual(['ioc.json', 'pages']);
    const before = await digest(target?.at ?? { folder: data });
    expect(before.length).toBe(manifest.tables.length);
    for (const from of [whole, other]) {
      await expect(restoreBackup({ from, ...to })).rejects.toMatchObject({ code: 'already-exists' });
      await expect(restoreBackup({ ...to, from, data: join(place, 'elsewhere'), files: locality })).rejects.toMatchObject({
        code: 'already-exists',
        details: { folder: locality },
      });
    }
    expect(await digest(target?.at ?? { folder: data })).toEqual(before);
    expect(existsSync(join(place, 'elsewhere'))).toBe(false);
  });

  const digest = async (at: { url: string } | { folder: string }) => {
    const database = await openDatabase(at);
    try {
      return (await takeBackup({ database, out: join(place, `digest-${++number}`) })).tables;
    } finally {
      await database.close();
    }
  };
});

async function tablesOf(url: string): Promise<readonly string[]> {
  const database = await openDatabase({ url });
  try {
    const { rows }: { rows: { name: string }[] } = await database.read.raw(
      "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'",
    );
    return rows.map(({ name }) => name);
  } finally {
    await database.close();
  }
}
