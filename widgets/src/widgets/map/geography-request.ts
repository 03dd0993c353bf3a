import type { Geography } from '@haidang/sdk';
import type { ReactiveControllerHost } from 'lit';

type Ask = () => Promise<Geography>;

/** Asks the page for its shapes, again when the page hands over another way to ask; what came before stays until then. */
export class GeographyRequest {
  readonly #host: ReactiveControllerHost;
  #asked: Ask | undefined;
  #answer: Geography | undefined;
  #isSettled = false;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
  }

  get answer(): Geography | undefined {
    return this.#answer;
  }

  /** Shapes are there, or could not be had. */
  get isSettled(): boolean {
    return this.#isSettled;
  }

  /** They could not be had. */
  get hasFailed(): boolean {
    return this.#isSettled && this.#asked !== undefined && !this.#answer;
  }

  ask(by: Ask | undefined): void {
    if (by === this.#asked) {
      if (!by) this.#isSettled = true;
      return;
    }
    this.#asked = by;
    if (by) void this.#load(by);
  }

  async #load(by: Ask): Promise<void> {
    try {
      const answer = await by();
      if (this.#asked === by) this.#answer = answer;
    } catch (error) {
      console.warn('core/map has no shapes:', error);
    }
    if (this.#asked !== by) return;
    this.#isSettled = true;
    this.#host.requestUpdate();
  }
}
