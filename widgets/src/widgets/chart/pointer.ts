import { placeIn } from '../place-in.ts';

const events = ['mousemove', 'mousedown', 'mouseup', 'mouseout', 'click', 'dblclick', 'contextmenu', 'wheel'] as const;

/** Tells the library where the pointer is in a box that the page has zoomed, as on a wall: by itself it would take points of the screen for points of its drawing. What already stands in the event as `zrX` and `zrY` it takes. Ends with the signal. */
export function placePointer(box: HTMLElement, signal: AbortSignal): void {
  for (const name of events)
    box.addEventListener(
      name,
      (event) => {
        const [zrX, zrY] = placeIn(box, event);
        Object.assign(event, { zrX, zrY });
      },
      { capture: true, signal },
    );
}
