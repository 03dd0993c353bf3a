import { css, html, LitElement, type TemplateResult } from 'lit';
import { dialogStyles } from '../frame/dialog-styles.ts';
import { icon } from '../icons/icon.ts';
import { shortcuts } from './keys.ts';
import { type ShellText, say } from './texts.ts';

/** Keys that the browser or a frame already answers, listed with ours. */
const others: readonly { readonly keys: readonly string[]; readonly text: ShellText }[] = [
  { keys: ['Shift', 'F10'], text: 'key.menu' },
  { keys: ['Alt', '← →'], text: 'key.history' },
  { keys: ['Esc'], text: 'key.escape' },
];

/** The list of shortcuts. */
export class IocShortcuts extends LitElement {
  static override properties = { locale: {} };

  static override styles = [
    dialogStyles,
    css`
      dialog { width: min(440px, calc(100vw - 24px)); }
      dl { display: grid; grid-template-columns: auto 1fr; gap: 8px 20px; align-items: baseline; margin: 0; }
      dd { margin: 0; }
      kbd { padding: 1px 6px; border: 1px solid var(--ioc-line-2); border-radius: var(--ioc-r-1); font: var(--ioc-fw-medium) var(--ioc-fs-1) / var(--ioc-lh-label) var(--ioc-font-ui); color: var(--ioc-text-2); white-space: nowrap; }
    `,
  ];

  declare locale: string;

  constructor() {
    super();
    this.locale = 'vi';
  }

  override firstUpdated(): void {
    this.shadowRoot?.querySelector('dialog')?.showModal();
  }

  override render(): TemplateResult {
    const { locale } = this;
    const all = [...shortcuts.map(({ keys, action }) => ({ keys, text: `key.${action}` as const })), ...others];
    return html`<dialog aria-labelledby="title" @close=${() => this.remove()}>
      <header><h2 id="title">${say('shortcuts', locale)}</h2><button class="close" type="button" autofocus aria-label=${say('close', locale)} title=${say('close', locale)} @click=${() => this.shadowRoot?.querySelector('dialog')?.close()}>${icon('x', 18)}</button></header>
      <div class="content"><dl>${all.map(({ keys, text }) => html`<dt>${keys.map((key) => html`<kbd>${key}</kbd> `)}</dt><dd>${say(text, locale)}</dd>`)}</dl></div>
    </dialog>`;
  }
}

/** Opens the list over the page, once. */
export function showShortcuts(locale: string): void {
  if (document.querySelector('ioc-shortcuts')) return;
  const dialog = document.createElement('ioc-shortcuts');
  dialog.locale = locale;
  document.body.append(dialog);
}

customElements.define('ioc-shortcuts', IocShortcuts);
declare global {
  interface HTMLElementTagNameMap {
    'ioc-shortcuts': IocShortcuts;
  }
}
