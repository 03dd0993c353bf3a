import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { canonical } from '../documents/canonical.ts';
import type { Ioc } from '../documents.ts';
import type { Page } from '../page.ts';

/** An administrative unit of a test locality. */
export interface TestUnit {
  readonly code: string;
  /** ISO 8601 date of the list that it stands in; 2025-07-01 when absent. */
  readonly version?: string;
  readonly level: 'province' | 'district' | 'ward';
  readonly name: string;
  /** Code in the same list, or `code@version`. */
  readonly parent?: string;
  readonly validTo?: string;
  /** Degrees, WGS 84. */
  readonly point?: readonly [longitude: number, latitude: number];
}

/** At least one unit. */
export type TestUnits = readonly [TestUnit, ...TestUnit[]];

/** A province with two wards, `1@2025-07-01`, `11@2025-07-01` and `12@2025-07-01`: what a test locality has unless it says otherwise. */
export const testUnits: TestUnits = [
  { code: '1', level: 'province', name: 'Tỉnh thử nghiệm', point: [108.1, 10.93] },
  { code: '11', level: 'ward', name: 'Phường Một', parent: '1', point: [108.1, 10.93] },
  { code: '12', level: 'ward', name: 'Phường Hai', parent: '1', point: [108.12, 10.95] },
];

const version = '2025-07-01';
const columns = ['code', 'version', 'level', 'name', 'parent', 'valid_to', 'longitude', 'latitude'] as const;

/** Writes a locality as files: the centre, its units, its pages. */
export async function writeLocality(
  folder: string,
  { ioc, units, pages }: { readonly ioc: Partial<Ioc>; readonly units: TestUnits; readonly pages: readonly Page[] },
): Promise<void> {
  const [first] = units;
  const centre: Ioc = {
    kind: 'ioc',
    format: 1,
    title: { vi: 'Trung tâm thử nghiệm' },
    unit: `${first.code}@${first.version ?? version}`,
    languages: ['vi', 'en'],
    plugins: {},
    home: 'pg_home',
    ...ioc,
  };
  await mkdir(join(folder, 'pages'), { recursive: true });
  await writeFile(join(folder, 'ioc.json'), canonical(centre));
  await writeFile(join(folder, 'units.csv'), [columns.join(','), ...units.map(line), ''].join('\n'));
  for (const page of pages) await writeFile(join(folder, 'pages', `${page.slug}.json`), canonical(page));
}

function line({ code, level, name, parent = '', validTo = '', point, ...unit }: TestUnit): string {
  return [
    code,
    unit.version ?? version,
    level,
    `"${name.replaceAll('"', '""')}"`,
    parent,
    validTo,
    point?.[0] ?? '',
    point?.[1] ?? '',
  ].join(',');
}
