import type { CatalogPage } from '@haidang/sdk';
import { asOfText, type Connection, formatDuration, formatTime } from '@haidang/sdk/client';
import { html, nothing, type TemplateResult } from 'lit';
import { icon } from '../icons/icon.ts';
import type { PageStatus } from '../page/page-status.ts';
import { type ShellAction, shortcuts } from './keys.ts';
import { say } from './texts.ts';

/** A machine whose clock is off by more than this is told so, in milliseconds. */
const tolerated = 60_000;
const shown: readonly ShellAction[] = ['next-region', 'time', 'source', 'shortcuts'];

/** What the foot of the shell says. */
export interface FooterOf {
  readonly page: CatalogPage | undefined;
  readonly status: PageStatus;
  readonly connection: Connection;
  readonly now: number;
  readonly locale: string;
}

/** Level, oldest data, connection, shortcuts as keys; a boxed note where figures are illustrative, and only there. */
export function footer({ page, status, connection, now, locale }: FooterOf): TemplateResult {
  return html`
    ${page ? html`<span class="fixed">${icon('layers', 14)}${say('level', locale, { n: page.level, name: say(`level.${page.level}`, locale) })}</span>` : nothing}
    ${oldest(status, now, locale)}
    <span class="fixed" role="status">${connectionIcon(connection)}${connectionWords(connection, locale)}</span>
    ${skew(connection, locale)}
    <span class="gap"></span>
    ${shortcuts.filter(({ action }) => shown.includes(action)).map(({ keys, action }) => html`<span class="fixed keys"><kbd>${keys.join(' ')}</kbd>${say(`key.${action}`, locale)}</span>`)}
    ${sampleNote(status, locale)}`;
}

/** "Số liệu cũ nhất trên trang: 30/09, Doanh thu du lịch". */
export function oldest({ oldest: found }: PageStatus, now: number, locale: string): TemplateResult | typeof nothing {
  if (!found) return nothing;
  const text = say('oldest', locale, { time: asOfText(found, now, locale), title: found.heading });
  return html`<span class="oldest" title=${text}>${icon('clock', 14)}<span>${text}</span></span>`;
}

export function sampleNote({ sample }: PageStatus, locale: string): TemplateResult | typeof nothing {
  return sample > 0 ? html`<span class="sample">${say('sample', locale)}</span>` : nothing;
}

export function connectionIcon({ state }: Connection, size = 14): TemplateResult {
  return icon(state === 'lost' ? 'wifi-off' : 'wifi', size);
}

export function connectionWords({ state, delayMs, since }: Connection, locale: string): string {
  if (state === 'connecting') return say('connection.connecting', locale);
  if (state === 'lost') return say('connection.lost', locale, { time: formatTime(since, 'minute', locale) });
  return delayMs === undefined ? say('connection.open.plain', locale) : say('connection.open', locale, { ms: Math.round(delayMs) });
}

function skew({ skewMs }: Connection, locale: string): TemplateResult | typeof nothing {
  if (Math.abs(skewMs) <= tolerated) return nothing;
  return html`<span class="oldest" role="alert">${icon('clock', 14)}<span>${say('skew', locale, { time: formatDuration(skewMs, locale) })}</span></span>`;
}
