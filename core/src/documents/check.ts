import type { Problem } from '@haidang/sdk';
import { resolvePage } from '@haidang/sdk/documents';
import { loadRegistry } from '../host/registry.ts';
import { installedPlugins } from '../install.ts';
import { localityProblems, readLocality } from './locality.ts';
import { unitProblems } from './unit-problems.ts';

/** Everything that is wrong with a locality and its plugins, without opening a database. */
export async function checkLocality({
  folder,
  plugins,
  language = 'vi',
}: {
  readonly folder: string;
  readonly plugins?: readonly string[];
  readonly language?: 'vi' | 'en';
}): Promise<Problem[]> {
  const since = new Date().toISOString();
  const locality = await readLocality(folder);
  const registry = await loadRegistry({ folders: plugins ?? installedPlugins(), ioc: locality.ioc, since });
  const problems = [...registry.problems, ...localityProblems(locality, since, language), ...unitProblems(locality, since, language)];
  const known = new Set(locality.units.map(({ key }) => key));
  if (!known.has(locality.ioc.unit)) problems.push({ of: 'ioc', code: 'unknown-unit', message: `/unit: ${locality.ioc.unit}`, since });
  for (const { page } of locality.pages) {
    if (!page) continue;
    const entry = page.base ? registry.templates.get(page.base.template) : undefined;
    problems.push(...resolvePage({ page, since, template: entry?.template }).problems);
  }
  return problems;
}
