import type { DerivedPage, PageTemplate, Placement } from '../page.ts';
import type { Json } from '../schema.ts';
import { type Fault, fault, pointer } from './fault.ts';

type Lock = NonNullable<Placement['lock']>[number];

const places: { readonly [key: string]: Lock } = {
  in: 'move',
  rank: 'move',
  span: 'move',
  at: 'move',
  options: 'options',
  v: 'options',
  bind: 'bind',
  use: 'remove',
};

/** The page without the differences that its template locks. */
export function unlock(page: DerivedPage, template: PageTemplate): { readonly derived: DerivedPage; readonly locked: readonly Fault[] } {
  const locked: Fault[] = [];
  const widgets: { [id: string]: Json } = {};
  for (const [id, differences] of Object.entries(page.widgets ?? {}) as [string, { readonly [key: string]: Json } | null][]) {
    const locks = locksOf(template, id);
    if (differences === null) {
      if (locks.includes('remove')) locked.push(fault(pointer('widgets', id), 'locked', { lock: 'remove' }));
      else widgets[id] = null;
      continue;
    }
    const kept: { [key: string]: Json } = {};
    for (const [key, difference] of Object.entries(differences)) {
      const lock = places[key];
      if (lock && locks.includes(lock)) locked.push(fault(pointer('widgets', id, key), 'locked', { lock }));
      else kept[key] = difference;
    }
    widgets[id] = kept;
  }
  return { derived: page.widgets ? ({ ...page, widgets } as DerivedPage) : page, locked };
}

function locksOf({ widgets }: PageTemplate, id: string): readonly string[] {
  const lock: unknown = Object.entries(widgets).find(([name]) => name === id)?.[1].lock;
  return Array.isArray(lock) ? lock.map(String) : [];
}
