import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Damage, readings, resign, type Victim } from './victim.ts';

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

/** What somebody who knows how makes of the schema of a PostgreSQL backup. */
export const ofSchema: readonly Damage[] = [
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
];
