/** Moves the focus to the next or previous region of the shell, round and round; without a focus, to the first or the last. */
export function moveRegion(root: ShadowRoot, step: 1 | -1): void {
  const regions = [...root.querySelectorAll<HTMLElement>('[data-region]')].filter((region) => region.getClientRects().length > 0);
  const now = regions.indexOf(root.activeElement?.closest('[data-region]') as HTMLElement);
  const next = now < 0 ? (step === 1 ? 0 : regions.length - 1) : (now + step + regions.length) % regions.length;
  regions[next]?.focus();
}
