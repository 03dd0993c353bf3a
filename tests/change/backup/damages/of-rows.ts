import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import sqlite3 from 'sqlite3';
import { type Damage, dataFile, readings, resign } from './victim.ts';

function inSqlite(file: string, sql: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const database = new sqlite3.Database(file, (error) => {
      if (error) return reject(error);
      database.exec(sql, (fault) => database.close(() => (fault ? reject(fault) : resolve())));
    });
  });
}

/** What somebody who knows how makes of the rows. */
export const ofRows: readonly Damage[] = [
  {
    name: 'rows more that the manifest of files knows of',
    only: 'postgres',
    spoil: async (victim) => {
      const file = dataFile(victim);
      const text = gunzipSync(readFileSync(file)).toString();
      writeFileSync(file, gzipSync(`${text}${text.split('\n')[0]}\n`));
      await resign(victim);
    },
  },
  {
    name: 'rows more in a second part of the file',
    only: 'postgres',
    spoil: async (victim) => {
      const file = dataFile(victim);
      writeFileSync(file, Buffer.concat([readFileSync(file), gzipSync('1\t1\t1\t1\t0\tX\t1\t\\N\n')]));
      await resign(victim);
    },
  },
  {
    name: 'swapped tables that the manifest of files knows of',
    only: 'postgres',
    spoil: async (victim) => {
      const [one, other] = [join(victim.folder, 'tables', 'change.copy.gz'), join(victim.folder, 'tables', 'audit.copy.gz')];
      renameSync(one, `${victim.other}/x`);
      renameSync(other, one);
      renameSync(`${victim.other}/x`, other);
      await resign(victim);
    },
  },
  {
    name: 'an edited cell that the manifest of files knows of',
    only: 'sqlite',
    spoil: async (victim) => {
      await inSqlite(dataFile(victim), `UPDATE ${readings} SET value = value + 1 WHERE _id = 7`);
      await resign(victim);
    },
  },
  {
    name: 'a row less that the manifest of files knows of',
    only: 'sqlite',
    spoil: async (victim) => {
      await inSqlite(dataFile(victim), 'DELETE FROM audit WHERE id = 5');
      await resign(victim);
    },
  },
  {
    name: 'a trigger',
    only: 'sqlite',
    spoil: async (victim) => {
      await inSqlite(dataFile(victim), `CREATE TRIGGER evil AFTER INSERT ON ${readings} BEGIN DELETE FROM audit; END`);
      await resign(victim);
    },
  },
  {
    name: 'a view',
    only: 'sqlite',
    spoil: async (victim) => {
      await inSqlite(dataFile(victim), `CREATE VIEW evil AS SELECT * FROM audit`);
      await resign(victim);
    },
  },
  {
    name: 'a spoilt page that the manifest of files knows of',
    only: 'sqlite',
    spoil: async (victim) => {
      const bytes = readFileSync(dataFile(victim));
      bytes.fill(0xff, bytes.length - 4096, bytes.length - 2048);
      writeFileSync(dataFile(victim), bytes);
      await resign(victim);
    },
  },
];
