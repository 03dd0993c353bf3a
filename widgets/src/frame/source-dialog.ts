import type { Explanation, PortData } from '@haidang/sdk';
import type { Ports } from '@haidang/sdk/client';
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { icon } from '../icons/icon.ts';
import { dialogStyles } from './dialog-styles.ts';
import { explanationStyles, explanationView } from './explanation-view.ts';
import type { Origin } from './origin.ts';
import { sourceFacts } from './source-facts.ts';
import { say } from './texts.ts';

/** Asks why the number of a port is what it is; nothing where nobody can tell. */
export type Explain = (port: string) => Promise<Explanation> | undefined;

/** What the panel speaks of: a frame as it stood when it was asked. */
export interface SourceOf {
  readonly heading: string;
  readonly ports: Ports;
  readonly origins: readonly Origin[];
  readonly locale: string;
  readonly explain?: Explain;
}

/** The panel "Nguồn": what a number means, how it is counted, who answers for it and how far it can be relied on. */
export class IocSourceDialog extends LitElement {
  static override properties = { of: { attribute: false }, told: { state: true } };

  static override styles = [
    dialogStyles,
    explanationStyles,
    css`
      dl { display: grid; grid-template-columns: minmax(110px, 148px) minmax(0, 1fr); gap: 6px 16px; margin: 0; }
      dl + dl { margin-top: 12px; padding-top: 12px; border-top: 1px solid var(--ioc-line-1); }
      dt { color: var(--ioc-text-3); }
      dd { margin: 0; overflow-wrap: anywhere; }
      .formula { font-family: var(--ioc-font-mono); font-size: var(--ioc-fs-1); white-space: pre-wrap; }
      p { margin: 8px 0; color: var(--ioc-text-2); }
    `,
  ];

  declare of: SourceOf;
  /** Why the numbers are what they are, by port: what came, or that it did not. */
  declare told: { readonly [port: string]: Explanation | 'failed' };

  constructor() {
    super();
    this.of = { heading: '', ports: {}, origins: [], locale: 'vi' };
    this.told = {};
  }

  override firstUpdated(): void {
    this.shadowRoot?.querySelector('dialog')?.showModal();
    for (const { port } of this.of.origins) void this.#ask(port);
  }

  override render(): TemplateResult {
    const { heading, locale } = this.of;
    return html`<dialog aria-labelledby="title" @close=${() => this.remove()} @click=${this.#clicked}>
      <header><h2 id="title">${say('source.title', locale, { title: heading })}</h2><button class="close" type="button" autofocus aria-label=${say('close', locale)} title=${say('close', locale)} @click=${this.#close}>${icon('x', 18)}</button></header>
      <div class="content">${this.#content()}</div>
    </dialog>`;
  }

  #content(): unknown {
    const { ports, locale } = this.of;
    const all = Object.entries(ports).filter(([, { state }]) => state !== 'unbound');
    if (all.length === 0) return html`<p>${say('source.none', locale)}</p>`;
    return this.#sources(all).map(([origin, { state, result, trust = result?.trust }]) => {
      const told = origin && this.told[origin.port];
      const facts = sourceFacts({ origin, trust: state === 'denied' ? undefined : trust, result, locale });
      return html`<dl>${facts.map((fact) => html`<dt>${fact.name}</dt><dd class=${fact.isFormula ? 'formula' : ''}>${fact.lines.map((line) => html`<div>${line}</div>`)}</dd>`)}</dl>
        ${told === undefined ? nothing : explanationView(told, locale)}
        ${trust ? nothing : html`<p>${say(state === 'denied' ? 'denied' : 'source.waiting', locale)}</p>`}`;
    });
  }

  async #ask(port: string): Promise<void> {
    const asked = this.of.explain?.(port);
    if (!asked) return;
    const told = await asked.catch(() => 'failed' as const);
    this.told = { ...this.told, [port]: told };
  }

  /** The curve beside a figure comes from where the figure comes from: each source is told once. */
  #sources(all: readonly (readonly [string, PortData])[]): readonly (readonly [Origin | undefined, PortData])[] {
    const told = new Set<string>();
    return all.flatMap(([port, data]) => {
      const origin = this.of.origins.find((one) => one.port === port);
      if (origin && told.has(origin.from)) return [];
      if (origin) told.add(origin.from);
      return [[origin, data] as const];
    });
  }

  readonly #close = () => this.shadowRoot?.querySelector('dialog')?.close();

  /** A press on the dimmed page, which is the dialog's own backdrop. */
  #clicked(event: Event): void {
    if (event.target === this.shadowRoot?.querySelector('dialog')) this.#close();
  }
}

/** Opens the panel over the page; the focus returns by itself to where it was. */
export function showSource(of: SourceOf): void {
  document.querySelector('ioc-source-dialog')?.remove();
  const dialog = document.createElement('ioc-source-dialog');
  dialog.of = of;
  document.body.append(dialog);
}

customElements.define('ioc-source-dialog', IocSourceDialog);
declare global {
  interface HTMLElementTagNameMap {
    'ioc-source-dialog': IocSourceDialog;
  }
}
