import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openDatabase } from '../../core/src/data/open.ts';
import { importCommand } from '../../core/src/import/command.ts';
import { newSchema } from '../support/databases.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const table = 'd_field_reports__report';

/** A file that stands beside these tests, as text. */
export function fileText(name: string): string {
  return readFileSync(join(root, 'tests', 'examples', 'files', name), 'utf8');
}

/** One of the example mappings. */
export function mappingFile(name: string): string {
  return join(root, 'examples', 'mappings', `${name}.json`);
}

/** What an import has said and left. */
export interface Imported {
  readonly counts: { readonly [name: string]: number };
  readonly said: string;
  readonly refused: readonly {
    readonly line: number;
    readonly element?: number;
    readonly field?: string;
    readonly value?: unknown;
    readonly reason: string;
  }[];
}

/** An empty centre on the example locality that files are imported into. */
export interface Place {
  import(content: string | Buffer, mapping: string, language?: 'vi' | 'en'): Promise<Imported>;
  /** Rows of the reports, ordered by their key. */
  rows(): Promise<readonly { readonly [column: string]: unknown }[]>;
  remove(): Promise<void>;
}

export async function newPlace(kind: 'sqlite' | 'postgres'): Promise<Place> {
  const folder = mkdtempSync(join(tmpdir(), 'haidang-mapping-'));
  const data = join(folder, 'data');
  const schema = kind === 'postgres' ? await newSchema() : undefined;
  const file = join(folder, 'file');
  mkdirSync(data);
  return {
    async import(content, mapping, language = 'en') {
      let out = '';
      let said = '';
      writeFileSync(file, content);
      await importCommand({
        folder: join(root, 'examples', 'phan-thiet'),
        dataset: 'field-reports/report',
        file,
        mapping,
        data,
        json: true,
        language,
        out: { write: (text) => (out += text) },
        err: { write: (text) => (said += text) },
        ...(schema && { databaseUrl: schema.at.url }),
      });
      const refused = join(data, 'file.refused.ndjson');
      const lines = existsSync(refused) ? readFileSync(refused, 'utf8').trimEnd().split('\n') : [];
      return { counts: JSON.parse(out), said, refused: lines.map((line) => JSON.parse(line)) };
    },
    async rows() {
      const database = await openDatabase({ ...(schema ? schema.at : { folder: data }), readOnly: true });
      try {
        return await database.read(table).select().orderBy('report_code');
      } finally {
        await database.close();
      }
    },
    async remove() {
      await schema?.remove();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
