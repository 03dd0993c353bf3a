import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { HaidangError } from '@haidang/sdk';

/** The note by which a server says that it holds a data folder. */
const note = 'server.json';
const patience = 10_000;

/** Address of the server that holds a data folder; nothing when none runs, even if one was killed and left its note behind and another took its port. */
export async function findServer(data: string): Promise<string | undefined> {
  const url = await noted(join(data, note));
  if (url === undefined) return undefined;
  try {
    const reply = await fetch(`${url}/api/health`, { signal: AbortSignal.timeout(patience) });
    return reply.ok ? url : undefined;
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'TimeoutError') return undefined;
    // It may be writing: two programs on one SQLite would wait for each other.
    const reason = {
      vi: `Máy chủ ${url} đang giữ thư mục này nhưng không trả lời.`,
      en: `The server ${url} holds this folder but does not answer.`,
    };
    throw new HaidangError('timed-out', { url, reason }, { cause: error });
  }
}

/** Refuses a data folder that a running server other than `own` holds: its files have one owner. */
export async function refuseHeld(data: string, own?: string): Promise<void> {
  const url = await findServer(data);
  if (url === undefined || url === own) return;
  const reason = {
    vi: `Máy chủ ${url} đang chạy với thư mục dữ liệu này. Hãy dừng nó trước, hoặc chọn thư mục khác: --data`,
    en: `The server ${url} is running with this data folder. Stop it first, or choose another folder: --data`,
  };
  throw new HaidangError('already-exists', { folder: data, url, reason });
}

/** Notes who holds a data folder; the returned function takes the note away. */
export async function noteServer(data: string, url: string): Promise<() => Promise<void>> {
  const file = join(data, note);
  try {
    await mkdir(data, { recursive: true });
    await writeFile(file, `${JSON.stringify({ url, pid: process.pid })}\n`, { mode: 0o600 });
  } catch (cause) {
    const reason = { vi: `Không ghi được ${file}.`, en: `${file} cannot be written.` };
    throw new HaidangError('not-ready', { folder: data, reason }, { cause });
  }
  return () => rm(file, { force: true });
}

async function noted(file: string): Promise<string | undefined> {
  try {
    const { url, pid }: { readonly url?: unknown; readonly pid?: unknown } = JSON.parse(await readFile(file, 'utf8'));
    const isHere = typeof url === 'string' && /^http:\/\/(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/.test(url);
    return isHere && typeof pid === 'number' && isRunning(pid) ? url : undefined;
  } catch {
    return undefined;
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
