import { randomUUID } from 'node:crypto';
import { type FileHandle, open, unlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Two ends of a file that has no name any more: it is gone with them, also when the process is killed. */
export interface TemporaryFile {
  readonly writing: FileHandle;
  readonly reading: FileHandle;
}

/** A file in the system's folder for temporary files that nobody else can open. Who asks for it closes both ends. */
export async function temporaryFile(): Promise<TemporaryFile> {
  const path = join(tmpdir(), `haidang-${randomUUID()}`);
  const writing = await open(path, 'wx', 0o600);
  try {
    return { writing, reading: await open(path, 'r') };
  } catch (error) {
    await writing.close();
    throw error;
  } finally {
    await unlink(path);
  }
}
