import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { errorText, HaidangError } from '@haidang/sdk';

const usage = `haidang start [FOLDER] [--port 8080] [--host 127.0.0.1] [--data DIR] [--no-simulate] [--no-sample]
haidang check [FOLDER]
haidang import FOLDER PLUGIN/DATASET FILE [--mapping FILE.json] [--data DIR] [--dry-run] [--json]
haidang backup FOLDER BACKUP [--data DIR] [--json]
haidang restore BACKUP [FOLDER] --data DIR [--json]
haidang audit verify [FOLDER] [--data DIR] [--head SEQ:HASH] [--json]
haidang audit head [FOLDER] [--data DIR]

  HAIDANG_DATABASE_URL=postgres://…   PostgreSQL instead of SQLite in DIR`;

const options = {
  port: { type: 'string', default: '8080' },
  host: { type: 'string', default: '127.0.0.1' },
  data: { type: 'string' },
  mapping: { type: 'string' },
  plugin: { type: 'string', multiple: true },
  head: { type: 'string' },
  lang: { type: 'string' },
  'no-simulate': { type: 'boolean', default: false },
  'no-sample': { type: 'boolean', default: false },
  'dry-run': { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

type Values = ReturnType<typeof parse>['values'];

/** The command `haidang`. Gives the exit code. */
export async function run(args: readonly string[]): Promise<number> {
  let language: 'vi' | 'en' = languageOf(undefined);
  try {
    const { values, positionals } = parse(args);
    language = languageOf(values.lang);
    const [command, ...rest] = positionals;
    if (values.help || !command) {
      process.stdout.write(`${usage}\n`);
      return values.help ? 0 : 2;
    }
    if (command === 'start') return await start(rest, values);
    if (command === 'check') return await check(rest, values, language);
    if (command === 'import') return await runImport(rest, values, language);
    if (command === 'backup') return await backup(rest, values, language);
    if (command === 'restore') return await restore(rest, values, language);
    if (command === 'audit') return await audit(rest, values, language);
    process.stderr.write(`${usage}\n`);
    return 2;
  } catch (error) {
    process.stderr.write(`${explain(error, language)}\n`);
    return 1;
  }
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (error) {
    throw new HaidangError('bad-request', { reason: `${error instanceof Error ? error.message : error}\n${usage}` });
  }
}

async function start([folder = '.']: readonly string[], values: Values): Promise<number> {
  const { startServer } = await import('./server.ts');
  const port = Number(values.port);
  if (!/^\d+$/.test(values.port) || port > 65_535) throw new HaidangError('bad-request', { reason: `--port ${values.port}` });
  const server = await startServer({
    folder: resolve(folder),
    data: dataFolder(folder, values),
    port,
    host: values.host,
    simulate: !values['no-simulate'],
    sample: !values['no-sample'],
    say: (line) => process.stdout.write(`${line}\n`),
    ...database(),
    ...(values.plugin && { plugins: values.plugin.map((path) => resolve(path)) }),
  });
  for (const { of, message } of server.problems) process.stderr.write(`! ${of}: ${message}\n`);
  process.stdout.write(`Hải Đăng: ${server.url}\n`);
  await new Promise<void>((done) => {
    // One Ctrl-C comes several times, from the terminal and from npm; the later ones must not cut the first one's work short.
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => done());
  });
  await server.stop();
  return 0;
}

async function check([folder = '.']: readonly string[], values: Values, language: 'vi' | 'en'): Promise<number> {
  const { checkLocality } = await import('./documents/check.ts');
  const problems = await checkLocality({
    folder: resolve(folder),
    language,
    ...(values.plugin && { plugins: values.plugin.map((path) => resolve(path)) }),
  });
  for (const { of, code, message, fix } of problems) process.stdout.write(`${of}  ${code}  ${message}${fix ? `  → ${fix}` : ''}\n`);
  process.stdout.write(problems.length === 0 ? 'OK\n' : `${problems.length} problem(s)\n`);
  return problems.length === 0 ? 0 : 1;
}

async function runImport([folder, dataset, file]: readonly string[], values: Values, language: 'vi' | 'en'): Promise<number> {
  if (!folder || !dataset || !file)
    throw new HaidangError('bad-request', { reason: `import FOLDER PLUGIN/DATASET FILE [--mapping FILE.json]\n${usage}` });
  const { importCommand } = await import('./import/command.ts');
  return importCommand({
    folder: resolve(folder),
    dataset,
    file: resolve(file),
    ...(values.mapping !== undefined && { mapping: resolve(values.mapping) }),
    data: dataFolder(folder, values),
    dryRun: values['dry-run'],
    json: values.json,
    language,
    ...database(),
  });
}

async function backup([folder, to]: readonly string[], values: Values, language: 'vi' | 'en'): Promise<number> {
  if (!folder || !to) throw new HaidangError('bad-request', { reason: `backup FOLDER BACKUP\n${usage}` });
  const { backupCommand } = await import('./backup/command.ts');
  const place = { data: dataFolder(folder, values), ...database() };
  return backupCommand({ folder: resolve(folder), to: resolve(to), ...place, language, json: values.json });
}

async function restore([from, folder]: readonly string[], values: Values, language: 'vi' | 'en'): Promise<number> {
  if (!from || values.data === undefined) throw new HaidangError('bad-request', { reason: `restore BACKUP [FOLDER] --data DIR\n${usage}` });
  const { restoreCommand } = await import('./backup/command.ts');
  const place = { data: resolve(values.data), ...database() };
  return restoreCommand({ from: resolve(from), ...(folder && { folder: resolve(folder) }), ...place, language, json: values.json });
}

async function audit([what, folder = '.']: readonly string[], values: Values, language: 'vi' | 'en'): Promise<number> {
  const { auditHead, auditVerify } = await import('./audit/command.ts');
  const place = { data: dataFolder(folder, values), ...database(), language };
  if (what === 'verify') return auditVerify({ ...place, ...(values.head !== undefined && { head: values.head }), json: values.json });
  if (what === 'head') return auditHead(place);
  throw new HaidangError('bad-request', { reason: `audit verify | audit head\n${usage}` });
}

function dataFolder(folder: string, values: Values): string {
  return resolve(values.data ?? `.data/${resolve(folder).split(/[\\/]/).at(-1) ?? 'ioc'}`);
}

function database(): { databaseUrl?: string } {
  const url = process.env.HAIDANG_DATABASE_URL;
  return url ? { databaseUrl: url } : {};
}

function languageOf(asked: string | undefined): 'vi' | 'en' {
  const tag = asked ?? process.env.LC_ALL ?? process.env.LANG ?? '';
  return tag.toLowerCase().startsWith('en') ? 'en' : 'vi';
}

/** An error as one or two lines for the person at the console; anything unforeseen with its stack, for a report. */
function explain(error: unknown, language: string): string {
  if (!(error instanceof HaidangError)) return error instanceof Error ? (error.stack ?? error.message) : String(error);
  const { reason: _, ...details } = error.details;
  const more = Object.keys(details).length > 0 ? `\n  ${JSON.stringify(details)}` : '';
  return `${errorText(error.code, language, error.details)}${more}`;
}
