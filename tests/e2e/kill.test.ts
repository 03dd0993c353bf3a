import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openDatabase } from '../../core/src/data/open.ts';
import { newSchema } from '../support/databases.ts';
import { example, postReport, reportRow, root } from './support.ts';

const senders = 16;
const enough = 400;

/** The program as people start it, in a process that can be killed. */
async function startProgram(data: string, databaseUrl: string | undefined) {
  const args = [join(root, 'core', 'dist', 'main.js'), 'start', example, '--port', '0', '--data', data, '--no-sample', '--no-simulate'];
  const { HAIDANG_DATABASE_URL: _, ...inherited } = process.env;
  const env = { ...inherited, ...(databaseUrl && { HAIDANG_DATABASE_URL: databaseUrl }) };
  const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise((resolve) => child.on('exit', resolve));
  const url = await new Promise<string>((resolve, reject) => {
    let text = '';
    child.stdout.on('data', (chunk) => {
      text += chunk;
      const said = /^Hải Đăng: (http:\S+)$/m.exec(text)?.[1];
      if (said) resolve(said);
    });
    child.on('exit', (code) => reject(new Error(`the server ended with ${code}\n${text}`)));
  });
  return {
    url,
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

for (const kind of ['sqlite', 'postgres'] as const) {
  test(`what was acknowledged before a kill is there, with its change and audit row, on ${kind}`, async () => {
    const data = mkdtempSync(join(tmpdir(), 'haidang-kill-'));
    const place = kind === 'postgres' ? await newSchema() : undefined;
    try {
      const server = await startProgram(data, place?.at.url);
      const acknowledged: string[] = [];
      let failed = 0;
      const send = async (sender: number) => {
        for (let number = 0; failed === 0; number++) {
          const code = `K-${sender}-${number}`;
          try {
            await postReport(server.url, reportRow(code));
            acknowledged.push(code);
          } catch {
            failed++;
          }
          if (acknowledged.length === enough) void server.kill();
        }
      };
      await Promise.all(Array.from({ length: senders }, (_, sender) => send(sender)));
      await server.kill();
      expect(acknowledged.length).toBeGreaterThanOrEqual(enough);
      const database = await openDatabase(place?.at ?? { folder: data });
      try {
        const rows: { id: number; code: string }[] = await database
          .read('d_field_reports__report')
          .select({ id: '_id', code: 'report_code' })
          .orderBy('id');
        const codes = new Set(rows.map(({ code }) => code));
        expect(acknowledged.filter((code) => !codes.has(code))).toEqual([]);
        const ids = rows.map(({ id }) => id);
        for (const table of ['change', 'audit']) {
          const told: { record: unknown }[] = await database
            .read(table)
            .where({ dataset: 'field-reports/report', kind: 'added' })
            .select('record');
          expect(told.map(({ record }) => Number(record)).sort((a, b) => a - b)).toEqual(ids);
        }
      } finally {
        await database.close();
      }
    } finally {
      await place?.remove();
      rmSync(data, { recursive: true, force: true });
    }
  });
}
