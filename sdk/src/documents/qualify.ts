import type { PageTemplate } from '../page.ts';
import type { Json } from '../schema.ts';
import { isMap } from './merge.ts';

type JsonObject = { readonly [key: string]: Json };

/** A template as pages see it: the short names of its plugin's datasets, indicators, widgets and pages in full. */
export function qualifyTemplate(template: PageTemplate, plugin: string): PageTemplate {
  const { vars, params, links, widgets } = template as unknown as { readonly [part: string]: JsonObject | undefined };
  return {
    ...template,
    widgets: each(widgets, (widget) => placement(widget, plugin)),
    ...(vars && { vars: each(vars, (variable) => named(variable, 'of', (name) => dimension(name, plugin))) }),
    ...(params && { params: each(params, (variable) => named(variable, 'of', (name) => dimension(name, plugin))) }),
    ...(links && { links: each(links, (link) => ({ ...link, ...(isMap(link.do) && { do: effect(link.do, plugin) }) })) }),
  } as unknown as PageTemplate;
}

/** A name of a plugin as the whole centre knows it: "report" → "field-reports/report". */
function qualifyName(name: string, plugin: string): string {
  return name.includes('/') ? name : `${plugin}/${name}`;
}

function placement(widget: JsonObject, plugin: string): JsonObject {
  return bound(
    named(widget, 'use', (name) => qualifyName(name, plugin)),
    plugin,
  );
}

function effect(action: JsonObject, plugin: string): JsonObject {
  const by = named(action, 'by', (name) => dimension(name, plugin));
  const to = named(by, 'to', (name) => (name.startsWith('pg_') ? name : qualifyName(name, plugin)));
  return placement(to, plugin);
}

function bound(part: JsonObject, plugin: string): JsonObject {
  if (!isMap(part.bind)) return part;
  return { ...part, bind: each(part.bind, (query) => named(query, 'from', (name) => qualifyName(name, plugin))) };
}

function dimension(name: string, plugin: string): string {
  return name === 'unit' ? name : qualifyName(name, plugin);
}

function named(part: JsonObject, key: string, change: (name: string) => string): JsonObject {
  const name = part[key];
  return typeof name === 'string' ? { ...part, [key]: change(name) } : part;
}

function each(map: Json | undefined, change: (part: JsonObject) => JsonObject): JsonObject {
  if (!isMap(map)) return {};
  return Object.fromEntries(Object.entries(map).map(([key, part]) => [key, isMap(part) ? change(part) : part]));
}
