import { renameSync, rmSync, statSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Damage, dataFile, resign, samples } from './victim.ts';

/** What becomes of the files. */
export const ofFiles: readonly Damage[] = [
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
  {
    name: 'swapped files',
    spoil: (victim) => {
      const [one = '', other = ''] = [dataFile(victim), join(victim.folder, samples(victim).at(-1) ?? '')];
      renameSync(one, `${one}.x`);
      renameSync(other, one);
      renameSync(`${one}.x`, other);
    },
  },
];
