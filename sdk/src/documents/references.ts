import type { WholePage } from '../page.ts';
import { type Fault, fault, pointer } from './fault.ts';

/** Names in a page that lead nowhere: sections, widgets and variables that are not on it. */
export function checkReferences(
  page: Pick<WholePage, 'sections' | 'widgets' | 'links' | 'profiles' | 'vars'>,
  params: { readonly [name: string]: unknown } = {},
): Fault[] {
  return [...nesting(page), ...placements(page), ...links(page), ...patches(page), ...variables(page, params)];
}

function* nesting({ sections }: Pick<WholePage, 'sections'>): Iterable<Fault> {
  for (const [id, section] of Object.entries(sections)) {
    const outer = section.in;
    if (outer === undefined) continue;
    if (!(outer in sections)) yield fault(pointer('sections', id, 'in'), 'unknown-section', { name: outer });
    else if (leadsTo(sections, outer, id)) yield fault(pointer('sections', id, 'in'), 'endless', { name: id });
  }
}

function leadsTo(sections: WholePage['sections'], from: string, to: string): boolean {
  const seen = new Set<string>();
  let at: string | undefined = from;
  while (at !== undefined && !seen.has(at)) {
    if (at === to) return true;
    seen.add(at);
    at = Object.entries(sections).find(([id]) => id === at)?.[1].in;
  }
  return false;
}

function* placements({ sections, widgets }: Pick<WholePage, 'sections' | 'widgets'>): Iterable<Fault> {
  for (const [id, widget] of Object.entries(widgets)) {
    if (!(widget.in in sections)) yield fault(pointer('widgets', id, 'in'), 'unknown-section', { name: widget.in });
  }
}

function* links({ links = {}, widgets }: Pick<WholePage, 'links' | 'widgets'>): Iterable<Fault> {
  for (const [id, link] of Object.entries(links)) {
    if (!(link.from in widgets)) yield fault(pointer('links', id, 'from'), 'unknown-widget', { name: link.from });
    if (typeof link.to !== 'object') continue;
    const [key, targets] = 'only' in link.to ? (['only', link.to.only] as const) : (['except', link.to.except] as const);
    for (const [index, target] of targets.entries()) {
      if (!(target in widgets)) yield fault(pointer('links', id, 'to', key, index), 'unknown-widget', { name: target });
    }
  }
}

function* patches({ profiles = {}, widgets, sections }: Pick<WholePage, 'profiles' | 'widgets' | 'sections'>): Iterable<Fault> {
  for (const [profile, patch] of Object.entries(profiles)) {
    for (const id of Object.keys(patch.widgets ?? {}))
      if (!(id in widgets)) yield fault(pointer('profiles', profile, 'widgets', id), 'unknown-widget', { name: id });
    for (const id of Object.keys(patch.sections ?? {}))
      if (!(id in sections)) yield fault(pointer('profiles', profile, 'sections', id), 'unknown-section', { name: id });
  }
}

/** Every `{ var }` of bindings, conditions, links and repeats names a variable of the page, or its period. */
function* variables(
  { vars = {}, sections, widgets, links = {} }: Pick<WholePage, 'vars' | 'sections' | 'widgets' | 'links'>,
  params: { readonly [name: string]: unknown },
): Iterable<Fault> {
  const known = (name: string) => name === 'time' || name in vars || name in params;
  for (const [part, content] of Object.entries({ vars: onlyWithin(vars), sections, widgets: withoutOptions(widgets), links })) {
    for (const { path, name } of mentions(content, [part])) if (!known(name)) yield fault(pointer(...path), 'unknown-variable', { name });
  }
}

// Options are the widget's own; a property `var` in them need not be a page variable.
function withoutOptions(widgets: WholePage['widgets']): unknown {
  return Object.fromEntries(Object.entries(widgets).map(([id, { options: _, ...widget }]) => [id, widget]));
}

function onlyWithin(vars: NonNullable<WholePage['vars']>): unknown {
  return Object.fromEntries(
    Object.entries(vars).map(([name, variable]) => [name, 'within' in variable ? { within: { var: variable.within } } : {}]),
  );
}

function* mentions(
  value: unknown,
  path: readonly (string | number)[],
): Iterable<{ readonly path: readonly (string | number)[]; readonly name: string }> {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, content] of Object.entries(value)) {
    const here = [...path, key];
    if (key === 'var' && typeof content === 'string') yield { path: here, name: content };
    else if (key === 'carry' && Array.isArray(content))
      for (const [index, name] of content.entries()) yield { path: [...here, index], name: String(name) };
    else yield* mentions(content, here);
  }
}
