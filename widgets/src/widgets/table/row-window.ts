import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** Rows beyond the edges that are drawn too, so that scrolling finds them there. */
const margin = 8;

/** Keeps only those rows of a long list in the document that are in sight. All rows are equally high, so that a place is a matter of counting. */
export class RowWindow implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #room = new ResizeObserver(() => this.#look());
  #scroller: HTMLElement | undefined;
  #height = 0;
  #count = 0;
  #first = 0;
  #shown = 40;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  hostDisconnected(): void {
    this.mount(undefined);
  }

  /** The element that scrolls, or none. */
  readonly mount = (element: Element | undefined): void => {
    if (element === this.#scroller) return;
    this.#room.disconnect();
    this.#scroller?.removeEventListener('scroll', this.#look);
    this.#scroller = element instanceof HTMLElement ? element : undefined;
    this.#scroller?.addEventListener('scroll', this.#look, { passive: true });
    if (this.#scroller) this.#room.observe(this.#scroller);
  };

  /** The rows to draw now of so many, each so many pixels high: from `first` up to but not including `end`. */
  slice(count: number, height: number): { readonly first: number; readonly end: number } {
    this.#count = count;
    this.#height = height;
    this.#first = Math.max(0, Math.min(this.#first, count - this.#shown));
    return { first: this.#first, end: Math.min(this.#first + this.#shown, count) };
  }

  /** Scrolls no further than needed to have the row in sight, under a head that stays. */
  show(place: number, head: number): void {
    const scroller = this.#scroller;
    if (!scroller) return;
    const top = place * this.#height;
    const room = scroller.clientHeight - head;
    if (top < scroller.scrollTop) scroller.scrollTop = top;
    else if (top + this.#height > scroller.scrollTop + room) scroller.scrollTop = top + this.#height - room;
  }

  readonly #look = (): void => {
    if (!this.#scroller || this.#height === 0) return;
    const shown = Math.ceil(this.#scroller.clientHeight / this.#height) + 2 * margin;
    const first = Math.max(0, Math.min(Math.floor(this.#scroller.scrollTop / this.#height) - margin, this.#count - shown));
    // Small steps stay within the margin.
    if (shown === this.#shown && (first === this.#first || (Math.abs(first - this.#first) < margin / 2 && first > 0))) return;
    this.#first = first;
    this.#shown = shown;
    this.#host.requestUpdate();
  };
}
