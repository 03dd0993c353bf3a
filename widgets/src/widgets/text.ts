import { IocWidget } from '@haidang/sdk/client';
import { html, nothing, type TemplateResult } from 'lit';
import { blocks } from './text/blocks.ts';
import type { TextOptions } from './text/definition.ts';
import { longest } from './text/limits.ts';
import { blocksOf } from './text/markdown.ts';
import { textStyles } from './text/styles.ts';
import { textTexts } from './text/texts.ts';

/** A note of the centre. What does not fit scrolls. */
export class CoreText extends IocWidget<TextOptions> {
  static override messages = textTexts;
  static override styles = textStyles;
  static override readonly drawsData = false;

  readonly #room = new ResizeObserver(() => this.#fit());

  override connectedCallback(): void {
    super.connectedCallback();
    this.#room.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#room.disconnect();
  }

  protected override isEmpty(): boolean {
    return this.#written.trim() === '';
  }

  protected override renderEmpty(): TemplateResult {
    return html`<p class="cut">${this.text('nothing')}</p>`;
  }

  protected override renderData(): TemplateResult {
    const { size = 'normal', align = 'start' } = this.options;
    const drawing = { outside: this.text('outside'), origin: location.origin };
    return html`<div class="text ${size} ${align}" role="group" aria-label=${this.heading || nothing}>
      ${blocks(blocksOf(this.#written), drawing)}
      ${this.#written.length > longest ? html`<p class="cut">${this.text('cut', { n: this.number(longest) })}</p>` : nothing}
    </div>`;
  }

  protected override drawn(): void {
    this.#fit();
  }

  get #written(): string {
    return this.options.text ? this.label(this.options.text) : '';
  }

  /** What scrolls is reached by Tab, and only then. */
  #fit(): void {
    const box = this.renderRoot.querySelector<HTMLElement>('.text');
    if (box && box.scrollHeight > box.clientHeight + 1) box.tabIndex = 0;
    else box?.removeAttribute('tabindex');
  }
}

customElements.define('core-text', CoreText);

declare global {
  interface HTMLElementTagNameMap {
    'core-text': CoreText;
  }
}
