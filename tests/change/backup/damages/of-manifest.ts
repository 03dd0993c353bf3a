import { cpSync, mkdirSync, readFileSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Manifest } from '../../../../core/src/backup/manifest.ts';
import { type Damage, resign } from './victim.ts';

const named = (path: string) => (manifest: Manifest) => ({
  ...manifest,
  files: [...manifest.files, { path, bytes: 2, sha256: 'a'.repeat(64) }],
});

/** What becomes of the manifest, and what somebody who knows how writes into it. */
export const ofManifest: readonly Damage[] = [
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
];
