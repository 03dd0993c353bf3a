import type { ReactiveController } from 'lit';

const minute = 60_000;

/** Calls as each minute begins, while its host is connected: remaining times and unfinished periods move without new data. */
export class Minutes implements ReactiveController {
  readonly #begun: () => void;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(begun: () => void) {
    this.#begun = begun;
  }

  hostConnected(): void {
    this.#wait();
  }

  hostDisconnected(): void {
    clearTimeout(this.#timer);
  }

  #wait(): void {
    this.#timer = setTimeout(
      () => {
        this.#begun();
        this.#wait();
      },
      minute - (Date.now() % minute),
    );
  }
}
