import { HaidangError } from '@haidang/sdk';
import { systemClock } from '../clock.ts';
import type { Database } from '../data/database.ts';
import { openDatabase } from '../data/open.ts';
import { type Head, headText, readHead } from './chain.ts';
import { notedHeads } from './heads.ts';
import { readSealed } from './log.ts';
import { verifyAudit } from './verify.ts';
import { type Language, verificationText } from './words.ts';

export interface AuditOptions {
  /** Where the database is, unless `databaseUrl` says another, and where heads are noted. */
  readonly data: string;
  readonly databaseUrl?: string;
  readonly language: Language;
  /** A head that was kept elsewhere, as `audit head` prints it. */
  readonly head?: string;
  /** One line for programs. */
  readonly json?: boolean;
  readonly out?: { write(text: string): unknown };
}

/** `haidang audit verify`: gives the exit code. */
export async function auditVerify({
  data,
  databaseUrl,
  language,
  head,
  json = false,
  out = process.stdout,
}: AuditOptions): Promise<number> {
  const given = head === undefined ? [] : [headOf(head)];
  const heads = [...(await notedHeads(data)), ...given];
  const database = await openSealed({ data, ...(databaseUrl !== undefined && { databaseUrl }) });
  try {
    const found = await verifyAudit({ database, heads });
    out.write(
      json ? `${JSON.stringify({ ...found, head: headText(found.head) })}\n` : verificationText(found, language, systemClock.now()),
    );
    return found.faults.length === 0 ? 0 : 1;
  } finally {
    await database.close();
  }
}

/** `haidang audit head`: prints the head of the chain, to be kept where who can write the database cannot. */
export async function auditHead({ data, databaseUrl, out = process.stdout }: AuditOptions): Promise<number> {
  const database = await openSealed({ data, ...(databaseUrl !== undefined && { databaseUrl }) });
  try {
    out.write(`${headText(await readSealed(database.read))}\n`);
    return 0;
  } finally {
    await database.close();
  }
}

/** Opens a database whose audit log has a chain, to be read. */
async function openSealed({ data, databaseUrl }: Pick<AuditOptions, 'data' | 'databaseUrl'>): Promise<Database> {
  const database = await openDatabase({ ...(databaseUrl === undefined ? { folder: data } : { url: databaseUrl }), readOnly: true });
  const columns = await database.dialect.columnsOf(database.read, 'audit_seal');
  if (columns.length > 0) return database;
  await database.close();
  throw new HaidangError('not-ready', {
    reason: {
      vi: 'Nhật ký kiểm toán ở đây chưa được niêm phong lần nào: hãy chạy máy chủ một lần.',
      en: 'The audit log here has never been sealed: start the server once.',
    },
  });
}

function headOf(text: string): Head {
  const head = readHead(text);
  if (head) return head;
  throw new HaidangError('bad-request', {
    head: text,
    reason: {
      vi: '--head phải có dạng SỐ:MÃ như lệnh “audit head” in ra.',
      en: '--head has the form SEQ:HASH as “audit head” prints it.',
    },
  });
}
