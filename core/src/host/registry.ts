import type { Dataset, Ioc, Problem, RoleName } from '@haidang/sdk';
import { checkDocument, faultText, qualifyTemplate } from '@haidang/sdk/documents';
import { satisfies } from 'semver';
import { tableOf } from '../data/table.ts';
import { coreId, coreRecords, withRecords } from '../records/records.ts';
import type { DatasetEntry, IndicatorEntry, LoadedPlugin, Registry, RoleEntry, TemplateEntry, WidgetEntry } from '../registry.ts';
import { workflowFault } from '../workflow/faults.ts';
import { discoverPlugin, sdkVersion } from './discover.ts';
import { datasetEntry, labelOf } from './entries.ts';
import { formulaProblems } from './formulas.ts';
import { addRoles } from './roles.ts';

/** Reads the plugins in these folders and registers what the centre asks for. A plugin that is broken, absent or of another version is a problem; everything else runs. */
export async function loadRegistry({
  folders,
  ioc,
  since,
}: {
  readonly folders: readonly string[];
  readonly ioc: Ioc;
  readonly since: string;
}): Promise<Registry> {
  const problems: Problem[] = [];
  const plugins = new Map<string, LoadedPlugin>();
  for (const folder of folders) {
    const found = await discoverPlugin(folder, since);
    if ('problem' in found) {
      problems.push(found.problem);
      continue;
    }
    const { id, version } = found.plugin.manifest;
    const range = id === coreId ? '*' : ioc.plugins[id];
    if (range === undefined) continue;
    const problem = (code: string, message: string, fix: string) => problems.push({ of: `plugin:${id}`, code, message, since, fix });
    if (plugins.has(id)) problem('plugin-doubled', `${id} is installed twice; the first is used`, 'Remove one of them');
    else if (!satisfies(version, range))
      problem(
        'plugin-incompatible',
        `the centre asks for ${id} ${range}, ${version} is installed`,
        'Install another version or change ioc.json',
      );
    else plugins.set(id, found.plugin);
  }
  for (const id of Object.keys(ioc.plugins)) {
    if (!plugins.has(id) && !problems.some(({ of }) => of === `plugin:${id}`))
      problems.push({
        of: `plugin:${id}`,
        code: 'plugin-missing',
        message: `${id} is not installed`,
        since,
        fix: 'Install the plugin or remove it from ioc.json',
      });
  }
  const records = coreRecords(sdkVersion);
  plugins.set(coreId, withRecords(records, plugins.get(coreId)));
  for (const { manifest } of plugins.values()) {
    for (const needed of Object.keys(manifest.needs ?? {}))
      if (!plugins.has(needed))
        problems.push({
          of: `plugin:${manifest.id}`,
          code: 'plugin-missing',
          message: `${manifest.id} needs ${needed}`,
          since,
          fix: `Install ${needed}`,
        });
  }
  const parts = {
    datasets: new Map<string, DatasetEntry>(),
    indicators: new Map<string, IndicatorEntry>(),
    widgets: new Map<string, WidgetEntry>(),
    templates: new Map<string, TemplateEntry>(),
  };
  const roles = new Map<RoleName, RoleEntry>();
  for (const [id, plugin] of plugins) {
    try {
      contribute(parts, plugin, ioc);
      addRoles(roles, plugin);
    } catch (error) {
      // A plugin.json that is JSON but not what it should be.
      plugins.delete(id);
      for (const part of Object.values(parts)) for (const name of part.keys()) if (name.startsWith(`${id}/`)) part.delete(name);
      problems.push({
        of: `plugin:${id}`,
        code: 'plugin-broken',
        message: whyBroken(plugin, error),
        since,
        fix: 'Build the plugin again: haidang-plugin build',
      });
    }
  }
  // The fault lies with the built-in widgets: the records stay.
  if (!plugins.has(coreId)) {
    plugins.set(coreId, records);
    contribute(parts, records, ioc);
  }
  problems.push(...formulaProblems(parts, { ioc, since }));
  return { plugins, problems, roles, ...parts };
}

/** The first wrong place by the schema. It is asked only now, because the schema takes longer to compile than a start may take. */
function whyBroken({ manifest }: LoadedPlugin, error: unknown): string {
  const [fault] = checkDocument('manifest', manifest);
  return fault ? `plugin.json ${fault.path || '/'}: ${faultText(fault, 'en')}` : String(error);
}

interface Parts {
  readonly datasets: Map<string, DatasetEntry>;
  readonly indicators: Map<string, IndicatorEntry>;
  readonly widgets: Map<string, WidgetEntry>;
  readonly templates: Map<string, TemplateEntry>;
}

/** A dataset whose rows stay as long as the province says, where it says so. */
function keptAsSaid({ keep, ...dataset }: Dataset, own: NonNullable<Ioc['datasets']>[string] | undefined): Dataset {
  const length = own ? own.keep : keep;
  return length === undefined || length === 'forever' ? dataset : { ...dataset, keep: length };
}

function contribute(parts: Parts, { manifest, messages }: LoadedPlugin, ioc: Ioc): void {
  const plugin = manifest.id;
  const full = (local: string) => `${plugin}/${local}`;
  for (const [local, dataset] of Object.entries(manifest.datasets)) {
    const fault = workflowFault(dataset);
    if (fault) throw new TypeError(`plugin.json /datasets/${local}/workflow: ${fault}`);
    const entry = datasetEntry({ plugin, local, dataset: keptAsSaid(dataset, ioc.datasets?.[full(local)]), messages });
    // Throws here, where a fault is this plugin's own, rather than when the tables of all are made.
    tableOf(entry);
    parts.datasets.set(full(local), entry);
  }
  for (const [local, indicator] of Object.entries(manifest.indicators)) {
    parts.indicators.set(full(local), {
      name: full(local),
      plugin,
      local,
      indicator: { ...indicator, ...ioc.indicators?.[full(local)] },
      label: labelOf(messages, local),
    });
  }
  for (const [local, widget] of Object.entries(manifest.widgets)) {
    // What the catalogue reads of it: one wrong widget must not take the catalogue from all.
    for (const name of ['element', 'module', 'hash'] as const)
      if (typeof widget[name] !== 'string') throw new TypeError(`plugin.json /widgets/${local}/${name}`);
    parts.widgets.set(full(local), { name: full(local), plugin, local, widget, label: labelOf(messages, local) });
  }
  for (const [local, template] of Object.entries(manifest.pages))
    parts.templates.set(full(local), { name: full(local), plugin, template: qualifyTemplate(template, plugin) });
}
