import type { Profile, Size } from '@haidang/sdk';

const limits: readonly (readonly [below: number, size: Size])[] = [
  [200, 'xs'],
  [320, 's'],
  [560, 'm'],
  [900, 'l'],
];

/** Class of a container by its width in CSS pixels; on a wall everything is one, and on a phone nothing is more than small. */
export function sizeOf(width: number, profile: Profile): Size {
  if (profile === 'wall') return 'wall';
  if (profile === 'phone') return width < 200 ? 'xs' : 's';
  return limits.find(([below]) => width < below)?.[1] ?? 'xl';
}
