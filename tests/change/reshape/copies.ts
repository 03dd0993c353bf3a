import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import knex from 'knex';
import { newSchema, postgresUrl } from '../../support/databases.ts';

/** Where a database is. */
export interface At {
  readonly folder?: string;
  readonly url?: string;
}

/** A database that is filled once, and copies of it. */
export interface Copies {
  readonly original: At;
  /** A copy of what is in the original now; nobody may have that open. */
  copy(): Promise<At>;
  remove(): Promise<void>;
}

export async function copiesOf(kind: 'sqlite' | 'postgres'): Promise<Copies> {
  return kind === 'sqlite' ? folders() : databases();
}

function folders(): Copies {
  const place = mkdtempSync(join(tmpdir(), 'haidang-reshape-'));
  const original = join(place, 'original');
  let count = 0;
  return {
    original: { folder: original },
    async copy() {
      const folder = join(place, `copy-${++count}`);
      cpSync(original, folder, { recursive: true });
      return { folder };
    },
    remove: async () => rmSync(place, { recursive: true, force: true }),
  };
}

async function databases(): Promise<Copies> {
  const { at, remove } = await newSchema();
  const original = new URL(at.url).pathname.slice(1);
  const admin = knex({ client: 'pg', connection: postgresUrl(), pool: { min: 0, max: 1 } });
  const copies: string[] = [];
  return {
    original: at,
    async copy() {
      const name = `${original}_${copies.length}`;
      copies.push(name);
      await admin.raw('CREATE DATABASE ?? TEMPLATE ?? STRATEGY file_copy', [name, original]);
      const url = new URL(at.url);
      url.pathname = `/${name}`;
      return { url: url.href };
    },
    async remove() {
      for (const name of copies) await admin.raw('DROP DATABASE IF EXISTS ?? WITH (FORCE)', [name]);
      await admin.destroy();
      await remove();
    },
  };
}
