import { noShapes } from './drawing/shapes.ts';
import type { Framing } from './drawing/stage.ts';
import { type Frame, frameFor, isSameFrame } from './layout/frame.ts';
import type { MapHost } from './map-host.ts';
import { country } from './sheet.ts';

/** The room that a map has, and how the map stands in it. */
export class Room {
  readonly #host: MapHost;
  #frame: Frame | undefined;

  constructor(host: MapHost) {
    this.#host = host;
  }

  /** Nothing before the room was measured. */
  get frame(): Frame | undefined {
    return this.#frame;
  }

  /** Frames the map in the room that there is now. */
  fit(room: { readonly width: number; readonly height: number }): Framing {
    const { sheet, px, renderRoot, clientHeight, options } = this.#host;
    const list = renderRoot.querySelector<HTMLElement>('.corner');
    const control = renderRoot.querySelector<HTMLElement>('.control');
    const frame = frameFor({
      shapes: sheet?.shapes ?? noShapes,
      home: sheet?.home,
      room,
      whole: clientHeight,
      px,
      list: list ? { width: list.offsetWidth, height: list.offsetHeight } : undefined,
      controls: control?.offsetWidth ?? 0,
    });
    if (!isSameFrame(this.#frame, frame)) {
      this.#frame = frame;
      this.#host.requestUpdate();
    }
    return { home: sheet?.home, padding: frame.padding, reach: options.reach === 'country' ? country : undefined };
  }
}
