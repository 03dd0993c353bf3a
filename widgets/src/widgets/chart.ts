import { IocWidget, type Ports } from '@haidang/sdk/client';
import { css, html, type TemplateResult } from 'lit';
import { ref } from 'lit/directives/ref.js';
import { arrange } from './chart/arrange.ts';
import { bucketStart, wallClock } from './chart/buckets.ts';
import type { ChartOptions } from './chart/definition.ts';
import { keyStyles, keyView } from './chart/key.ts';
import { type ChartModel, type ChartSetting, chartModel } from './chart/model.ts';
import { Plot } from './chart/plot.ts';
import type { Point } from './chart/points.ts';
import { rankingOf } from './chart/ranking.ts';
import { rankingStyles, rankingView } from './chart/ranking-view.ts';
import { tableView, tableViewStyles } from './chart/table-view.ts';
import { chartTexts } from './chart/texts.ts';
import { pointWords, summaryWords } from './chart/words.ts';
import { Minutes } from './minutes.ts';
import { serverClock } from './server-clock.ts';

/** What a drawing was made of, to be made again only when one of it changed. */
interface Made {
  readonly from: readonly unknown[];
  readonly model: ChartModel | undefined;
  readonly hidden: number;
}

/** Names that a chart has room for unless its options say more. */
const names = { ranking: 12, bar: 12, column: 16, stacked: 16, line: 60 } as const;

/** Figures along time or over names. */
export class CoreChart extends IocWidget<ChartOptions> {
  static override properties = { showTable: { type: Boolean, attribute: 'show-table', reflect: true }, spoken: { state: true } };
  static override messages = chartTexts;
  static override styles = [
    keyStyles,
    rankingStyles,
    tableViewStyles,
    css`
      .chart {
        display: flex;
        flex-direction: column;
        block-size: 100%;
        min-block-size: calc(84px * var(--ioc-scale));
      }
      .plot {
        flex: 1 1 0;
        min-block-size: 0;
        min-inline-size: 0;
        overflow: clip;
        overflow-clip-margin: var(--ioc-s-1);
      }
      /* The library writes a font of its own into the words at the pointer. */
      .plot text {
        font-family: var(--ioc-font-ui) !important;
      }
    `,
  ];

  /** Shows the figures as a table instead of the drawing. */
  declare showTable: boolean;
  declare spoken: string;

  #made: Made | undefined;
  #at: number | undefined;
  readonly #plot = new Plot(this, (index) => this.#choose(index));

  constructor() {
    super();
    this.showTable = false;
    this.spoken = '';
    this.addController(new Minutes(() => this.requestUpdate()));
  }

  protected override renderData(ports: Ports): unknown {
    const { model, hidden } = this.#make(ports);
    if (!model) return html`<p class="note">${this.text('unfit')}</p>`;
    const setting = this.#setting();
    if (this.showTable) return tableView(model, { setting });
    if (this.#kind === 'ranking') {
      const choose = (point: Point) => this.#choose(model.points.indexOf(point));
      return rankingView(rankingOf(model, ports.cases?.result, setting), { model, setting, hidden, choose });
    }
    if (this.#plot.isLost) return tableView(model, { setting, note: this.text('noDrawing') });
    return html`<div class="chart">
      ${keyView(model, { kind: this.#kind, locale: this.locale })}
      <div
        class="plot"
        tabindex="0"
        role="application"
        aria-roledescription=${this.text('chart')}
        aria-label=${summaryWords(model, this.heading, setting)}
        @keydown=${this.#key}
        @blur=${this.#left}
        ${ref(this.#plot.mount)}
      ></div>
      <p class="said" aria-live="polite">${this.spoken}</p>
    </div>`;
  }

  protected override skeleton(): TemplateResult {
    return html`<span class="bone tall"></span><span class="bone tall"></span><span class="bone short"></span>`;
  }

  protected override drawn(): void {
    const { model } = this.#made ?? {};
    if (model && this.#kind !== 'ranking')
      this.#plot.show({ model, kind: this.#kind, setting: this.#setting(), theme: this.context.theme });
  }

  get #kind(): NonNullable<ChartOptions['kind']> {
    return this.options.kind ?? 'column';
  }

  #setting(): ChartSetting {
    return { options: this.options, locale: this.locale, now: wallClock(serverClock(this.context)) ?? 0 };
  }

  /** The page hands over a new context with every tick of its clock; the figures are arranged again only when they or the hour changed. */
  #make(ports: Ports): Made {
    const setting = this.#setting();
    const { options, locale } = setting;
    const from = [ports.main?.result, ports.second?.result, options, locale, bucketStart(setting.now, 'hour')];
    if (this.#made && from.every((part, index) => part === this.#made?.from[index])) return this.#made;
    const model = chartModel(ports, setting);
    const isRanked = this.#kind === 'ranking' || this.#kind === 'bar';
    const arranged =
      model && arrange(model, { sort: options.sort ?? (isRanked ? 'value' : 'given'), limit: options.limit ?? names[this.#kind], locale });
    this.#made = { from, model: arranged?.model, hidden: arranged?.hidden ?? 0 };
    return this.#made;
  }

  #choose(index: number): void {
    const { model } = this.#made ?? {};
    const point = model?.points[index];
    if (!model || !point || model.grain || point.isRest) return;
    this.emit('select', { port: 'main', field: model.axis.field.name, keys: [point.key], label: point.title });
  }

  readonly #key = (event: KeyboardEvent): void => {
    const { model } = this.#made ?? {};
    if (!model || event.altKey || event.ctrlKey || event.metaKey) return;
    const count = model.points.filter((point) => !point.isFuture).length;
    const at = this.#at;
    if (event.code === 'Escape') this.#left();
    else if (event.code === 'Enter' && at !== undefined) this.#choose(at);
    else if (event.code === 'ArrowRight' || event.code === 'ArrowDown') this.#go(at === undefined ? 0 : Math.min(at + 1, count - 1));
    else if (event.code === 'ArrowLeft' || event.code === 'ArrowUp') this.#go(at === undefined ? count - 1 : Math.max(at - 1, 0));
    else if (event.code === 'Home') this.#go(0);
    else if (event.code === 'End') this.#go(count - 1);
    else return;
    event.preventDefault();
  };

  readonly #left = (): void => {
    this.#at = undefined;
    this.#plot.point(undefined);
    this.spoken = '';
  };

  #go(index: number): void {
    const { model } = this.#made ?? {};
    if (!model || index < 0) return;
    this.#at = index;
    this.#plot.point(index);
    this.spoken = pointWords(model, index, this.#setting()).join(', ');
  }
}

customElements.define('core-chart', CoreChart);

declare global {
  interface HTMLElementTagNameMap {
    'core-chart': CoreChart;
  }
}
