import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { HaidangError } from '@haidang/sdk';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import type { Row } from './plan.ts';
import { type Stream, stream } from './stream.ts';
import { worldOf } from './world.ts';

/** What a locality brings to begin with, by qualified dataset. */
export interface Sample {
  /** Lists of its own, such as categories and agencies; they are real and not marked: `records/<plugin>/<dataset>.json`. */
  readonly records: ReadonlyMap<string, readonly Row[]>;
  /** How illustrative rows come about: `sample/<plugin>/<dataset>.json`. */
  readonly streams: ReadonlyMap<string, Stream>;
}

/** Reads what a locality folder brings. Throws `bad-file`, naming file and place. */
export async function readSample(folder: string): Promise<Sample> {
  return { records: await readEach(join(folder, 'records'), rowsOf), streams: await readEach(join(folder, 'sample'), streamOf) };
}

async function readEach<T>(folder: string, read: (value: unknown, file: string) => T): Promise<Map<string, T>> {
  const found = new Map<string, T>();
  if (!existsSync(folder)) return found;
  const files = (await readdir(folder, { recursive: true })).map((path) => path.replaceAll('\\', '/')).sort();
  for (const path of files) {
    const name = /^([^/]+\/[^/]+)\.json$/.exec(path)?.[1];
    if (name) found.set(name, read(await parsed(join(folder, path)), join(folder, path)));
  }
  return found;
}

async function parsed(file: string): Promise<unknown> {
  try {
    return JSON.parse((await readFile(file, 'utf8')).normalize('NFC'));
  } catch (error) {
    throw new HaidangError('bad-file', { file, reason: error instanceof Error ? error.message : String(error) });
  }
}

const ajv = addFormats.default(new Ajv({ allErrors: false, strict: false }));
const isRows = ajv.compile<Row[]>({ type: 'array', items: { type: 'object' } });
const isStream = ajv.compile<Stream>(stream);

function rowsOf(value: unknown, file: string): readonly Row[] {
  if (!isRows(value)) throw wrong(file, isRows);
  return value;
}

function streamOf(value: unknown, file: string): Stream {
  if (!isStream(value)) throw wrong(file, isStream);
  try {
    worldOf(value);
  } catch (error) {
    throw new HaidangError('bad-file', { file, reason: error instanceof Error ? error.message : String(error) });
  }
  return value;
}

function wrong(
  file: string,
  { errors }: { readonly errors?: readonly { readonly instancePath: string; readonly message?: string }[] | null },
): HaidangError {
  const [fault] = errors ?? [];
  return new HaidangError('bad-file', { file, reason: `${fault?.instancePath || '/'}: ${fault?.message ?? 'invalid'}` });
}
