import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';

import { afterEach, describe, expect, test } from 'vitest';
import { openDatabase } from '../../core/src/data/open.ts';
import { newSchema } from '../support/databases.ts';
import { example, root } from './support.ts';

const rows = 20_000;
// The database is the one a test asks for, never one that its caller happens to work with.
const { HAIDANG_DATABASE_URL: _, ...inherited } = process.env;
const haidang = join(root, 'core', 'bin', 'haidang.js');
const dataset = 'field-reports/report';

const mapping = {
  fields: {
    report_code: { from: 'id' },
    title: { from: 'title' },
    reported_at: { from: 'opened' },
    ward: { from: 'unit' },
    category_code: { value: 'lighting' },
    channel: { value: 'other' },
    severity_level: { value: 'normal' },
    status: { from: 'state', codes: { open: 'assigned', closed: 'resolved' } },
    closed_at: { from: 'closed' },
    is_public: { value: true },
  },
  zone: 'Asia/Ho_Chi_Minh',
  units: '2025-07-01',
};

const places: (() => void | Promise<void>)[] = [];
afterEach(async () => {
  for (const clean of places.splice(0).reverse()) await clean();
});

function place(): { folder: string; file: string; mapping: string; data: string } {
  const folder = mkdtempSync(join(tmpdir(), 'haidang-import-'));
  places.push(() => rmSync(folder, { recursive: true, force: true }));
  const lines = ['id,title,opened,unit,state,closed'];
  for (let number = 0; number < rows; number++) {
    const minute = String(number % 60).padStart(2, '0');
    const day = String((number % 28) + 1).padStart(2, '0');
    const isOpen = number % 4 === 0;
    lines.push(
      `T-${number},"Ổ gà, hẻm ${number}",2026-0${(number % 9) + 1}-${day} 08:${minute}:00,22945,${isOpen ? 'open' : 'closed'},${isOpen ? '' : `2026-10-01 09:${minute}:00`}`,
    );
  }
  const file = join(folder, 'reports.csv.gz');
  writeFileSync(file, gzipSync(lines.join('\n')));
  writeFileSync(join(folder, 'mapping.json'), JSON.stringify(mapping));
  return { folder, file, mapping: join(folder, 'mapping.json'), data: join(folder, 'data') };
}

interface Run {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly output: string;
  readonly last: { read: number; accepted: number; refused: number; changed: number; same: number; seconds: number } | undefined;
}

function haidangImport(
  at: { file: string; mapping: string; data: string },
  env: { [name: string]: string },
  onStart?: (child: ChildProcess) => void,
): Promise<Run> {
  const child = spawn(
    process.execPath,
    [haidang, 'import', example, dataset, at.file, '--mapping', at.mapping, '--data', at.data, '--json', '--lang', 'vi'],
    { env: { ...inherited, ...env } },
  );
  let output = '';
  let errors = '';
  child.stdout.on('data', (chunk) => {
    output += chunk;
  });
  child.stderr.on('data', (chunk) => {
    errors += chunk;
  });
  onStart?.(child);
  return new Promise((resolve) =>
    child.on('close', (code, signal) => {
      const line = output.trim().split('\n').at(-1) ?? '';
      resolve({ code, signal, output: output + errors, last: line.startsWith('{') ? JSON.parse(line) : undefined });
    }),
  );
}

async function serve(data: string, env: { [name: string]: string }): Promise<{ url: string; end(signal: NodeJS.Signals): Promise<void> }> {
  const child = spawn(process.execPath, [haidang, 'start', example, '--port', '0', '--data', data, '--no-sample', '--no-simulate'], {
    env: { ...inherited, ...env },
  });
  const ended = new Promise((resolve) => child.on('exit', resolve));
  const url = await new Promise<string>((resolve, reject) => {
    let text = '';
    const look = (chunk: Buffer) => {
      text += chunk;
      const found = /^Hải Đăng: (http:\S+)$/m.exec(text)?.[1];
      if (found) resolve(found);
    };
    child.stdout.on('data', look);
    child.stderr.on('data', look);
    child.on('exit', () => reject(new Error(text)));
  });
  return {
    url,
    async end(signal) {
      child.kill(signal);
      await ended;
    },
  };
}

/** Rows of the dataset, and change and audit rows that say that one came, read from outside. */
async function stored(
  at: { folder: string } | { url: string },
): Promise<{ rows: number; changes: number; audits: number; closed: number }> {
  const database = await openDatabase({ ...at, readOnly: true });
  try {
    const one = async (table: string, where: object) => Number((await database.read(table).where(where).count({ n: '*' }))[0]?.n);
    const table = 'd_field_reports__report';
    return {
      rows: await one(table, {}),
      closed: await one(table, { status: 'resolved' }),
      changes: await one('change', { dataset, kind: 'added' }),
      audits: await one('audit', { dataset, kind: 'added' }),
    };
  } finally {
    await database.close();
  }
}

const whole = { rows, closed: (rows * 3) / 4, changes: rows, audits: rows };

describe.each(['sqlite', 'postgres'] as const)('import on %s', (kind) => {
  async function database(data: string): Promise<{ env: { [name: string]: string }; at: { folder: string } | { url: string } }> {
    if (kind === 'sqlite') return { env: {}, at: { folder: data } };
    const schema = await newSchema();
    places.push(schema.remove);
    return { env: { HAIDANG_DATABASE_URL: schema.at.url }, at: schema.at };
  }

  test('takes every row once; the same file again changes nothing and says so', async () => {
    const at = place();
    const { env, at: where } = await database(at.data);
    const first = await haidangImport(at, env);
    expect(first.last, first.output).toMatchObject({ read: rows, accepted: rows, refused: 0, changed: rows, same: 0 });
    expect(await stored(where)).toEqual(whole);
    const second = await haidangImport(at, env);
    expect(second.last).toMatchObject({ read: rows, accepted: rows, changed: 0, same: rows });
    expect(second.output).toMatch(/không (có gì )?thay đổi|giữ nguyên 20\.000/i);
    expect(await stored(where)).toEqual(whole);
  });

  test.each([false, true])('killed with -9 in the middle and run again, the totals are exact (server: %s)', async (withServer) => {
    const at = place();
    const { env, at: where } = await database(at.data);
    let kills = 0;
    for (const share of [0.2, 0.6]) {
      const server = withServer ? await serve(at.data, env) : undefined;
      let isOver = false;
      const run = await haidangImport(at, env, async (child) => {
        while (!isOver && (await stored(where).catch(() => ({ rows: 0 }))).rows < rows * share) await sleep(5);
        child.kill('SIGKILL');
      });
      isOver = true;
      await server?.end('SIGKILL');
      if (run.signal === 'SIGKILL') kills++;
      const half = await stored(where);
      expect(half.changes).toBe(half.rows);
      expect(half.audits).toBe(half.rows);
    }
    expect(kills).toBeGreaterThan(0);
    const server = withServer ? await serve(at.data, env) : undefined;
    const again = await haidangImport(at, env);
    await server?.end('SIGTERM');
    expect(again.last, again.output).toMatchObject({ read: rows, accepted: rows, refused: 0 });
    expect(await stored(where)).toEqual(whole);
  });
});

test('a refused row is written down with line, field, value and reason', async () => {
  const at = place();
  writeFileSync(
    at.file,
    'id,title,opened,unit,state,closed\nA,Một,2026-02-30 08:00:00,22945,open,\nB,Hai,2026-02-03 08:00:00,22945,open,\n',
  );
  const run = await haidangImport(at, {});
  expect(run.last, run.output).toMatchObject({ read: 2, accepted: 1, refused: 1 });
  const [line] = readFileSync(join(at.data, 'reports.csv.gz.refused.ndjson'), 'utf8').trim().split('\n');
  expect(JSON.parse(line ?? '')).toMatchObject({ line: 2, field: 'reported_at', value: '2026-02-30 08:00:00' });
});
