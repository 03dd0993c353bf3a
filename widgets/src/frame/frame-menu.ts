import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { icon } from '../icons/icon.ts';
import { Popup } from './popup.ts';

/** One thing to do; `keys` is its shortcut as printed on keys. */
export interface MenuItem {
  readonly id: string;
  readonly text: string;
  readonly icon: string;
  readonly keys?: string;
}

type Move = 1 | -1 | 'first' | 'last';
const moves = new Map<string, Move>([
  ['ArrowDown', 1],
  ['ArrowUp', -1],
  ['Home', 'first'],
  ['End', 'last'],
]);

/** The three dots of a frame. Tells `menu-choose` with the id of the item. */
export class IocFrameMenu extends LitElement {
  static override properties = { label: {}, items: { attribute: false }, isOpen: { type: Boolean, reflect: true, attribute: 'open' } };

  static override styles = css`
    :host { position: relative; display: block; flex: none; }
    button { font: inherit; color: inherit; background: none; border: 0; padding: 0; cursor: pointer; }
    .dots { display: grid; place-items: center; width: 24px; height: var(--ioc-target); color: var(--ioc-text-3); border-radius: var(--ioc-r-1); }
    .dots:hover { color: var(--ioc-text); }
    button:focus-visible { outline: var(--ioc-focus-w) solid var(--ioc-focus); outline-offset: -1px; }
    [role='menu'] { position: absolute; right: 0; top: calc(100% - 2px); z-index: 30; min-width: 200px; padding: 4px; background: var(--ioc-raised); border: 1px solid var(--ioc-line-2); border-radius: var(--ioc-r-1); }
    [role='menuitem'] { display: flex; align-items: center; gap: 8px; width: 100%; min-height: var(--ioc-target); padding: 0 8px; font-size: var(--ioc-fs-2); line-height: var(--ioc-lh-label); color: var(--ioc-text); text-align: left; white-space: nowrap; border-radius: var(--ioc-r-1); }
    [role='menuitem']:hover, [role='menuitem']:focus { background: var(--ioc-select); }
    .icon { flex: none; color: var(--ioc-text-3); }
    kbd { margin-left: auto; padding-left: 16px; font: inherit; font-size: var(--ioc-fs-1); color: var(--ioc-text-3); }
  `;

  declare label: string;
  declare items: readonly MenuItem[];
  declare isOpen: boolean;

  readonly #popup = new Popup(this, (isOpen) => {
    this.isOpen = isOpen;
  });

  constructor() {
    super();
    this.label = '';
    this.items = [];
    this.isOpen = false;
  }

  /** Opens the menu and puts the focus on its first item. */
  async show(): Promise<void> {
    this.#popup.open();
    await this.updateComplete;
    this.#move('first');
  }

  override render(): TemplateResult {
    return html`
      <button class="dots" type="button" aria-haspopup="menu" aria-expanded=${this.#popup.isOpen} aria-label=${this.label} title=${this.label} @click=${this.#clicked}>${icon('ellipsis-vertical')}</button>
      ${this.#popup.isOpen ? this.#menu() : nothing}`;
  }

  #menu(): TemplateResult {
    return html`<div role="menu" aria-label=${this.label} @keydown=${this.#key}>
      ${this.items.map((item) => html`<button role="menuitem" type="button" tabindex="-1" @click=${() => this.#choose(item)}>${icon(item.icon)}${item.text}${item.keys ? html`<kbd>${item.keys}</kbd>` : nothing}</button>`)}
    </div>`;
  }

  #clicked(): void {
    if (this.#popup.isOpen) this.#popup.close();
    else void this.show();
  }

  #choose({ id }: MenuItem): void {
    this.#popup.close();
    this.shadowRoot?.querySelector<HTMLElement>('.dots')?.focus();
    this.dispatchEvent(new CustomEvent('menu-choose', { detail: id, bubbles: true, composed: true }));
  }

  readonly #key = (event: KeyboardEvent) => {
    const to = moves.get(event.code);
    if (event.code === 'Tab') this.#popup.close();
    if (to === undefined) return;
    event.preventDefault();
    this.#move(to);
  };

  #move(to: Move): void {
    const all = [...(this.shadowRoot?.querySelectorAll<HTMLElement>('[role=menuitem]') ?? [])];
    const now = all.indexOf(this.shadowRoot?.activeElement as HTMLElement);
    const next = to === 'first' ? 0 : to === 'last' ? all.length - 1 : (now + to + all.length) % all.length;
    all[next]?.focus();
  }
}

customElements.define('ioc-frame-menu', IocFrameMenu);
declare global {
  interface HTMLElementTagNameMap {
    'ioc-frame-menu': IocFrameMenu;
  }
  interface HTMLElementEventMap {
    'menu-choose': CustomEvent<string>;
  }
}
