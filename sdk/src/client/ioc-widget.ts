import {
  type CSSResultGroup,
  type CSSResultOrNative,
  LitElement,
  nothing,
  type PropertyDeclarations,
  type PropertyValues,
  type TemplateResult,
} from 'lit';
import type { ResultField } from '../query.ts';
import type { Json, L10n } from '../schema.ts';
import type { WidgetContext, WidgetElement } from '../widget.ts';
import { type CellFormat, formatCell } from './cells.ts';
import { label } from './label.ts';
import { formatNumber, type NumberFormat } from './numbers.ts';
import { type Ports, type WidgetState, widgetState } from './port-state.ts';
import { type Texts, type TextValues, translate } from './translate.ts';
import { emitWidgetEvent, type WidgetAction, type WidgetEvents } from './widget-events.ts';
import { crashedView, dataView, deniedView, emptyView, errorView, loadingView, unboundView } from './widget-states.ts';
import { widgetStyles } from './widget-styles.ts';

/** A skeleton is drawn only when the first answer takes longer than this, in milliseconds. */
const patience = 150;

const standalone: WidgetContext = { mode: 'view', locale: 'vi', theme: 'dark', size: 'm', vars: {}, can: new Set() };

/**
 * Base class of every widget. A widget draws its data in `renderData`; loading, empty, old, failed and denied are drawn here, title, trust and time by the frame around it.
 * An exception while drawing stays inside: this widget alone shows that it failed, says `widget-error`, and draws again with the next data.
 * The attribute `state` tells what is shown. Subclasses override the protected methods below, not `render`; what needs the drawn elements belongs in `drawn`, for at the first update there may be no data yet.
 */
export abstract class IocWidget<O extends object = object> extends LitElement implements WidgetElement<O> {
  static override properties: PropertyDeclarations = {
    options: { attribute: false, hasChanged: isOther },
    heading: { attribute: false },
    data: { attribute: false, hasChanged: isOther },
    context: { attribute: false, hasChanged: isOther },
  };

  /** The widget's own messages by language, for `text`. */
  static readonly messages: Texts = { vi: {} };

  /** Whether it waits for data before it draws. A widget without ports, such as a note, says `false`: `renderData` is then called without any. */
  static readonly drawsData: boolean = true;

  static override styles: CSSResultGroup = [];

  declare options: O;
  declare heading: string;
  declare data: Ports;
  declare context: WidgetContext;

  #state: WidgetState | 'crashed' = 'unbound';
  #isBroken = false;
  #isSlow = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    super();
    this.options = {} as O;
    this.heading = '';
    this.data = {};
    this.context = standalone;
  }

  /** The base styles stand before the widget's own, which need not name them. */
  protected static override finalizeStyles(styles?: CSSResultGroup): CSSResultOrNative[] {
    return [widgetStyles, ...LitElement.finalizeStyles(styles)];
  }

  /** What is shown: the data, or why there are none. */
  get state(): WidgetState | 'crashed' {
    return this.#state;
  }

  /** Draws the data: at least one port has a result with rows, maybe an old one; none where `drawsData` is false. */
  protected abstract renderData(ports: Ports): unknown;

  /** Draws that there is nothing: why, and one thing to do. */
  protected renderEmpty(ports: Ports): unknown {
    return emptyView({ ...this.#drawing(ports), hasFilters: Object.values(this.context.vars).some((values) => values.length > 0) });
  }

  /** Shape of what will be drawn, made of elements of class `bone`, with `short` and `tall`. */
  protected skeleton(): TemplateResult | undefined {
    return undefined;
  }

  /** Whether rows that came all the same hold nothing to draw. */
  protected isEmpty(_ports: Ports): boolean {
    return false;
  }

  /** Called each time after the data were drawn; the place for charts and measurements. */
  protected drawn(_ports: Ports): void {}

  /** Shows that the widget failed, until the next data: for failures outside of drawing, such as a module that does not load. */
  protected fail(error: unknown): void {
    if (this.#isBroken) return;
    this.#isBroken = true;
    console.error(error);
    emitWidgetEvent(this, 'error', { error });
    this.requestUpdate();
  }

  /** Language tag of the reader. */
  protected get locale(): string {
    return this.context.locale;
  }

  /** One of the widget's own messages. */
  protected text(key: string, values?: TextValues): string {
    const { messages } = this.constructor as typeof IocWidget;
    return translate({ texts: messages, key, locale: this.locale, ...(values && { values }) });
  }

  /** A text of a result or option in the reader's language. */
  protected label(text: L10n): string {
    return label(text, this.locale);
  }

  /** A number as the reader writes it. */
  protected number(value: number | null | undefined, format?: NumberFormat): string {
    return formatNumber(value, { locale: this.locale, ...format });
  }

  /** A cell of a result as text. */
  protected cell(value: Json | undefined, field: ResultField, format?: CellFormat): string {
    return formatCell(value, field, { locale: this.locale, ...format });
  }

  /** Tells the page: `select`, `brush`, `open`, or an `action` that only the page can do. */
  protected emit<K extends Exclude<keyof WidgetEvents, 'error'>>(name: K, detail: WidgetEvents[K]): void {
    emitWidgetEvent(this, name, detail);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  protected override performUpdate(): void {
    try {
      super.performUpdate();
      if (this.#state === 'ready') this.drawn(this.data);
    } catch (error) {
      this.fail(error);
      // At once and past the subclass, whose other methods may fail on the same data again.
      this.update(new Map());
    }
    this.setAttribute('state', this.#state);
    this.setAttribute('aria-busy', String(this.#state === 'loading'));
  }

  protected override update(changed: PropertyValues): void {
    if (changed.has('data') || changed.has('options') || changed.has('context')) this.#isBroken = false;
    this.#state = this.#isBroken ? 'crashed' : this.#stateNow();
    this.#wait(this.#state === 'loading');
    super.update(changed);
  }

  protected override render(): unknown {
    const { data, locale } = this;
    switch (this.#state) {
      case 'ready':
        return dataView(this.renderData(data), this.#drawing(data));
      case 'loading':
        return this.#isSlow ? loadingView({ locale, skeleton: this.skeleton() }) : nothing;
      case 'empty':
        return this.renderEmpty(data);
      case 'denied':
        return deniedView({ locale, ports: data });
      case 'error':
        return errorView(this.#drawing(data));
      case 'unbound':
        return unboundView({ locale });
      case 'crashed':
        return crashedView({ locale, again: () => this.#again() });
    }
  }

  #stateNow(): WidgetState {
    const { drawsData } = this.constructor as typeof IocWidget;
    const state = drawsData ? widgetState(this.data) : 'ready';
    return state === 'ready' && this.isEmpty(this.data) ? 'empty' : state;
  }

  #drawing(ports: Ports): { locale: string; ports: Ports; now: number; act: (action: WidgetAction) => void } {
    return { locale: this.locale, ports, now: Date.now() + (this.context.skewMs ?? 0), act: (action) => this.emit('action', { action }) };
  }

  #again(): void {
    this.#isBroken = false;
    this.requestUpdate();
  }

  #wait(isLoading: boolean): void {
    if (!isLoading) {
      clearTimeout(this.#timer);
      this.#timer = undefined;
      this.#isSlow = false;
    } else if (!this.#isSlow && this.#timer === undefined) {
      this.#timer = setTimeout(() => {
        this.#timer = undefined;
        this.#isSlow = true;
        this.requestUpdate();
      }, patience);
    }
  }
}

/** Whether an object says something else than before; one that was only made anew does not. */
function isOther(now: object | undefined, before: object | undefined): boolean {
  if (!now || !before) return now !== before;
  const keys = new Set([...Object.keys(now), ...Object.keys(before)]);
  return [...keys].some((key) => !Object.is(Reflect.get(now, key), Reflect.get(before, key)));
}
