import type { PageTemplate, TemplateRef, WholePage } from '../page.ts';
import type { Json } from '../schema.ts';
import { type Fault, fault, pointer } from './fault.ts';
import { isMap } from './merge.ts';
import { fixParams } from './params.ts';
import { qualifyTemplate } from './qualify.ts';

type JsonObject = { readonly [key: string]: Json };

/** The template without parts that are no parts at all; the rest is mended in the page. */
export function readableParts(template: PageTemplate | WholePage): PageTemplate {
  const { sections, widgets, ...optional } = template as unknown as JsonObject;
  const partsOf = (parts: Json | undefined) =>
    isMap(parts) ? Object.fromEntries(Object.entries(parts).filter(([, part]) => isMap(part))) : {};
  const others = Object.entries(optional).filter(
    ([part, content]) => !['params', 'vars', 'links', 'profiles'].includes(part) || isMap(content),
  );
  const readable = others.map(([part, content]) => [
    part,
    part === 'params' || part === 'vars' || part === 'links' ? partsOf(content) : content,
  ]);
  return { ...Object.fromEntries(readable), sections: partsOf(sections), widgets: partsOf(widgets) };
}

/** The template as this page sees it: names in full, parameters fixed, without what binds only the page. */
export function templateFor(
  base: TemplateRef,
  template: PageTemplate,
): { readonly template: PageTemplate; readonly faults: readonly Fault[] } {
  const slash = base.template.indexOf('/');
  const { version = 1, ...shared } = template;
  const faults =
    version < base.version
      ? [fault(pointer('base', 'version'), 'template-older', { name: base.template, found: version, wanted: base.version })]
      : [];
  const named = slash < 0 ? shared : qualifyTemplate(shared, base.template.slice(0, slash));
  const fixed = fixParams(named, base.params);
  return { template: withoutLocks(fixed.template), faults: [...faults, ...fixed.faults] };
}

// Locks bind pages made from the template; in the page itself they say nothing.
function withoutLocks(template: PageTemplate): PageTemplate {
  const widgets = Object.entries(template.widgets).map(([id, { lock: _, ...widget }]) => [id, widget]);
  return { ...template, widgets: Object.fromEntries(widgets) };
}
