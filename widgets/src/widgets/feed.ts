import { IocWidget, type Ports } from '@haidang/sdk/client';
import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { statusMark } from '../atoms/status-shape.ts';
import type { FeedOptions } from './feed/definition.ts';
import { eventIcon } from './feed/icons.ts';
import { type Item, itemsOf } from './feed/items.ts';
import { NewOnes } from './feed/new-ones.ts';
import { feedStyles } from './feed/styles.ts';
import { feedTexts } from './feed/texts.ts';
import { Minutes } from './minutes.ts';
import { serverNow } from './server-clock.ts';

/** The newest events; what came since the last drawing slides in. */
export class CoreFeed extends IocWidget<FeedOptions> {
  static override properties = { at: { state: true } };
  static override messages = feedTexts;
  static override styles = feedStyles;

  /** Place of the item that Tab reaches; the arrows move it. */
  declare at: number;

  readonly #new = new NewOnes();

  constructor() {
    super();
    this.at = 0;
    this.addController(new Minutes(() => this.requestUpdate()));
  }

  protected override renderData(ports: Ports): unknown {
    const result = ports.main?.result;
    if (!result) return nothing;
    const { field, items } = itemsOf(result, { options: this.options, locale: this.locale, now: serverNow(this.context) });
    const fresh = this.#new.among(
      result,
      items.map(({ id }) => id),
    );
    return html`<ol class="items" aria-label=${this.text('feed', { name: this.heading, n: items.length })} @keydown=${this.#key}>
      ${repeat(
        items,
        ({ id }) => id,
        (item, place) => html`<li class=${fresh.has(item.id) ? 'new' : ''}>
          <button class="item" type="button" tabindex=${place === this.at ? 0 : -1} @focus=${() => this.#reach(place)} @click=${() => this.#open(item, field)}>${itemView(item)}</button>
        </li>`,
      )}
    </ol>`;
  }

  protected override skeleton(): TemplateResult {
    return html`${Array.from({ length: 4 }, () => html`<span class="bone tall"></span>`)}`;
  }

  #open(item: Item, field: string | undefined): void {
    if (field === undefined || item.key === undefined) return;
    const choice = { port: 'main', field, keys: [item.key], label: item.title };
    this.emit('select', choice);
    this.emit('open', choice);
  }

  #reach(place: number): void {
    this.at = place;
  }

  readonly #key = (event: KeyboardEvent): void => {
    const buttons = [...this.renderRoot.querySelectorAll<HTMLButtonElement>('.item')];
    const steps: { readonly [code: string]: number } = { ArrowDown: this.at + 1, ArrowUp: this.at - 1, Home: 0, End: buttons.length - 1 };
    const to = steps[event.code];
    if (to === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    buttons[Math.min(Math.max(to, 0), buttons.length - 1)]?.focus();
  };
}

function itemView({ title, place, time, icon, mark }: Item): TemplateResult {
  return html`${
    icon === undefined
      ? nothing
      : html`<span class="icon"><svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true"><path d=${eventIcon(icon)}></path></svg></span>`
  }
    <span class="what"><b title=${title}>${title}</b><small><span>${place}</span>${place === '' || time === '' ? time : ` · ${time}`}</small></span>
    ${mark ? html`<span class="mark">${mark.shape ? html`<svg viewBox="0 0 16 16" aria-hidden="true">${statusMark(mark.shape)}</svg>` : nothing}${mark.words}</span>` : nothing}`;
}

customElements.define('core-feed', CoreFeed);

declare global {
  interface HTMLElementTagNameMap {
    'core-feed': CoreFeed;
  }
}
