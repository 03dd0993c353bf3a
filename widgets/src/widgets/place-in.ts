/** A place of the window within a box, in the box's own pixels: a wall zooms its page, and events know only the window's. */
export function placeIn(
  box: HTMLElement,
  { clientX, clientY }: { readonly clientX: number; readonly clientY: number },
): readonly [x: number, y: number] {
  const { left, top, width } = box.getBoundingClientRect();
  const zoom = width / box.offsetWidth || 1;
  return [(clientX - left) / zoom, (clientY - top) / zoom];
}
