import type { Catalog, Condition, L10n, Placement, Profile, ProfilePatch, Section, WholePage } from '@haidang/sdk';
import { isFollowed } from './links.ts';
import { byRank } from './order.ts';
import { columnsOf, widthOn } from './profile.ts';

/** A page as one screen shows it: sections and widgets in order, with the differences of the profile applied. */
export interface Arrangement {
  readonly sections: readonly ArrangedSection[];
  /** What the page speaks of and this version cannot draw, by path. */
  readonly skipped: readonly Skipped[];
}

export interface ArrangedSection {
  readonly id: string;
  readonly title?: L10n;
  readonly show?: Condition;
  readonly isCollapsed: boolean;
  readonly isDense: boolean;
  readonly columns: number;
  readonly widgets: readonly ArrangedWidget[];
}

export interface ArrangedWidget {
  readonly id: string;
  readonly placement: Placement;
  readonly w: number;
  readonly h: number | 'auto';
  /** Fixed place in a grid. */
  readonly at?: readonly [x: number, y: number];
}

export interface Skipped {
  readonly path: string;
  readonly why: 'section' | 'layout' | 'repeat' | 'link';
}

/** Arranges a page for a profile. The document stays as it is; what it holds beyond our knowledge is skipped and named. */
export function arrange(page: WholePage, profile: Profile, catalog: Pick<Catalog, 'widgets'>): Arrangement {
  const patch: ProfilePatch = profile === 'desk' ? {} : (page.profiles?.[profile] ?? {});
  const sections = patched(page.sections, patch.sections);
  const placements = patched(page.widgets, patch.widgets);
  const skipped: Skipped[] = [];
  const inside = new Map<string, ArrangedWidget[]>();
  for (const [id, placement] of byRank(placements)) {
    const section = sections[placement.in];
    if (!section) {
      if (!page.sections[placement.in]) skipped.push({ path: `widgets.${id}.in`, why: 'section' });
      continue;
    }
    const list = inside.get(placement.in) ?? [];
    list.push(arranged(id, placement, section, { profile, patch, catalog }));
    inside.set(placement.in, list);
  }
  const arrangedSections = inOrder(sections, page, skipped).map(([id, section]) => {
    if (!['flow', 'grid', 'tabs'].includes(section.layout?.kind)) skipped.push({ path: `sections.${id}.layout.kind`, why: 'layout' });
    if (section.repeat) skipped.push({ path: `sections.${id}.repeat`, why: 'repeat' });
    return {
      id,
      title: section.title,
      show: section.show,
      isCollapsed: section.collapsed === true,
      // Widths that were snapped leave holes that nobody meant.
      isDense: profile === 'tablet' || (section.layout?.kind === 'flow' && section.layout.dense === true),
      columns: columnsOf(section, profile, patch),
      widgets: inside.get(id) ?? [],
    };
  });
  for (const [id, link] of Object.entries(page.links ?? {})) if (!isFollowed(link)) skipped.push({ path: `links.${id}.do`, why: 'link' });
  return { sections: arrangedSections, skipped };
}

interface Screen {
  readonly profile: Profile;
  readonly patch: ProfilePatch;
  readonly catalog: Pick<Catalog, 'widgets'>;
}

function arranged(id: string, placement: Placement, section: Section, { profile, patch, catalog }: Screen): ArrangedWidget {
  const widget = catalog.widgets[placement.use];
  const ideal = widget?.size.ideal ?? [6, 5];
  const span = placement.span ?? { w: ideal[0], h: ideal[1] };
  const columns = columnsOf(section, profile, patch);
  const isOwn = patch.widgets?.[id as keyof typeof patch.widgets]?.span !== undefined;
  const w = isOwn
    ? Math.min(span.w, columns)
    : widthOn({ profile, columns, of: baseColumns(section), w: span.w, isValue: widget?.group === 'value' });
  const isGrid = section.layout?.kind === 'grid' && columns === baseColumns(section);
  return { id, placement, w, h: span.h, at: isGrid ? placement.at : undefined };
}

function baseColumns(section: Section): number {
  return section.layout?.kind === 'tabs' ? 24 : (section.layout?.columns ?? 24);
}

/** Sections by rank, each followed by those that stand in it: without tabs they are read one below the other. */
function inOrder(
  sections: { readonly [id: string]: Section },
  page: WholePage,
  skipped: Skipped[],
): readonly (readonly [string, Section])[] {
  const ordered: (readonly [string, Section])[] = [];
  const done = new Set<string>();
  const add = (id: string, section: Section) => {
    if (done.has(id)) return;
    done.add(id);
    ordered.push([id, section]);
    for (const [child, each] of byRank(sections)) if (each.in === id) add(child, each);
  };
  for (const [id, section] of byRank(sections)) {
    if (section.in && !page.sections[section.in]) skipped.push({ path: `sections.${id}.in`, why: 'section' });
    if (!section.in || !page.sections[section.in]) add(id, section);
  }
  // Sections that stand in one another have no beginning; they are read after the rest, those of a hidden section not at all.
  for (const [id, section] of byRank(sections)) if (!section.in || sections[section.in]) add(id, section);
  return ordered;
}

/** The differences of a screen laid over the desk, leaf by leaf; hidden ones leave. */
function patched<T extends object>(
  base: { readonly [id: string]: T },
  patch: { readonly [id: string]: Partial<T> & { readonly hide?: true } } = {},
): { readonly [id: string]: T } {
  const out: { [id: string]: T } = {};
  for (const [id, entry] of Object.entries(base)) {
    const { hide, ...differences } = patch[id] ?? {};
    if (!hide) out[id] = merged(entry, differences as Partial<T>);
  }
  return out;
}

function merged<T extends object>(base: T, differences: Partial<T>): T {
  const out = { ...base };
  for (const [key, value] of Object.entries(differences) as [keyof T, T[keyof T]][]) {
    if (value === undefined) continue;
    out[key] = isMap(out[key]) && isMap(value) ? merged(out[key], value) : value;
  }
  return out;
}

function isMap(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
