import { IocWidget, type Ports } from '@haidang/sdk/client';
import { html, type TemplateResult } from 'lit';
import { bulletBarStyles } from '../atoms/bullet-bar.ts';
import { Freshness, freshStyles } from '../atoms/fresh.ts';
import { sparklineStyles } from '../atoms/sparkline.ts';
import { wallClock } from './chart/buckets.ts';
import { chartModel } from './chart/model.ts';
import { serverClock } from './server-clock.ts';
import { type Badge, badgeOf } from './value/badge.ts';
import { cardStyles, cardView } from './value/card.ts';
import type { ValueOptions } from './value/definition.ts';
import { readingOf } from './value/reading.ts';
import { pairView, type Row, rowStyles, tilesView } from './value/rows.ts';
import { valueTexts } from './value/texts.ts';

const figures = ['main', 'second', 'third', 'fourth'] as const;

/** One figure, or a few that belong together. Tells its frame when they are not normal by the event `ioc-badge`. */
export class CoreValue extends IocWidget<ValueOptions> {
  static override messages = valueTexts;
  static override styles = [bulletBarStyles, sparklineStyles, freshStyles, cardStyles, rowStyles];

  readonly #fresh = new Freshness();
  #badge: Badge | undefined;

  protected override renderData(ports: Ports): unknown {
    const rows = this.#rows(ports);
    const [first, ...others] = rows;
    if (!first) return html`<p class="captions">${this.text('none')}</p>`;
    if (this.options.layout === 'pair') return pairView(rows, this.#fresh);
    if (this.options.layout === 'tiles') return tilesView(rows, this.#fresh);
    const { period } = ports.main?.result ?? {};
    return cardView({ reading: first.reading, period, seconds: others, trend: this.#trend(ports) }, first.telling, this.#fresh);
  }

  protected override skeleton(): TemplateResult {
    return html`<span class="bone tall short"></span><span class="bone"></span><span class="bone short"></span>`;
  }

  protected override updated(): void {
    this.toggleAttribute('wall', this.context.size === 'wall');
    const badge = badgeOf(
      this.#rows(this.data).map(({ reading }) => reading),
      this.locale,
    );
    if (badge?.shape === this.#badge?.shape && badge?.word === this.#badge?.word) return;
    this.#badge = badge;
    this.dispatchEvent(new CustomEvent('ioc-badge', { detail: badge, bubbles: true, composed: true }));
  }

  #rows(ports: Ports): readonly Row[] {
    return figures.flatMap((port) => {
      const result = ports[port]?.result;
      const telling = { port, options: this.options, locale: this.locale };
      const reading = result && readingOf(result, telling);
      return reading ? [{ reading, telling }] : [];
    });
  }

  #trend(ports: Ports): readonly (number | undefined)[] {
    if (!ports.trend) return [];
    const setting = { options: {}, locale: this.locale, now: wallClock(serverClock(this.context)) ?? 0 };
    const model = chartModel({ main: ports.trend }, setting);
    const open = new Set(model?.points.filter((point) => point.isFuture || point.isUnfinished || point.isCut).map((point) => point.key));
    // A period that is not whole would begin or end every trend with a fall.
    return model?.series[0]?.values.filter((_, index) => !open.has(model.points[index]?.key ?? '')) ?? [];
  }
}

customElements.define('core-value', CoreValue);

declare global {
  interface HTMLElementTagNameMap {
    'core-value': CoreValue;
  }
}
