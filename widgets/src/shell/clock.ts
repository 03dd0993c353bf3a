import { type Client, formatTime } from '@haidang/sdk/client';
import { css, html, LitElement, type TemplateResult } from 'lit';

/** Time by the server, with seconds, weekday and date. */
export class IocClock extends LitElement {
  static override properties = { client: { attribute: false }, locale: {}, now: { state: true } };

  static override styles = css`
    :host { display: flex; align-items: center; gap: 16px; flex: none; font-variant-numeric: tabular-nums; white-space: nowrap; }
    time { font-size: var(--ioc-fs-6); font-weight: var(--ioc-fw-strong); line-height: var(--ioc-lh-digits); }
    small { display: block; font-size: var(--ioc-fs-1); line-height: var(--ioc-lh-label); color: var(--ioc-text-3); }
    small:first-child { color: var(--ioc-text); }
    @media (max-width: 719px) {
      :host { gap: 6px; font-size: var(--ioc-fs-2); line-height: var(--ioc-lh-label); color: var(--ioc-text-2); }
      :host, .date { flex-direction: row; }
      .date { display: flex; gap: 6px; }
      time, small, small:first-child { font-size: var(--ioc-fs-2); font-weight: var(--ioc-fw-regular); line-height: var(--ioc-lh-label); color: var(--ioc-text-2); }
    }
  `;

  declare client: Client;
  declare locale: string;
  declare now: number;

  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    super();
    this.locale = 'vi';
    this.now = 0;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#tick();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#timer);
  }

  override render(): TemplateResult {
    const { now, locale } = this;
    return html`<time datetime=${new Date(now).toISOString()}>${formatTime(now, 'time', locale)}</time>
      <span class="date"><small>${formatTime(now, 'weekday', locale)}</small><small>${formatTime(now, 'date', locale)}</small></span>`;
  }

  /** Turns with the second of the server, not a second after the last turn. */
  #tick(): void {
    this.now = this.client.now();
    this.#timer = setTimeout(() => this.#tick(), 1000 - (this.now % 1000));
  }
}

customElements.define('ioc-clock', IocClock);
declare global {
  interface HTMLElementTagNameMap {
    'ioc-clock': IocClock;
  }
}
