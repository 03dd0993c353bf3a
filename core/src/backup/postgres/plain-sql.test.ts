import { expect, test } from 'vitest';
import { isPlainSql } from './plain-sql.ts';

test.each([
  'CREATE INDEX d_x__by_status ON d_x USING btree (status, reported_at)',
  'CREATE INDEX d_x__by__sample_only ON d_x USING btree (_sample) WHERE (_sample = 1)',
  "CREATE UNIQUE INDEX t_key ON t USING btree (a, COALESCE(b, ''::text)) NULLS NOT DISTINCT",
  "CREATE INDEX t_at ON t USING brin (at) WITH (pages_per_range='32')",
  "FOR VALUES FROM ('1790812800000') TO ('1793491200000')",
  'PRIMARY KEY (_id, "at")',
  'RANGE (at)',
  'pg_current_xact_id()',
  "nextval('t_id_seq'::regclass)",
  '((EXTRACT(epoch FROM clock_timestamp()) * (1000)::numeric))::bigint',
  'timestamp with time zone',
  'character varying(20)',
  'text[]',
])('%s is plain', (text) => expect(isPlainSql(text)).toBe(true));

test.each([
  'a); DROP TABLE meta; --',
  'x (a) WHERE pg_read_file($$/etc/passwd$$) IS NULL',
  'x USING btree (pg_sleep(5))',
  "x USING btree (set_config('a', 'b', false))",
  "lo_import('/etc/passwd')",
  'a -- b\n',
  "'a\\'",
  '"A"',
  'a /* b */',
  "pg_catalog.pg_ls_dir('.')",
  'dblink ("x")',
])('%s is not', (text) => expect(isPlainSql(text)).toBe(false));
