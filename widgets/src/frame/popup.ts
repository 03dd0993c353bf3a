import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** Opening and closing of what hangs from a button: closes on Escape, on a press elsewhere and when the focus leaves; Escape gives the focus back. */
export class Popup implements ReactiveController {
  isOpen = false;
  readonly #host: ReactiveControllerHost & HTMLElement;
  readonly #changed: ((isOpen: boolean) => void) | undefined;

  constructor(host: ReactiveControllerHost & HTMLElement, changed?: (isOpen: boolean) => void) {
    this.#host = host;
    this.#changed = changed;
    host.addController(this);
  }

  open(): void {
    this.#set(true);
  }

  close(): void {
    this.#set(false);
  }

  toggle(): void {
    this.#set(!this.isOpen);
  }

  hostConnected(): void {
    document.addEventListener('pointerdown', this.#pressed);
    this.#host.addEventListener('keydown', this.#key);
    this.#host.addEventListener('focusout', this.#left);
  }

  hostDisconnected(): void {
    document.removeEventListener('pointerdown', this.#pressed);
    this.#host.removeEventListener('keydown', this.#key);
    this.#host.removeEventListener('focusout', this.#left);
    this.isOpen = false;
  }

  #set(isOpen: boolean): void {
    if (this.isOpen === isOpen) return;
    this.isOpen = isOpen;
    this.#host.requestUpdate();
    this.#changed?.(isOpen);
  }

  readonly #pressed = (event: Event) => {
    if (this.isOpen && !event.composedPath().includes(this.#host)) this.close();
  };

  readonly #key = (event: KeyboardEvent) => {
    if (!this.isOpen || event.code !== 'Escape') return;
    event.stopPropagation();
    this.close();
    this.#host.shadowRoot?.querySelector<HTMLElement>('[aria-expanded]')?.focus();
  };

  readonly #left = (event: FocusEvent) => {
    const next = event.relatedTarget;
    if (this.isOpen && next instanceof Node && !this.#host.contains(next) && !this.#host.shadowRoot?.contains(next)) this.close();
  };
}
