import { WriteStream } from 'node:tty';
import cliProgress from 'cli-progress';
import { openDatabase } from '../data/open.ts';
import { readLocality } from '../documents/locality.ts';
import { takeBackup } from './backup.ts';
import type { Manifest } from './manifest.ts';
import { restoreBackup } from './restore.ts';
import { refuseUnfinishedDatabase, refuseUnfinishedFolder } from './unfinished.ts';

type Language = 'vi' | 'en';

interface Place {
  readonly data: string;
  /** PostgreSQL instead of SQLite in `data`. */
  readonly databaseUrl?: string;
  readonly language: Language;
  /** Ends with one line for programs. */
  readonly json?: boolean;
}

/** `haidang backup`: gives the exit code. */
export async function backupCommand({
  folder,
  to,
  data,
  databaseUrl,
  language,
  json = false,
}: Place & { readonly folder: string; readonly to: string }): Promise<number> {
  await readLocality(folder, { withPages: false });
  refuseUnfinishedFolder(data);
  const database = await openDatabase({ ...(databaseUrl === undefined ? { folder: data } : { url: databaseUrl }), readOnly: true });
  const meter = shareMeter();
  try {
    await refuseUnfinishedDatabase(database);
    const manifest = await takeBackup({ database, out: to, files: folder, without: [data], progress: meter.show });
    meter.stop();
    process.stdout.write(json ? `${JSON.stringify(countsOf(manifest))}\n` : backupText(manifest, to, language));
    return 0;
  } finally {
    meter.stop();
    await database.close();
  }
}

/** `haidang restore`: gives the exit code. */
export async function restoreCommand({
  from,
  folder,
  data,
  databaseUrl,
  language,
  json = false,
}: Place & { readonly from: string; readonly folder?: string }): Promise<number> {
  const meter = shareMeter();
  try {
    const place = { ...(databaseUrl !== undefined && { databaseUrl }), ...(folder !== undefined && { files: folder }) };
    const manifest = await restoreBackup({ from, data, ...place, progress: meter.show });
    meter.stop();
    process.stdout.write(json ? `${JSON.stringify(countsOf(manifest))}\n` : restoreText(manifest, language));
    return 0;
  } finally {
    meter.stop();
  }
}

/** Shows how far it has come, on a terminal. */
function shareMeter(): { show(share: number): void; stop(): void } {
  const { stderr } = process;
  if (!(stderr instanceof WriteStream)) return { show: () => undefined, stop: () => undefined };
  const options = { format: '{bar} {percentage}%', stream: stderr, clearOnComplete: true, hideCursor: true };
  const bar = new cliProgress.SingleBar(options, cliProgress.Presets.shades_classic);
  bar.start(1, 0);
  return { show: (share) => bar.update(share), stop: () => bar.stop() };
}

function countsOf({ kind, takenAt, epoch, position, auditHead, tables, files }: Manifest): object {
  const rows = tables.reduce((sum, table) => sum + table.rows, 0);
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  return { kind, takenAt, epoch, position, auditHead, tables: tables.length, rows, files: files.length, bytes };
}

function backupText(manifest: Manifest, to: string, language: Language): string {
  const { tables, rows, mebibytes } = numbers(manifest, language);
  return language === 'vi'
    ? `Đã sao lưu ${tables} bảng, ${rows} dòng, ${mebibytes} MiB vào ${to} và đọc lại để kiểm tra.\nĐầu chuỗi kiểm toán: ${manifest.auditHead}\n`
    : `Backed up ${tables} tables, ${rows} rows, ${mebibytes} MiB into ${to}, and read back to check.\nHead of the audit chain: ${manifest.auditHead}\n`;
}

function restoreText(manifest: Manifest, language: Language): string {
  const { tables, rows } = numbers(manifest, language);
  return language === 'vi'
    ? `Đã khôi phục ${tables} bảng, ${rows} dòng như lúc ${manifest.takenAt}. Những gì ghi sau lúc đó không có ở đây.\n`
    : `Restored ${tables} tables, ${rows} rows as of ${manifest.takenAt}. What was written after that is not here.\n`;
}

function numbers({ tables, files }: Manifest, language: Language) {
  const number = new Intl.NumberFormat(language, { maximumFractionDigits: 1 });
  return {
    tables: number.format(tables.length),
    rows: number.format(tables.reduce((sum, { rows }) => sum + rows, 0)),
    mebibytes: number.format(files.reduce((sum, { bytes }) => sum + bytes, 0) / 2 ** 20),
  };
}
