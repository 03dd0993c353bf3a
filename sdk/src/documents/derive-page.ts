import type { DerivedPage, Page, PageTemplate, TemplateRef, WholePage } from '../page.ts';
import type { Json } from '../schema.ts';
import { checkDocument } from './check.ts';
import { type Fault, fault, pointer } from './fault.ts';
import { unlock } from './lock.ts';
import { hide, mend } from './mend.ts';
import { isMap, merge } from './merge.ts';
import { placeholderFor, withPlaceholders } from './placeholder.ts';
import { readableParts, templateFor } from './template-for.ts';

type JsonObject = { readonly [key: string]: Json };

/** What a part has to have to stand without a template. */
const needed: { readonly [part: string]: readonly string[] } = {
  sections: ['rank', 'layout'],
  widgets: ['use', 'v', 'in', 'rank'],
  vars: ['kind', 'rank'],
  links: ['from', 'on', 'do'],
};

/** A page that stands alone, and what was wrong on the way. */
interface Derived {
  readonly page: WholePage;
  readonly faults: readonly Fault[];
}

/** Lays the differences of a page over its template, leaf by leaf. What is wrong is left out or becomes a placeholder, and is listed by its path; only a wrong head (id, slug, title, level) stays as it is. */
export function derivePage({ page, template }: { readonly page: Page; readonly template?: PageTemplate | WholePage | undefined }): Derived {
  const own = checkDocument('page', page);
  if (page.base === undefined) return { page: mendAll(mend(page, own)), faults: own };
  const isReadable = !own.some(({ path }) => path === '/base' || path.startsWith('/base/'));
  if (!template || !isReadable) {
    const name = isReadable ? page.base.template : '';
    return {
      page: mendAll(withPlaceholders({ ...page, base: { template: name, version: 1 } })),
      faults: isReadable ? [...own, fault(pointer('base', 'template'), 'template-missing', { name })] : own,
    };
  }
  const readable = readableParts(template);
  const { derived, locked } = unlock(page, readable);
  const given = templateFor(page.base, readable);
  const merged = { ...(merge(given.template as unknown as Json, withoutBase(derived)) as JsonObject) };
  for (const part of ['widgets', 'sections'] as const) {
    for (const [id, difference] of Object.entries(derived[part] ?? {})) if (difference === null) hide(merged, part, id);
  }
  const unfounded: Fault[] = [];
  for (const [part, required] of Object.entries(needed)) {
    const { parts, missing } = founded(part, merged[part], required, page.base);
    if (parts) merged[part] = parts;
    unfounded.push(...missing);
  }
  const whole = merged as unknown as WholePage;
  const wrong = checkDocument('whole-page', whole);
  const known = [...own, ...unfounded].map(({ path }) => path);
  return {
    page: mendAll(mend(whole, wrong)),
    faults: [
      ...own,
      ...locked,
      ...given.faults,
      ...unfounded,
      ...wrong.filter(({ path }) => !known.some((said) => path === said || path.startsWith(`${said}/`))),
    ],
  };
}

/** What is wrong with one part may hide what is wrong with the next. */
function mendAll(page: WholePage): WholePage {
  let mended = page;
  for (let round = 0; round < 5; round++) {
    const wrong = checkDocument('whole-page', mended);
    if (wrong.length === 0) break;
    mended = mend(mended, wrong);
  }
  return mended;
}

function withoutBase({ base: _, ...differences }: DerivedPage): Json {
  return differences as unknown as Json;
}

/** Parts that neither the template nor the page has in full: widgets become placeholders, others are left out. */
function founded(
  part: string,
  parts: Json | undefined,
  required: readonly string[],
  base: TemplateRef,
): { readonly parts?: JsonObject; readonly missing: readonly Fault[] } {
  if (!isMap(parts)) return { missing: [] };
  const missing: Fault[] = [];
  const kept: [string, Json][] = [];
  for (const [id, content] of Object.entries(parts)) {
    if (isMap(content) && required.every((key) => key in content)) {
      kept.push([id, content]);
      continue;
    }
    missing.push(fault(pointer(part, id), 'not-in-template', { name: base.template }));
    if (part === 'widgets' && isMap(content)) kept.push([id, placeholderFor(content, base)]);
  }
  return { parts: Object.fromEntries(kept), missing };
}
