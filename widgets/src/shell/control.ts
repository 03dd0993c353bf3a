import { type CSSResultGroup, html, LitElement, nothing, type TemplateResult } from 'lit';
import { Popup } from '../frame/popup.ts';
import { icon } from '../icons/icon.ts';
import { controlStyles } from './control-styles.ts';

/** A choice of the page in the header: what it is, its present value, and a panel to change it. */
export abstract class Control extends LitElement {
  static override properties = { label: {}, icon: {}, locale: {}, isOpen: { type: Boolean, reflect: true, attribute: 'open' } };

  static override styles: CSSResultGroup = controlStyles;

  declare label: string;
  declare icon: string;
  declare locale: string;
  declare isOpen: boolean;

  protected readonly popup = new Popup(this, (isOpen) => {
    this.isOpen = isOpen;
  });

  constructor() {
    super();
    this.label = '';
    this.icon = 'tag';
    this.locale = 'vi';
    this.isOpen = false;
  }

  /** Present value in words. */
  protected abstract get words(): string;

  /** What stands above it: the name of the choice. */
  protected get heading(): string {
    return this.label;
  }

  protected abstract panel(): TemplateResult;

  /** Called when the panel is about to be drawn. */
  protected opened(): void {}

  /** Opens the panel and puts the focus on its first field. */
  async open(): Promise<void> {
    this.opened();
    this.popup.open();
    await this.enter();
  }

  /** Puts the focus on the first field of the panel, once it is drawn. */
  protected async enter(): Promise<void> {
    await this.updateComplete;
    // A finger does not want the keyboard of the phone over the list it came for.
    const first = matchMedia('(pointer: coarse)').matches ? '.panel button' : '.panel input, .panel button';
    this.shadowRoot?.querySelector<HTMLElement>(first)?.focus();
  }

  /** Closes the panel and gives the focus back to its button. */
  protected done(): void {
    this.popup.close();
    this.shadowRoot?.querySelector<HTMLElement>('.button')?.focus();
  }

  override render(): TemplateResult {
    const { heading, words } = this;
    return html`<button class="button" type="button" aria-haspopup="dialog" aria-expanded=${this.popup.isOpen} title=${`${heading}: ${words}`} @click=${this.#clicked}>
        ${icon(this.icon)}<span class="value"><small>${this.heading}</small><b>${words}</b></span>${icon('chevron-down', 14)}
      </button>
      ${this.popup.isOpen ? html`<div class="panel" role="dialog" aria-label=${this.label} @keydown=${this.#moved}>${this.panel()}</div>` : nothing}`;
  }

  #clicked(): void {
    if (this.popup.isOpen) this.popup.close();
    else void this.open();
  }

  /** Arrows go from the field to the list and along it. */
  #moved(event: KeyboardEvent): void {
    const step = event.code === 'ArrowDown' ? 1 : event.code === 'ArrowUp' ? -1 : 0;
    const active = this.shadowRoot?.activeElement;
    if (step === 0 || active?.closest('.days')) return;
    const all = [...(this.shadowRoot?.querySelectorAll<HTMLElement>('.panel .moves, .panel .option') ?? [])];
    event.preventDefault();
    all[Math.max(0, Math.min(all.length - 1, all.indexOf(active as HTMLElement) + step))]?.focus();
  }
}
