import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defineDataset, defineWorkflow, schema } from '@haidang/sdk';

const main = fileURLToPath(new URL('../../../core/dist/main.js', import.meta.url));

const row = schema({
  required: ['code', 'status'],
  properties: {
    code: { type: 'string', format: 'code' },
    status: { type: 'string', enum: ['open', 'done'] },
    title: { type: 'string' },
  },
});
const transitions = { finish: { from: ['open'], to: 'done' } } as const;
/** Tasks go step by step; notes are only written down, which takes the shortest way. */
const datasets = {
  task: defineDataset({ row, key: ['code'], workflow: defineWorkflow(row, { field: 'status', initial: 'open', transitions }) }),
  note: defineDataset({ row: schema({ required: ['code'], properties: { code: { type: 'string', format: 'code' } } }), key: ['code'] }),
};

/** Writes a locality with the plugin `tasks`, as its files stand after a build. */
export function placeIn(folder: string): { readonly locality: string; readonly plugin: string } {
  const [locality, plugin] = [join(folder, 'place'), join(folder, 'tasks')];
  mkdirSync(locality, { recursive: true });
  const ioc = {
    kind: 'ioc',
    format: 1,
    title: { vi: 'Thử' },
    unit: '60@2025-07-01',
    languages: ['vi'],
    plugins: { tasks: '*' },
    home: 'pg_home0001',
  };
  writeFileSync(join(locality, 'ioc.json'), JSON.stringify(ioc));
  writeFileSync(join(locality, 'units.csv'), 'code,version,level,name\n60,2025-07-01,province,Tỉnh\n');
  const empty = { indicators: {}, alerts: {}, widgets: {}, pages: {}, roles: {} };
  const files = {
    'plugin.json': JSON.stringify({
      format: 1,
      id: 'tasks',
      version: '1.0.0',
      sdk: '*',
      title: { vi: 'Việc' },
      languages: ['vi'],
      datasets,
      ...empty,
    }),
    'messages/vi.json': JSON.stringify({ title: 'Việc', task: 'Việc', note: 'Ghi chú' }),
  };
  mkdirSync(join(plugin, 'dist', 'messages'), { recursive: true });
  const hashes: { [path: string]: string } = {};
  for (const [path, content] of Object.entries(files)) {
    writeFileSync(join(plugin, 'dist', path), content);
    hashes[path] = `sha256-${createHash('sha256').update(content).digest('base64')}`;
  }
  writeFileSync(join(plugin, 'dist', 'manifest.json'), JSON.stringify({ format: 1, files: hashes }));
  return { locality, plugin };
}

export interface Program {
  readonly url: string;
  /** Stops it where it stands; it goes on at SIGCONT. */
  signal(signal: 'SIGSTOP' | 'SIGCONT'): void;
  /** Whether it has ended by itself. */
  readonly hasEnded: boolean;
  kill(): Promise<void>;
  stop(): Promise<void>;
}

/** The program as people start it, in a process that can be killed. */
export async function startProgram(
  { locality, plugin }: ReturnType<typeof placeIn>,
  { data, databaseUrl }: { readonly data: string; readonly databaseUrl: string | undefined },
): Promise<Program> {
  const { HAIDANG_DATABASE_URL: _, ...inherited } = process.env;
  const env = { ...inherited, HAIDANG_LOG: 'silent', ...(databaseUrl && { HAIDANG_DATABASE_URL: databaseUrl }) };
  const args = [main, 'start', locality, '--plugin', plugin, '--port', '0', '--data', data, '--no-sample', '--no-simulate'];
  const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const end = async (signal: NodeJS.Signals) => {
    child.kill(signal);
    await ended;
  };
  return {
    url: await addressOf(child),
    signal: (signal) => child.kill(signal),
    get hasEnded() {
      return child.exitCode !== null || child.signalCode !== null;
    },
    kill: () => end('SIGKILL'),
    stop: () => end('SIGTERM'),
  };
}

function addressOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    child.stdout?.on('data', (chunk) => {
      text += chunk;
      const said = /^Hải Đăng: (http:\S+)$/m.exec(text)?.[1];
      if (said) resolve(said);
    });
    child.once('exit', (code) => reject(new Error(`the server ended with ${code}\n${text}`)));
  });
}
