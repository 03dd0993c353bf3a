import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startServer } from '@haidang/core';
import { afterEach, expect, test } from 'vitest';
import { openDatabase } from '../../../core/src/data/open.ts';
import { example, postReport, reportRow, root } from '../../e2e/support.ts';
import { newSchema } from '../../support/databases.ts';

const reports = 'd_field_reports__report';
const timeout = 180_000;

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** The program as people start it. */
function haidang(
  args: readonly string[],
  databaseUrl: string | undefined,
): { readonly child: ChildProcess; readonly ended: Promise<Ended> } {
  const { HAIDANG_DATABASE_URL: _, ...inherited } = process.env;
  const env = { ...inherited, ...(databaseUrl && { HAIDANG_DATABASE_URL: databaseUrl }) };
  const child = spawn(process.execPath, [join(root, 'core', 'dist', 'main.js'), ...args], { env });
  let [out, err] = ['', ''];
  child.stdout.on('data', (chunk) => {
    out += chunk;
  });
  child.stderr.on('data', (chunk) => {
    err += chunk;
  });
  return { child, ended: new Promise((resolve) => child.on('close', (code) => resolve({ code, out, err }))) };
}

async function newPlace(kind: 'sqlite' | 'postgres') {
  const folder = mkdtempSync(join(tmpdir(), 'haidang-commands-'));
  cleanups.push(() => rmSync(folder, { recursive: true, force: true }));
  const schema = kind === 'postgres' ? await newSchema() : undefined;
  if (schema) cleanups.push(schema.remove);
  const data = join(folder, 'data');
  return { folder, data, url: schema?.at.url, at: schema?.at ?? { folder: data } };
}

async function serve(folder: string, { data, url }: { readonly data: string; readonly url: string | undefined }) {
  const server = await startServer({ folder, data, port: 0, simulate: false, sample: false, ...(url && { databaseUrl: url }) });
  let isStopped = false;
  const stop = async () => {
    if (isStopped) return;
    isStopped = true;
    await server.stop();
  };
  cleanups.push(stop);
  return { ...server, stop };
}

for (const kind of ['sqlite', 'postgres'] as const) {
  test(`a running centre is backed up, restored elsewhere and audited by its commands on ${kind}`, { timeout }, async () => {
    const here = await newPlace(kind);
    const server = await serve(example, here);
    for (let number = 0; number < 20; number++) await postReport(server.url, reportRow(`B-${number}`));
    const backup = join(here.folder, 'backup');
    const place = ['--data', here.data, '--lang', 'vi'];
    const taken = await haidang(['backup', example, backup, ...place], here.url).ended;
    expect(taken).toMatchObject({ code: 0, err: '' });
    expect(taken.out).toMatch(/^Đã sao lưu \d+ bảng, [\d.]+ dòng/);
    const again = await haidang(['backup', example, backup, '--data', here.data, '--lang', 'en'], here.url).ended;
    expect(again).toMatchObject({ code: 1, err: expect.stringContaining('a backup needs a new folder') });
    await server.stop();
    const head = (await haidang(['audit', 'head', example, ...place], here.url).ended).out.trim();
    expect(head).toMatch(/^\d+:[0-9a-f]{64}$/);
    const whole = await haidang(['audit', 'verify', example, ...place, '--head', head], here.url).ended;
    expect(whole).toMatchObject({ code: 0, out: expect.stringContaining('Nguyên vẹn.') });

    const there = await newPlace(kind);
    const locality = join(there.folder, 'locality');
    const restored = await haidang(['restore', backup, locality, '--data', there.data, '--lang', 'en'], there.url).ended;
    expect(restored).toMatchObject({ code: 0, err: '', out: expect.stringMatching(/^Restored \d+ tables/) });
    const second = await serve(locality, there);
    const shown = await fetch(`${second.url}/api/query`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ queries: { a: { from: 'field-reports/report', measures: { n: { fn: 'count' } } } } }),
    });
    expect(await shown.json()).toMatchObject({ results: { a: { rows: [[20]] } } });
    expect(second.problems).toEqual([]);
    await postReport(second.url, reportRow('B-20'));
    await second.stop();

    const database = await openDatabase(there.at);
    const { id } = await database.write('audit').orderBy('id').first('id');
    await database.write('audit').where({ id }).update({ caller: 'somebody' });
    await database.close();
    const found = await haidang(['audit', 'verify', locality, '--data', there.data, '--json'], there.url).ended;
    expect(found.code).toBe(1);
    expect(JSON.parse(found.out)).toMatchObject({ faults: [{ kind: 'edited', row: id, block: 1 }], unsealed: 0 });
    const said = await haidang(['audit', 'verify', locality, '--data', there.data, '--lang', 'vi'], there.url).ended;
    expect(said).toMatchObject({ code: 1, out: expect.stringContaining(`! dòng ${id} (khối 1) đã bị sửa`) });
    expect(said.out).toContain('KHÔNG nguyên vẹn.');
  });

  test(`a restore that was killed leaves a place that no server takes, and can be repeated, on ${kind}`, { timeout }, async () => {
    const here = await newPlace(kind);
    const server = await serve(example, here);
    const rows = Array.from({ length: 500 }, (_, number) => reportRow(`K-${number}`));
    await fetch(`${server.url}/api/records/field-reports/report/bulk`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(rows),
    });
    await server.stop();
    const backup = join(here.folder, 'backup');
    expect(await haidang(['backup', example, backup, '--data', here.data], here.url).ended).toMatchObject({ code: 0 });

    const there = await newPlace(kind);
    mkdirSync(there.data, { recursive: true });
    const restore = () => haidang(['restore', backup, '--data', there.data, '--lang', 'en'], there.url);
    const isBegun = kind === 'sqlite' ? async () => existsSync(join(there.data, 'restore-unfinished')) : await markOf(there.url);
    const { child, ended } = restore();
    while (child.exitCode === null && !(await isBegun())) await new Promise((resolve) => setTimeout(resolve, 1));
    child.kill('SIGKILL');
    expect(await ended, 'killed in the middle').toMatchObject({ code: null });
    await expect(serve(example, there)).rejects.toMatchObject({
      code: 'not-ready',
      details: { reason: { en: expect.stringContaining('interrupted') } },
    });
    expect(await restore().ended).toMatchObject({ code: 0, err: '' });
    const restored = await openDatabase(there.at);
    cleanups.push(() => restored.close());
    expect(await restored.read(reports).pluck('_id')).toHaveLength(500);
    expect(await restore().ended).toMatchObject({ code: 1 });
  });
}

/** Whether a restore has begun in a PostgreSQL database. */
async function markOf(url: string | undefined): Promise<() => Promise<boolean>> {
  const database = await openDatabase({ url: url ?? '' });
  cleanups.push(() => database.close());
  return async () => (await database.dialect.columnsOf(database.read, 'meta')).length > 0;
}
