import type { Catalog, Time } from '@haidang/sdk';
import { type Client, formatPeriod, formatViewTime, parseTime } from '@haidang/sdk/client';
import { type CSSResultGroup, css, html, nothing, type TemplateResult } from 'lit';
import { icon } from '../icons/icon.ts';
import { Control } from './control.ts';
import { controlStyles } from './control-styles.ts';
import { dayAfter, daysOf, formatDay, parseDay } from './days.ts';
import { type Bounds, boundsOf, offered, timeName } from './periods.ts';
import { say } from './texts.ts';

/** Chooses the page's period: presets in government speech, days, or words; every one with the exact bounds that the server gives it. Tells `choose` with a `Time`, or with nothing for the page's own. */
export class IocTime extends Control {
  static override properties = {
    ...Control.properties,
    time: { attribute: false },
    own: { attribute: false },
    period: { attribute: false },
    client: { attribute: false },
    catalog: { attribute: false },
    bounds: { state: true },
    said: { state: true },
    saidBounds: { state: true },
    problem: { state: true },
  };

  static override styles: CSSResultGroup = [
    controlStyles,
    css`
      .panel { width: 420px; }
      .days { display: grid; grid-template-columns: 1fr 1fr auto; gap: 8px; align-items: end; padding: 4px 12px 12px; border-top: 1px solid var(--ioc-line-1); }
      .days label { font-size: var(--ioc-fs-1); color: var(--ioc-text-3); }
      .days .note { grid-column: 1 / -1; padding: 0; }
      .days .field { min-width: 0; }
      .rule { padding: 4px 12px 8px; }
      .said .note { padding: 4px 0 0; min-height: 22px; }
      @media (max-width: 719px) { .panel { width: auto; } }
    `,
  ];

  /** Chosen, or the page's own. */
  declare time: Time | undefined;
  /** The page's own period. */
  declare own: Time | undefined;
  /** Its exact bounds as the data on the page have them. */
  declare period: Bounds | undefined;
  declare client: Client;
  declare catalog: Catalog;
  declare bounds: ReadonlyMap<string, Bounds>;
  declare said: string;
  declare saidBounds: Bounds | undefined;
  declare problem: 'said' | 'day' | 'order' | 'unreachable' | undefined;

  #asked = 0;

  constructor() {
    super();
    this.icon = 'calendar-days';
    this.bounds = new Map();
    this.said = '';
  }

  protected override opened(): void {
    this.said = '';
    this.saidBounds = undefined;
    this.problem = undefined;
    void this.#ask();
  }

  protected override get heading(): string {
    return [this.label, this.#exact && timeName(this.time, this.locale)].filter(Boolean).join(' · ');
  }

  protected override get words(): string {
    return this.#exact || timeName(this.time, this.locale);
  }

  /** Bounds as the data on the page have them. */
  get #exact(): string {
    return this.period ? formatPeriod(this.period, this.locale) : this.#plainBounds();
  }

  protected override panel(): TemplateResult {
    const { locale } = this;
    return html`
      <form class="padded said" @submit=${this.#submitSaid}>
        <input class="field moves" autocomplete="off" spellcheck="false" placeholder=${say('time.said', locale)} aria-label=${say('time.said', locale)} aria-describedby="said" .value=${this.said} @input=${this.#typed}>
        <p class="note" id="said" role="status">${this.#saidNote()}</p>
      </form>
      <div class="scroll" role="listbox" aria-label=${say('time.title', locale)}>${this.#offers().map((time) => this.#offer(time))}</div>
      ${this.#monthRule()} ${this.#days()}`;
  }

  #offers(): readonly Time[] {
    const isOffered = this.own !== undefined && offered.some((time) => isSame(time, this.own));
    return this.own === undefined || isOffered ? offered : [this.own, ...offered];
  }

  #offer(time: Time): TemplateResult {
    const isChosen = isSame(time, this.time);
    const bounds = this.bounds.get(formatViewTime(time));
    const isOwn = isSame(time, this.own);
    const name = timeName(time, this.locale) || say('time.page', this.locale);
    return html`<button class="option" type="button" role="option" aria-selected=${isChosen} title=${isOwn ? say('time.page', this.locale) : nothing} @click=${() => this.#choose(isOwn ? undefined : time)}>
      <span class="mark">${isChosen ? icon('check') : nothing}</span><span class="text">${name}</span><span class="hint">${bounds ? formatPeriod(bounds, this.locale) : nothing}</span>
    </button>`;
  }

  /** Says how months are cut where it is not the calendar that does. */
  #monthRule(): TemplateResult | typeof nothing {
    const [, day, time] = /^(\d+)T(.+)$/.exec(this.catalog.ioc.month ?? '') ?? [];
    if (day === undefined || time === undefined) return nothing;
    return html`<p class="note rule">${say('time.month.rule', this.locale, { day: Number(day), time })}</p>`;
  }

  #days(): TemplateResult {
    const { locale, problem } = this;
    const { first, last } = this.period ? daysOf(this.period) : { first: '', last: '' };
    const day = (text: string, value: string) =>
      html`<label>${text}<input class="field" required inputmode="numeric" autocomplete="off" placeholder=${say('time.day', locale)} .value=${formatDay(value)}></label>`;
    return html`<form class="days" novalidate @submit=${this.#submitDays}>
      ${day(say('time.from', locale), first)} ${day(say('time.to', locale), last)}
      <button class="apply" type="submit">${say('time.apply', locale)}</button>
      ${problem === 'day' || problem === 'order' ? html`<p class="note" role="alert">${say(`time.${problem}.wrong`, locale)}</p>` : nothing}
    </form>`;
  }

  #plainBounds(): string {
    const { time } = this;
    return typeof time === 'object' && 'from' in time ? formatPeriod(time, this.locale) : '';
  }

  #saidNote(): string {
    const { locale } = this;
    if (this.problem === 'said') return say('time.said.wrong', locale, { text: this.said });
    if (this.problem === 'unreachable') return say('time.unreachable', locale);
    return this.saidBounds ? formatPeriod(this.saidBounds, locale) : say('time.said.hint', locale);
  }

  async #ask(): Promise<void> {
    const times = this.#offers();
    try {
      const found = await boundsOf(this.client, this.catalog, times);
      this.bounds = new Map(times.flatMap((time, index) => (found[index] ? [[formatViewTime(time), found[index]] as const] : [])));
    } catch {
      this.problem = 'unreachable';
    }
  }

  #typed(event: InputEvent): void {
    this.said = (event.target as HTMLInputElement).value;
    this.saidBounds = undefined;
    this.problem = undefined;
    this.#asked += 1;
    const asked = this.#asked;
    setTimeout(() => {
      if (asked === this.#asked && this.said.trim() !== '') void this.#understand();
    }, 250);
  }

  /** Asks what the words mean; only the newest question counts. */
  async #understand(): Promise<Time | undefined> {
    const text = this.said.trim();
    const time = parseTime(text) ?? { said: text };
    try {
      const [found] = await boundsOf(this.client, this.catalog, [time]);
      if (text !== this.said.trim()) return undefined;
      this.saidBounds = found;
      this.problem = found ? undefined : 'said';
      return found ? time : undefined;
    } catch {
      this.problem = 'unreachable';
      return undefined;
    }
  }

  async #submitSaid(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    if (this.said.trim() === '') return;
    const time = await this.#understand();
    if (time !== undefined) this.#choose(time);
  }

  #submitDays(event: SubmitEvent): void {
    event.preventDefault();
    const [first, last] = [...(this.shadowRoot?.querySelectorAll<HTMLInputElement>('.days input') ?? [])].map(({ value }) =>
      parseDay(value),
    );
    if (first === undefined || last === undefined) this.problem = 'day';
    else if (first > last) this.problem = 'order';
    else this.#choose({ from: first, to: dayAfter(last) });
  }

  #choose(time: Time | undefined): void {
    this.done();
    this.dispatchEvent(new CustomEvent('choose', { detail: time }));
  }
}

function isSame(a: Time | undefined, b: Time | undefined): boolean {
  return a === b || (a !== undefined && b !== undefined && formatViewTime(a) === formatViewTime(b));
}

customElements.define('ioc-time', IocTime);
declare global {
  interface HTMLElementTagNameMap {
    'ioc-time': IocTime;
  }
}
