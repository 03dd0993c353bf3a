import { createHash } from 'node:crypto';
import type { Catalog, CatalogDataset, CatalogPage, CatalogWidget } from '@haidang/sdk';
import type { Caller } from '../access/caller.ts';
import type { DataContext } from '../data/context.ts';
import { mayRead, mayReadDataset } from '../data/query/authorise.ts';
import { listUnits } from './list-units.ts';
import { type Locality, localityProblems } from './locality.ts';
import { resolvedPage } from './pages.ts';

/** What this caller may see of the centre. */
export function catalogFor(context: DataContext, locality: Locality, caller: Caller): Catalog {
  const { title, unit, languages, home, theme, month } = context.ioc;
  const since = new Date(context.clock.now()).toISOString();
  const body = {
    ioc: { title, unit, languages, home, ...(theme && { theme }), ...(month !== undefined && { month }) },
    pages: pages(context, locality, caller.language),
    widgets: widgets(context),
    datasets: datasets(context, caller),
    indicators: indicators(context),
    units: listUnits(context),
  };
  const version = createHash('sha256').update(JSON.stringify(body)).update(locality.map.hash).digest('hex').slice(0, 16);
  const problems = [...context.registry.problems, ...localityProblems(locality, since, caller.language)];
  return { ...body, problems, version, now: since };
}

function pages(context: DataContext, locality: Locality, language: string): CatalogPage[] {
  return locality.pages.map(({ file, page }) => {
    if (page) {
      const { id, slug, title, level, parent, menu } = resolvedPage(context, page, language).page;
      return { id, slug, title, level, ...(parent && { parent }), ...(menu && { menu }) };
    }
    const slug = file.replace(/\.json$/, '');
    return { id: `pg_${slug}`, slug, title: { vi: slug }, level: 2, menu: { rank: `zz${slug}`, icon: 'file-warning' }, broken: true };
  });
}

function widgets({ registry }: DataContext): { [name: string]: CatalogWidget } {
  const list: { [name: string]: CatalogWidget } = {};
  for (const { name, plugin, widget, label } of registry.widgets.values()) {
    const icon = registry.plugins.get(plugin)?.manifest.icon;
    const versions = Object.keys(widget.changes ?? {}).map(Number);
    list[name] = {
      label,
      element: widget.element,
      // The hash makes a new build a new address, so that nothing old stays in a cache.
      module: `/plugins/${plugin}/${widget.module.replace(/^\.\//, '')}?v=${widget.hash.slice(-12)}`,
      group: widget.group,
      ports: widget.ports ?? {},
      size: widget.size,
      role: widget.role ?? 'figure',
      options: widget.options,
      v: Math.max(1, ...versions),
      ...(icon && { icon }),
    };
  }
  return list;
}

function datasets({ registry }: DataContext, caller: Caller): { [name: string]: CatalogDataset } {
  const list: { [name: string]: CatalogDataset } = {};
  for (const entry of registry.datasets.values()) {
    if (!mayReadDataset(entry, caller)) continue;
    const { key, time, geo, unit } = entry.dataset;
    const fields: { [name: string]: CatalogDataset['fields'][string] } = {};
    for (const [name, field] of entry.fields) {
      if (!mayRead(entry, field, caller)) continue;
      const measure = field.property['x-unit'];
      fields[name] = {
        label: field.label,
        type: field.type,
        ...(measure && { unit: measure }),
        ...(field.ref && { ref: field.ref }),
        ...(field.values && { values: field.values }),
      };
    }
    const icon = registry.plugins.get(entry.plugin)?.manifest.icon;
    list[entry.name] = {
      label: entry.label,
      ...(icon && { icon }),
      key,
      ...(time && { time }),
      ...(geo && { geo }),
      ...(unit && { unit }),
      fields,
    };
  }
  return list;
}

function indicators({ registry }: DataContext): Catalog['indicators'] {
  const list: { [name: string]: Catalog['indicators'][string] } = {};
  for (const { name, plugin, indicator, label } of registry.indicators.values()) {
    const icon = registry.plugins.get(plugin)?.manifest.icon;
    const { unit, frequency, direction, levels, formula, legal, regime } = indicator;
    list[name] = {
      label,
      ...(icon && { icon }),
      unit,
      frequency,
      formula,
      ...(direction && { direction }),
      ...(levels && { levels }),
      ...(legal && { legal }),
      ...(regime && { regime }),
    };
  }
  return list;
}
