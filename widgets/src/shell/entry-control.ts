import { html, nothing, type TemplateResult } from 'lit';
import { Control } from './control.ts';
import { say } from './texts.ts';

/** A number or a text that the viewer types. Tells `choose` with the value, or with none. */
export class IocEntry extends Control {
  static override properties = {
    ...Control.properties,
    chosen: { attribute: false },
    kind: {},
    min: { attribute: false },
    max: { attribute: false },
    step: { attribute: false },
    maxLength: { attribute: false },
  };

  declare chosen: readonly string[];
  declare kind: 'number' | 'text';
  declare min: number | undefined;
  declare max: number | undefined;
  declare step: number | undefined;
  declare maxLength: number | undefined;

  constructor() {
    super();
    this.chosen = [];
    this.kind = 'text';
  }

  protected override get words(): string {
    return this.chosen[0] ?? say('none', this.locale);
  }

  protected override panel(): TemplateResult {
    return html`<form class="padded" @submit=${this.#submit}>
      <input class="field" name="value" type=${this.kind} autocomplete="off" aria-label=${this.label} .value=${this.chosen[0] ?? ''} min=${this.min ?? nothing} max=${this.max ?? nothing} step=${this.step ?? (this.kind === 'number' ? 'any' : nothing)} maxlength=${this.maxLength ?? nothing}>
    </form>
    <div class="foot"><button class="apply" type="button" @click=${() => this.#choose('')}>${say('clear', this.locale)}</button><button class="apply" type="button" @click=${() => this.shadowRoot?.querySelector('form')?.requestSubmit()}>${say('apply', this.locale)}</button></div>`;
  }

  #submit(event: SubmitEvent): void {
    event.preventDefault();
    this.#choose(this.shadowRoot?.querySelector('input')?.value.trim() ?? '');
  }

  #choose(value: string): void {
    this.done();
    this.dispatchEvent(new CustomEvent('choose', { detail: value === '' ? [] : [value] }));
  }
}

customElements.define('ioc-entry', IocEntry);
declare global {
  interface HTMLElementTagNameMap {
    'ioc-entry': IocEntry;
  }
}
