import { ofFiles } from './damages/of-files.ts';
import { ofManifest } from './damages/of-manifest.ts';
import { ofRows } from './damages/of-rows.ts';
import { ofSchema } from './damages/of-schema.ts';
import type { Damage } from './damages/victim.ts';

/** What can become of a backup on its way, or be made of it. */
export const damages: readonly Damage[] = [...ofManifest, ...ofFiles, ...ofRows, ...ofSchema];
