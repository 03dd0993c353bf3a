import type { WholePage } from '../page.ts';
import type { Json } from '../schema.ts';
import type { Fault } from './fault.ts';
import { isMap } from './merge.ts';
import { fixVariables } from './params.ts';
import { flow, restSection } from './placeholder.ts';

type JsonObject = { readonly [key: string]: Json };
type Parts = { [key: string]: Json };

const heads: ReadonlySet<string> = new Set(['kind', 'format', 'id', 'slug', 'title', 'level']);
const maps: ReadonlySet<string> = new Set(['vars', 'links']);
const viewers: ReadonlySet<string | undefined> = new Set(['access', 'classification']);
const spare: { readonly [part: string]: JsonObject } = {
  widgets: { use: 'core/unknown', v: 1, in: restSection, rank: 'zz' },
  sections: flow,
};

/** The page without what is wrong in it, so that the rest can be shown. A part whose rule of access is wrong is left out: nobody sees more by a fault. */
export function mend(page: WholePage, faults: readonly Fault[]): WholePage {
  const unset = new Map(faults.flatMap(({ code, details }) => (code === 'unknown-variable' ? [[String(details.name), null]] : [])));
  const mended: Parts = { ...(fixVariables(page as unknown as Json, unset) as JsonObject) };
  for (const { path, code } of faults) {
    const steps = path
      .split('/')
      .slice(1)
      .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
    const isFixed = code === 'unknown-variable' && (steps.includes('bind') || steps.includes('show'));
    if (!isFixed) mendAt(mended, steps);
  }
  const sections = mapOf(mended.sections);
  const isHomeless = Object.values(mapOf(mended.widgets)).some((widget) => mapOf(widget).in === restSection);
  if (isHomeless && !(restSection in sections)) mended.sections = { ...sections, [restSection]: flow };
  return mended as unknown as WholePage;
}

function mendAt(page: Parts, [part = '', id, key, ...deeper]: readonly string[]): void {
  if (heads.has(part)) return;
  if (viewers.has(part)) {
    Object.assign(page, { sections: {}, widgets: {} });
    delete page[part];
  } else if (Object.hasOwn(spare, part)) {
    if (id === undefined) page[part] = {};
    else mendPart(page, part, id, key);
  } else if (id !== undefined && maps.has(part)) page[part] = without(mapOf(page[part]), [id]);
  else if (id !== undefined && part === 'profiles')
    page[part] = without(mapOf(page[part]), [id, ...(key === undefined ? [] : [key]), ...deeper.slice(0, 1)]);
  else delete page[part];
}

function mendPart(page: Parts, part: string, id: string, key: string | undefined): void {
  const parts = mapOf(page[part]);
  if (!Object.hasOwn(parts, id)) return;
  const content = parts[id];
  if (key === undefined || viewers.has(key) || !isMap(content)) {
    hide(page, part, id);
    return;
  }
  const instead = spare[part];
  page[part] = put(parts, id, instead && Object.hasOwn(instead, key) ? put(content, key, instead[key] ?? null) : without(content, [key]));
}

/** Takes a widget out with the links and patches that speak of it, or a section with all that stands in it. */
export function hide(page: Parts, part: string, id: string): void {
  page[part] = without(mapOf(page[part]), [id]);
  for (const profile of Object.keys(mapOf(page.profiles))) page.profiles = without(mapOf(page.profiles), [profile, part, id]);
  if (part === 'widgets') {
    for (const [name, link] of Object.entries(mapOf(page.links))) page.links = put(mapOf(page.links), name, unlinked(mapOf(link), id));
    for (const [name, link] of Object.entries(mapOf(page.links)))
      if (mapOf(link).from === id) page.links = without(mapOf(page.links), [name]);
    return;
  }
  for (const inner of ['widgets', 'sections']) {
    for (const [name, content] of Object.entries(mapOf(page[inner]))) if (mapOf(content).in === id) hide(page, inner, name);
  }
}

function unlinked(link: JsonObject, id: string): JsonObject {
  if (!isMap(link.to)) return link;
  const to = Object.entries(link.to).map(([key, targets]) => [
    key,
    Array.isArray(targets) ? targets.filter((target) => target !== id) : targets,
  ]);
  return { ...link, to: Object.fromEntries(to) };
}

function mapOf(value: Json | undefined): JsonObject {
  return isMap(value) ? value : {};
}

function without(map: JsonObject, [key = '', ...rest]: readonly string[]): JsonObject {
  const content = Object.hasOwn(map, key) ? map[key] : undefined;
  if (rest.length > 0 && isMap(content)) return put(map, key, without(content, rest));
  return Object.fromEntries(Object.entries(map).filter(([name]) => name !== key));
}

// Through entries, which take `__proto__` as a name like any other.
function put(map: JsonObject, key: string, content: Json): JsonObject {
  const entries = new Map<string, Json>(Object.entries(map));
  return Object.fromEntries(entries.set(key, content));
}
