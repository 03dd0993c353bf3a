import type { DerivedPage, TemplateRef, WholePage } from '../page.ts';
import type { Json } from '../schema.ts';
import { isMap, merge } from './merge.ts';

type JsonObject = { readonly [key: string]: Json };

/** Where a part goes whose own section nobody knows. */
export const restSection = 'sc_rest';
export const flow = { rank: 'zz', layout: { kind: 'flow' } } as const;

/** A widget that only differs from one that is not there: it names the template that has it, and keeps what it says itself. */
export function placeholderFor(differences: JsonObject, { template }: TemplateRef): JsonObject {
  const isPlugin = template.includes('/');
  return {
    v: 1,
    in: restSection,
    rank: 'a0',
    use: isPlugin ? template : 'core/template',
    ...(!isPlugin && template !== '' && { title: { vi: template } }),
    ...(merge(undefined, differences) as JsonObject),
  };
}

/** A page whose template nobody has: what it adds in full stays, each widget that it only changes becomes a placeholder; at least one names the template. */
export function withPlaceholders({ base, ...page }: DerivedPage): WholePage {
  const own = merge(undefined, page as unknown as Json) as { readonly [part: string]: Json };
  const sections: { [id: string]: Json } = {};
  const widgets: { [id: string]: Json } = {};
  for (const [id, section] of entriesOf(own.sections)) sections[id] = { ...flow, ...section };
  for (const [id, widget] of entriesOf(own.widgets)) widgets[id] = 'use' in widget ? widget : placeholderFor(widget, base);
  const isNamed = Object.values(widgets).some(
    (widget) => isMap(widget) && (widget.use === base.template || widget.use === 'core/template'),
  );
  if (!isNamed) widgets.w_template = placeholderFor({ span: { w: 24, h: 4 } }, base);
  for (const widget of Object.values(widgets)) {
    const id = isMap(widget) && typeof widget.in === 'string' ? widget.in : restSection;
    sections[id] ??= flow;
  }
  const vars = entriesOf(own.vars).filter(([, variable]) => 'kind' in variable && 'rank' in variable);
  const links = entriesOf(own.links).filter(([, link]) => 'from' in link && 'on' in link && 'do' in link);
  return {
    ...own,
    sections,
    widgets,
    ...(own.vars && { vars: Object.fromEntries(vars) }),
    ...(own.links && { links: Object.fromEntries(links) }),
  } as unknown as WholePage;
}

function entriesOf(parts: Json | undefined): [string, JsonObject][] {
  if (!isMap(parts)) return [];
  return Object.entries(parts).flatMap(([id, part]) => (isMap(part) ? [[id, part]] : []));
}
