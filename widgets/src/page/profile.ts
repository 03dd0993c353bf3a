import type { Profile, ProfilePatch, Section } from '@haidang/sdk';
import { wallFrom } from './wall.ts';

/** Widest windows of phones and tablets, in CSS pixels: a desk at 400 % zoom is a phone too. */
const phoneTo = 719;
const tabletTo = 1099;

/** Profile for a window of that size. */
export function profileOf({ width, height }: { readonly width: number; readonly height: number }): Exclude<Profile, 'print'> {
  if (width >= wallFrom.width && height >= wallFrom.height) return 'wall';
  if (width <= phoneTo) return 'phone';
  return width <= tabletTo ? 'tablet' : 'desk';
}

/** Columns that a section has on a screen: its own on a desk, half of them on a tablet, four on a phone, unless the page says otherwise. */
export function columnsOf(section: Section, profile: Profile, patch: ProfilePatch): number {
  const own = section.layout?.kind === 'tabs' ? 24 : (section.layout?.columns ?? 24);
  if (patch.columns) return patch.columns;
  if (profile === 'phone') return 4;
  return profile === 'tablet' ? Math.ceil(own / 2) : own;
}

/** A width of the desk on another screen. A phone shows single values in pairs and everything else full width; a tablet snaps to thirds, halves and the whole, so that rows end together. */
export function widthOn({
  profile,
  columns,
  of,
  w,
  isValue,
}: {
  profile: Profile;
  columns: number;
  of: number;
  w: number;
  isValue: boolean;
}): number {
  const share = w / of;
  if (profile === 'phone') return isValue && share <= 1 / 2 ? Math.ceil(columns / 2) : columns;
  if (profile === 'tablet') return Math.round(columns * (share <= 1 / 5 ? 1 / 3 : share <= 1 / 3 ? 1 / 2 : 1));
  return Math.max(1, Math.round(share * columns));
}
