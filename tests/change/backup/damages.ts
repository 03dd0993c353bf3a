import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import sqlite3 from 'sqlite3';
import { measureFile } from '../../../core/src/backup/files.ts';
import { type BackedFile, type Manifest, writeManifest } from '../../../core/src/backup/manifest.ts';

/** A backup that may be spoilt. */
export interface Victim {
  readonly folder: string;
  readonly manifest: Manifest;
  /** Another backup of the same centre. */
  readonly other: string;
}

export interface Damage {
  readonly name: string;
  readonly only?: Manifest['kind'];
  spoil(victim: Victim): void | Promise<void>;
}

const readings = 'd_test__reading';

/** A file of each sort. */
function samples({ manifest }: Victim): readonly string[] {
  const rows = manifest.files.map(({ path }) => path);
  return [...new Set([rows[0], rows.find((path) => path.includes(readings)), rows.at(-1)])].filter((path) => path !== undefined);
}

/** Flips one bit in the middle of a file. */
export function flip(file: string, at = 0.5): void {
  const bytes = readFileSync(file);
  const index = Math.floor(bytes.length * at);
  bytes[index] = (bytes[index] ?? 0) ^ 4;
  writeFileSync(file, bytes);
}

/** Makes the manifest say what the files now are, as somebody would who knows how. */
async function resign({ folder, manifest }: Victim, change: (manifest: Manifest) => Manifest = (same) => same): Promise<void> {
  const files: BackedFile[] = [];
  for (const { path, ...said } of manifest.files) {
    const file = join(folder, path);
    files.push({ path, ...(existsSync(file) ? await measureFile(file) : said) });
  }
  await writeManifest(folder, change({ ...manifest, files }));
}

function dataFile({ folder, manifest }: Victim): string {
  const found = manifest.files.find(({ path }) => path === 'haidang.sqlite' || path.includes(readings));
  return join(folder, found?.path ?? '');
}

function inSqlite(file: string, sql: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const database = new sqlite3.Database(file, (error) => {
      if (error) return reject(error);
      database.exec(sql, (fault) => database.close(() => (fault ? reject(fault) : resolve())));
    });
  });
}

function editSchema({ folder }: Victim, edit: (text: string) => string): void {
  const file = join(folder, 'schema.json');
  const before = readFileSync(file, 'utf8');
  const after = edit(before);
  if (after === before) throw new Error('nothing was edited');
  writeFileSync(file, after);
}

interface BackedSchema {
  readonly tables: {
    [part: string]: unknown;
    name: string;
    columns: unknown[];
    options: unknown;
    constraints: unknown[];
    indexes: unknown[];
  }[];
  readonly sequences: unknown[];
}

/** A PostgreSQL backup by somebody who knows how, whose schema would do more than describe tables. */
function hostile(name: string, edit: (table: BackedSchema['tables'][number], schema: BackedSchema) => void): Damage {
  return {
    name,
    only: 'postgres',
    spoil: async (victim) => {
      editSchema(victim, (text) => {
        const schema: BackedSchema = JSON.parse(text);
        const table = schema.tables.find(({ name: own }) => own === readings);
        if (table) edit(table, schema);
        return JSON.stringify(schema);
      });
      await resign(victim);
    },
  };
}

const evil = 'true); CREATE TABLE evil (a text); SELECT (true';

/** Checks that call what is not listed, by all names that PostgreSQL knows for it, and what is no check alone. */
const hostileChecks = [
  `CHECK (("lo_from_bytea"(0, 'evil'::bytea) IS NOT NULL))`,
  `CHECK ((pg_catalog."lo_from_bytea"(0, 'evil'::bytea) IS NOT NULL))`,
  `CHECK ((U&"lo_from_byte\\0061"(0, 'evil'::bytea) IS NOT NULL))`,
  `CHECK (("lo_from_bytea" /**/ (0, 'evil'::bytea) IS NOT NULL))`,
  `CHECK ((lo_from_bytea -- \n(0, 'evil'::bytea) IS NOT NULL))`,
  `CHECK ((lo_from_bytea(0, $$evil$$) IS NOT NULL))`,
  'CHECK ((1 OPERATOR(pg_catalog.=) 1))',
  `CHECK ((CAST('pg_class' AS regclass) IS NOT NULL))`,
  `CHECK (('{}'::_regclass IS NOT NULL))`,
  `CHECK ((_regclass '{}' IS NOT NULL))`,
  'CHECK (true), OWNER TO pg_monitor',
  'CHECK (true), ADD COLUMN evil text',
];

const named = (path: string) => (manifest: Manifest) => ({
  ...manifest,
  files: [...manifest.files, { path, bytes: 2, sha256: 'a'.repeat(64) }],
});

/** What can become of a backup on its way, or be made of it. */
export const damages: readonly Damage[] = [
  { name: 'no manifest', spoil: ({ folder }) => rmSync(join(folder, 'manifest.json')) },
  { name: 'an unfinished manifest', spoil: ({ folder }) => renameSync(join(folder, 'manifest.json'), join(folder, 'manifest.json.part')) },
  { name: 'a cut manifest', spoil: ({ folder }) => truncateSync(join(folder, 'manifest.json'), 200) },
  { name: 'an empty manifest', spoil: ({ folder }) => writeFileSync(join(folder, 'manifest.json'), '') },
  { name: 'a manifest that is no object', spoil: ({ folder }) => writeFileSync(join(folder, 'manifest.json'), '[1]') },
  {
    name: 'a manifest whose numbers were edited',
    spoil: ({ folder }) => {
      const file = join(folder, 'manifest.json');
      writeFileSync(
        file,
        readFileSync(file, 'utf8').replace(/"rows": (\d+)/, (_, rows) => `"rows": ${Number(rows) + 1}`),
      );
    },
  },
  {
    name: 'the manifest of another backup',
    spoil: ({ folder, other }) => cpSync(join(other, 'manifest.json'), join(folder, 'manifest.json')),
  },
  {
    name: 'a newer format',
    spoil: ({ folder }) => {
      const file = join(folder, 'manifest.json');
      writeFileSync(file, readFileSync(file, 'utf8').replace('"format": 1', '"format": 2'));
    },
  },
  { name: 'a missing file', spoil: (victim) => rmSync(dataFile(victim)) },
  { name: 'a missing page', spoil: (victim) => rmSync(join(victim.folder, samples(victim).at(-1) ?? '')) },
  { name: 'a file more', spoil: ({ folder }) => writeFileSync(join(folder, 'locality', 'more.json'), '{}') },
  { name: 'a cut file', spoil: (victim) => truncateSync(dataFile(victim), Math.floor(statSync(dataFile(victim)).size / 2)) },
  {
    name: 'a cut file that the manifest knows of',
    spoil: async (victim) => {
      truncateSync(dataFile(victim), Math.floor(statSync(dataFile(victim)).size / 2));
      await resign(victim);
    },
  },
  { name: 'an empty file', spoil: (victim) => truncateSync(dataFile(victim), 0) },
  {
    name: 'a link in place of a file',
    spoil: (victim) => {
      const file = dataFile(victim);
      renameSync(file, `${victim.other}/moved`);
      symlinkSync(`${victim.other}/moved`, file);
    },
  },
  {
    name: 'a link in place of a folder',
    spoil: ({ folder, other }) => {
      renameSync(join(folder, 'locality'), join(other, 'locality-moved'));
      symlinkSync(join(other, 'locality-moved'), join(folder, 'locality'));
    },
  },
  ...['../outside.json', '/tmp/outside.json', 'locality/../../outside.json', 'locality\\..\\outside.json', 'locality//x', 'c:/outside'].map(
    (path): Damage => ({
      name: `a file named ${path}`,
      spoil: async (victim) => {
        mkdirSync(join(victim.folder, 'locality'), { recursive: true });
        await resign(victim, named(path));
      },
    }),
  ),
  {
    name: 'the same file twice',
    spoil: (victim) => resign(victim, (manifest) => ({ ...manifest, files: [...manifest.files, ...manifest.files.slice(-1)] })),
  },
  {
    name: 'a table whose name is SQL',
    spoil: (victim) =>
      resign(victim, (manifest) => ({
        ...manifest,
        tables: manifest.tables.map((table) => ({ ...table, name: `${table.name}"; DROP TABLE x` })),
      })),
  },
  {
    name: 'a table less in the manifest',
    spoil: (victim) => resign(victim, (manifest) => ({ ...manifest, tables: manifest.tables.slice(1) })),
  },
  {
    name: 'the wrong kind',
    spoil: (victim) => resign(victim, (manifest) => ({ ...manifest, kind: manifest.kind === 'sqlite' ? 'postgres' : 'sqlite' })),
  },
  {
    name: 'swapped files',
    spoil: (victim) => {
      const [one = '', other = ''] = [dataFile(victim), join(victim.folder, samples(victim).at(-1) ?? '')];
      renameSync(one, `${one}.x`);
      renameSync(other, one);
      renameSync(`${one}.x`, other);
    },
  },
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
  ...["pg_read_file('/etc/passwd')", '1); DROP TABLE meta; --', "lo_import('/etc/passwd')"].map(
    (sql): Damage => ({
      name: `a column computed by ${sql}`,
      only: 'postgres',
      spoil: async (victim) => {
        editSchema(victim, (text) => text.replace('"pg_current_xact_id()"', JSON.stringify(sql)));
        await resign(victim);
      },
    }),
  ),
  ...hostileChecks.map((sql) => hostile(sql, ({ constraints }) => constraints.push({ name: 'evil', sql }))),
  hostile('a list in place of a check', ({ constraints }) => constraints.push({ name: 'evil', sql: [`CHECK (${evil})`] })),
  hostile('a list in place of an index', ({ indexes }) =>
    indexes.push({ name: 'evil', sql: [`CREATE INDEX evil ON meta (name) ${evil}`] }),
  ),
  ...['type', 'default', 'generated'].map((part) =>
    hostile(`a list in place of a ${part}`, ({ columns }) => columns.push({ name: 'evil', type: 'text', notNull: false, [part]: [evil] })),
  ),
  hostile('a list in place of an option', (table) => {
    table.options = [['fillfactor=70']];
  }),
  hostile('a list in place of what a table is cut by', (table) => {
    table.partitioned = ['RANGE (_id)'];
  }),
  hostile('a list in place of the bound of a part', (table) => {
    table.partition = { of: 'meta', bound: ['DEFAULT'] };
  }),
  hostile('a part with more than a bound', (table) => {
    table.partition = { of: 'meta', bound: '(name DEFAULT now()) DEFAULT' };
  }),
  hostile('a type that ends the list of columns', ({ columns }) =>
    columns.push({ name: 'evil', type: 'text) WITH (fillfactor=70', notNull: false }),
  ),
  hostile('a column without a name that says more', ({ columns }) =>
    columns.push({ type: 'bigint', notNull: false, identity: `ALWAYS AS IDENTITY); ${evil}` }),
  ),
  hostile('a sequence without a name that says more', (_, { sequences }) =>
    sequences.push({ last: `1, ${evil}`, isCalled: true, isIdentity: false }),
  ),
  hostile('a table that is none', (_, { tables }) => tables.push(Object.create(null))),
  {
    name: 'a column less in the schema',
    only: 'postgres',
    spoil: async (victim) => {
      editSchema(victim, (text) => {
        const schema: { tables: { columns: unknown[] }[] } = JSON.parse(text);
        schema.tables[0]?.columns.pop();
        return JSON.stringify(schema);
      });
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

/** All files of a backup, the manifest too. */
export function filesOf(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}
