import { createHash } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { HaidangError, type Position } from '@haidang/sdk';
import { readPosition } from '../data/position.ts';
import { canonical } from '../data/query/canonical.ts';
import { damaged } from './damage.ts';
import { isPlainPath, syncFile, syncFolder } from './files.ts';

/** What a backup holds; `sha256` are in hex, instants ISO 8601. */
export interface Manifest {
  readonly format: 1;
  /** Version of Hải Đăng that made it. */
  readonly product: string;
  readonly kind: 'sqlite' | 'postgres';
  readonly takenAt: string;
  readonly epoch: string;
  /** Where the change log stood. */
  readonly position: Position;
  /** The head of the audit chain. */
  readonly auditHead: string;
  readonly tables: readonly BackedTable[];
  /** All files of the backup but the manifest. */
  readonly files: readonly BackedFile[];
}

/** A table: `sha256` is of its rows as text, in the order of their key, in the database's own words. */
export interface BackedTable {
  readonly name: string;
  readonly columns: readonly string[];
  readonly rows: number;
  readonly sha256: string;
}

/** A file, by its path within the backup. */
export interface BackedFile {
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
}

export const manifestFile = 'manifest.json';
const format = 1;

/** Writes the manifest of a backup whose files are all there: with it, and not before, the folder is a backup. */
export async function writeManifest(folder: string, manifest: Manifest): Promise<void> {
  const file = join(folder, manifestFile);
  await writeFile(`${file}.part`, `${JSON.stringify({ ...manifest, sha256: fingerprint(manifest) }, undefined, 2)}\n`, { mode: 0o600 });
  await syncFile(`${file}.part`);
  await rename(`${file}.part`, file);
  await syncFolder(folder);
}

/** Reads a manifest, which may be damaged, made by hand or by a later version. */
export async function readManifest(folder: string): Promise<Manifest> {
  const text = await readFile(join(folder, manifestFile), 'utf8').catch((cause: unknown) => {
    throw damaged(
      manifestFile,
      {
        vi: `Không đọc được ${manifestFile}: đây không phải bản sao lưu hoàn chỉnh.`,
        en: `${manifestFile} cannot be read: this is no complete backup.`,
      },
      cause,
    );
  });
  const unfit = () => damaged(manifestFile, { vi: `${manifestFile} bị hỏng.`, en: `${manifestFile} is damaged.` });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw unfit();
  }
  if (!isObject(value)) throw unfit();
  const { sha256, ...manifest } = value;
  if (typeof manifest.format === 'number' && manifest.format > format)
    throw new HaidangError('version-unsupported', {
      format: manifest.format,
      reason: {
        vi: `Bản sao lưu có định dạng ${manifest.format}, mới hơn bản Hải Đăng này đọc được (${format}).`,
        en: `The backup has format ${manifest.format}, newer than this Hải Đăng reads (${format}).`,
      },
    });
  if (!isManifest(manifest) || sha256 !== fingerprint(manifest)) throw unfit();
  return manifest;
}

function fingerprint(manifest: Manifest): string {
  return createHash('sha256').update(canonical(manifest)).digest('hex');
}

const words = ['product', 'takenAt', 'epoch', 'auditHead'] as const;

function isManifest(value: { readonly [key: string]: unknown }): value is { readonly [key: string]: unknown } & Manifest {
  const { kind, tables, files } = value;
  if (value.format !== format || (kind !== 'sqlite' && kind !== 'postgres')) return false;
  if (!words.every((name) => typeof value[name] === 'string') || readPosition(String(value.position)) === undefined) return false;
  if (!Array.isArray(tables) || !tables.every(isTable) || !Array.isArray(files) || !files.every(isFile)) return false;
  return hasNoDouble(tables.map(({ name }) => name)) && hasNoDouble(files.map(({ path }) => path));
}

function isTable(value: unknown): value is BackedTable {
  if (!isObject(value)) return false;
  const { name, columns, rows, sha256 } = value;
  return isName(name) && Array.isArray(columns) && columns.every(isName) && hasNoDouble(columns) && isCount(rows) && isHash(sha256);
}

function isFile(value: unknown): value is BackedFile {
  return isObject(value) && typeof value.path === 'string' && isPlainPath(value.path) && isCount(value.bytes) && isHash(value.sha256);
}

function isObject(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const isName = (value: unknown): value is string => typeof value === 'string' && /^[a-z_][a-z0-9_]{0,62}$/.test(value);
const isHash = (value: unknown): value is string => typeof value === 'string' && /^[0-9a-f]{64}$/.test(value);
const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0;
const hasNoDouble = (names: readonly string[]) => new Set(names).size === names.length;
