import type { Profile, ProfilePatch, Section } from '@haidang/sdk';

/** Widest windows of phones and tablets, in CSS pixels: a desk at 400 % zoom is a phone too. */
const phoneTo = 719;
const tabletTo = 1099;

/** Profile for a window of that width. */
export function profileOf(width: number): 'desk' | 'tablet' | 'phone' {
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

/** A width of the desk on another screen: a phone shows single values in pairs and everything else full width, other screens keep cells and so grow shares. */
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
  if (profile === 'phone') return isValue && w * 2 <= of ? Math.ceil(columns / 2) : columns;
  if (profile === 'tablet') return Math.min(columns, w);
  return Math.max(1, Math.round((w * columns) / of));
}
