import { fold } from '@haidang/sdk';
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { icon } from '../icons/icon.ts';
import { Control } from './control.ts';
import { say } from './texts.ts';
import type { Option } from './variable-options.ts';

/** Lists longer than this can be searched. */
const short = 8;

/** Chooses from a list: one, or several at once. Tells `choose` with the values. */
export class IocOptions extends Control {
  static override properties = {
    ...Control.properties,
    chosen: { attribute: false },
    many: { type: Boolean },
    allWords: {},
    load: { attribute: false },
    source: { attribute: false },
    options: { state: true },
    hasFailed: { state: true },
    search: { state: true },
  };

  declare chosen: readonly string[];
  declare many: boolean;
  /** What no choice means: "Toàn địa bàn". */
  declare allWords: string;
  /** Brings the list; asked again when `source` changes. */
  declare load: () => Promise<readonly Option[]>;
  declare source: string;
  declare options: readonly Option[] | undefined;
  declare hasFailed: boolean;
  declare search: string;

  constructor() {
    super();
    this.chosen = [];
    this.many = false;
    this.allWords = '';
    this.source = '';
    this.hasFailed = false;
    this.search = '';
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('source')) this.options = undefined;
    // A chosen code needs its name before anybody opens the list.
    if (changed.has('source') || changed.has('chosen')) if (this.chosen.length > 0) void this.#bring();
  }

  protected override opened(): void {
    this.search = '';
    void this.#bring();
  }

  protected override get words(): string {
    const [first] = this.chosen;
    if (first === undefined) return this.allWords;
    if (this.chosen.length > 1) return say('chosen.many', this.locale, { n: this.chosen.length });
    return this.options?.find(({ value }) => value === first)?.text ?? first;
  }

  protected override panel(): TemplateResult {
    const { options, locale } = this;
    if (this.hasFailed)
      return html`<p class="note"><button class="option" type="button" @click=${() => this.#bring()}>${say('options.failed', locale)}</button></p>`;
    if (!options) return html`<p class="note" role="status">${say('options.loading', locale)}</p>`;
    const found = this.#found(options);
    return html`
      ${options.length > short ? html`<div class="padded"><input class="field moves" type="search" autocomplete="off" spellcheck="false" placeholder=${say('search', locale)} aria-label=${say('search', locale)} .value=${this.search} @input=${this.#typed}></div>` : nothing}
      <div class="scroll" role="listbox" aria-label=${this.label} aria-multiselectable=${this.many}>
        ${this.search ? nothing : this.#option({ value: '', text: this.allWords }, this.chosen.length === 0)}
        ${groupsOf(found).map((group) => this.#group(group))}
      </div>
      ${found.length === 0 ? html`<p class="note" role="status">${say('search.none', locale)}</p>` : nothing}`;
  }

  #group({ name, options }: Group): TemplateResult {
    const all = options.map((option) => this.#option(option, this.chosen.includes(option.value)));
    return name === undefined ? html`${all}` : html`<div role="group" aria-label=${name}><h2 role="presentation">${name}</h2>${all}</div>`;
  }

  #option({ value, text, hint }: Option, isChosen: boolean): TemplateResult {
    return html`<button class="option" type="button" role="option" aria-selected=${isChosen} @click=${() => this.#choose(value)}>
      <span class="mark">${isChosen ? icon('check') : nothing}</span><span class="text">${text}</span>${hint ? html`<span class="hint">${hint}</span>` : nothing}
    </button>`;
  }

  #found(options: readonly Option[]): readonly Option[] {
    const words = fold(this.search).split(' ').filter(Boolean);
    return options.filter(({ text, hint = '' }) => words.every((word) => fold(`${text} ${hint}`).includes(word)));
  }

  #typed(event: InputEvent): void {
    this.search = (event.target as HTMLInputElement).value;
  }

  #choose(value: string): void {
    const chosen = value === '' ? [] : this.many ? toggled(this.chosen, value) : [value];
    if (!this.many || value === '') this.done();
    this.dispatchEvent(new CustomEvent('choose', { detail: chosen }));
  }

  async #bring(): Promise<void> {
    if (this.options) return;
    this.hasFailed = false;
    const { source } = this;
    try {
      const options = await this.load();
      if (this.source !== source) return;
      this.options = options;
      // The list came after the panel: whoever waits for it wants to write at once.
      if (this.popup.isOpen && !this.shadowRoot?.activeElement?.closest('.panel')) void this.enter();
    } catch {
      this.hasFailed = this.source === source;
    }
  }
}

/** Options that stand under one name, or under none. */
interface Group {
  readonly name: string | undefined;
  readonly options: readonly Option[];
}

function groupsOf(options: readonly Option[]): readonly Group[] {
  const groups: { name: string | undefined; options: Option[] }[] = [];
  for (const option of options) {
    const last = groups.at(-1);
    if (last && last.name === option.group) last.options.push(option);
    else groups.push({ name: option.group, options: [option] });
  }
  return groups;
}

function toggled(values: readonly string[], value: string): readonly string[] {
  return values.includes(value) ? values.filter((one) => one !== value) : [...values, value];
}

customElements.define('ioc-options', IocOptions);
declare global {
  interface HTMLElementTagNameMap {
    'ioc-options': IocOptions;
  }
}
