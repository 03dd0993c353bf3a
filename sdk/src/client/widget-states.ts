import { html, nothing, svg, type TemplateResult } from 'lit';
import { errorText } from '../error-texts.ts';
import { type ErrorCode, errors } from '../errors.ts';
import type { PortData } from '../widget.ts';
import { languageOf } from './label.ts';
import { failedPort, type Ports } from './port-state.ts';
import { formatMoment, formatPeriod, formatTime } from './times.ts';
import { translate } from './translate.ts';
import type { WidgetAction } from './widget-events.ts';
import { widgetTexts as texts } from './widget-texts.ts';

/** What the drawing of a state needs to know of its widget. */
interface Drawing {
  readonly locale: string;
  readonly ports: Ports;
  /** By the server's clock, in milliseconds since 1970. */
  readonly now: number;
  act(action: WidgetAction): void;
}

const icons = {
  tray: svg`<path d="M4 13 7 5h10l3 8v6H4zM4 13h4l2 3h4l2-3h4"></path>`,
  lock: svg`<path d="M5 11h14v9H5zM8 11V8a4 4 0 0 1 8 0v3"></path>`,
  cut: svg`<path d="M2 12h6M16 12h6M8 7l3 10M13 7l3 10"></path>`,
};

/** The skeleton while the first answer is on its way. */
export function loadingView({ locale, skeleton }: { locale: string; skeleton: TemplateResult | undefined }): TemplateResult {
  const bones = skeleton ?? html`<span class="bone tall short"></span><span class="bone"></span><span class="bone short"></span>`;
  return html`<div class="bones" aria-hidden="true">${bones}</div><span class="said" role="status">${say('loading', locale)}</span>`;
}

/** The data; when newer ones could not be had, greyed, with their time, the reason and the next try. One template for both, so that charts live on. */
export function dataView(data: unknown, drawing: Drawing): TemplateResult {
  const failed = failedPort(drawing.ports);
  return html`<div class="data">
    <div class=${failed ? 'figures old' : 'figures'}>${data}</div>
    ${failed ? oldNotice(failed, drawing) : nothing}
  </div>`;
}

/** There is nothing: why, and one thing to do. */
export function emptyView({ locale, ports, act, hasFilters }: Drawing & { hasFilters: boolean }): TemplateResult {
  const period = Object.values(ports).find((port) => port.result?.period)?.result?.period;
  const why = [
    hasFilters ? say('empty.filtered', locale) : '',
    period ? say('empty.period', locale, { period: formatPeriod(period, locale) }) : '',
  ];
  return stateView({
    icon: icons.tray,
    cause: say('empty', locale),
    why: why.join(' ').trim(),
    act,
    locale,
    action: hasFilters ? 'clear-filters' : 'choose-time',
  });
}

/** No query is bound. */
export function unboundView({ locale }: Pick<Drawing, 'locale'>): TemplateResult {
  return stateView({ icon: icons.tray, cause: say('unbound', locale), why: say('unbound.why', locale), locale });
}

/** Nothing could be had, and there is nothing old to show. */
export function errorView({ locale, ports, act }: Drawing): TemplateResult {
  const failed = Object.values(ports).find((port) => port.error !== undefined);
  return stateView({
    icon: icons.cut,
    cause: say('error', locale),
    why: failed ? reasonOf(failed, locale) : '',
    act,
    locale,
    action: 'retry',
  });
}

/** The reader may not see it; no figure and no grade is told. */
export function deniedView({ locale, ports }: Pick<Drawing, 'locale' | 'ports'>): TemplateResult {
  const owner = Object.values(ports).find((port) => port.trust)?.trust?.source.owner;
  return stateView({ icon: icons.lock, cause: say('denied', locale), why: owner ? say('denied.owner', locale, { owner }) : '', locale });
}

/** The widget itself failed. */
export function crashedView({ locale, again }: { locale: string; again: () => void }): TemplateResult {
  return html`<div class="state" role="status">
    ${icon(icons.cut)}
    <p class="cause">${say('crashed', locale)}</p>
    <p class="why">${say('crashed.why', locale)}</p>
    <button class="state-action" @click=${again}>${say('draw-again', locale)}</button>
  </div>`;
}

interface StateParts {
  readonly icon: TemplateResult<2>;
  readonly cause: string;
  readonly why: string;
  readonly locale: string;
  readonly action?: WidgetAction;
  readonly act?: (action: WidgetAction) => void;
}

function stateView({ icon: shape, cause, why, locale, action, act }: StateParts): TemplateResult {
  return html`<div class="state" role="status">
    ${icon(shape)}
    <p class="cause">${cause}</p>
    <p class="why">${why}</p>
    ${action && act ? html`<button class="state-action" @click=${() => act(action)}>${say(action, locale)}</button>` : nothing}
  </div>`;
}

function oldNotice(failed: PortData, { locale, now, act }: Drawing): TemplateResult {
  const at = failed.trust?.asOf ? say('old', locale, { time: formatMoment(failed.trust.asOf, now, locale) }) : '';
  return html`<p class="notice" role="status">
    <span>${[at, reasonOf(failed, locale)].filter((text) => text !== '').join(' · ')}</span>
    <button class="state-action" @click=${() => act('retry')}>${say('retry', locale)}</button>
  </p>`;
}

function reasonOf({ error }: PortData, locale: string): string {
  if (!error) return '';
  const { code, retryAt } = error;
  const text = isErrorCode(code) ? errorText(code, languageOf(locale), detailsOf(error)) : code === 'network' ? say('network', locale) : '';
  const next = retryAt === undefined ? '' : say('retry.at', locale, { time: formatTime(retryAt, 'time', locale) });
  // The code stands inside the sentence.
  return [text.replace(/\.$/, ''), `(${code})`, next && `· ${next}`].filter((part) => part !== '').join(' ');
}

function detailsOf({ details }: NonNullable<PortData['error']>): { readonly [key: string]: unknown } {
  return typeof details === 'object' && details !== null ? { ...details } : {};
}

function isErrorCode(code: string): code is ErrorCode {
  return Object.hasOwn(errors, code);
}

function icon(shape: TemplateResult<2>): TemplateResult {
  return html`<svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.75" aria-hidden="true">${shape}</svg>`;
}

function say(key: string, locale: string, values?: { readonly [name: string]: string }): string {
  return translate({ texts, key, locale, ...(values && { values }) });
}
