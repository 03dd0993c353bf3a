import { formatNumber, translate } from '@haidang/sdk/client';
import { css, html, nothing, type TemplateResult } from 'lit';
import { cssVars } from '../../../atoms/css-vars.ts';
import { statusMark } from '../../../atoms/status-shape.ts';
import type { Report } from '../figures/reports.ts';
import type { Point } from '../geometry/plane.ts';
import { mapTexts } from '../texts.ts';
import { mapIcon } from './icons.ts';

/** What is said of a mark that was pressed. */
export interface Popover {
  readonly title: string;
  readonly reports: readonly Report[];
  readonly isCluster: boolean;
  /** Pixel of the mark, and the room. */
  readonly at: Point;
  readonly room: { readonly width: number; readonly height: number };
  readonly canOpen: boolean;
  readonly locale: string;
  readonly px: number;
  readonly open: (report: Report) => void;
  readonly close: () => void;
}

/** Reports of a cluster that are told one by one. */
const most = 6;

/** Tells a report, or the first of several, beside its mark. */
export function popoverView({ title, reports, isCluster, at, room, canOpen, locale, px, open, close }: Popover): TemplateResult {
  const say = (key: string, values = {}) => translate({ texts: mapTexts, key, locale, values });
  const [x, y] = at;
  const isBelow = y < room.height / 2;
  const isRight = x < room.width / 2;
  const away = 14 * px;
  const place = {
    left: isRight ? `${Math.max(x - 20 * px, 8)}px` : 'auto',
    right: isRight ? 'auto' : `${Math.max(room.width - x - 20 * px, 8)}px`,
    top: isBelow ? `${y + away}px` : 'auto',
    bottom: isBelow ? 'auto' : `${room.height - y + away}px`,
  };
  const told = reports.slice(0, isCluster ? most : 1);
  return html`<div class="panel popover" role="dialog" aria-label=${title} ${cssVars(place)}>
    <button type="button" class="close" aria-label=${say('close')} @click=${close}>${mapIcon('x')}</button>
    ${isCluster ? html`<b>${title}</b>` : nothing}
    <ul>
      ${told.map(
        (report) => html`<li>
          ${reportView(report, isCluster)}
          ${canOpen && report.key !== undefined ? html`<button type="button" class="open" @click=${() => open(report)}>${say('open')}<span class="said"> ${report.title}</span></button>` : nothing}
        </li>`,
      )}
    </ul>
    ${reports.length > told.length ? html`<p>${say('cluster.more', { n: formatNumber(reports.length - told.length, { locale, decimals: 0 }) })}</p>` : nothing}
  </div>`;
}

function reportView({ title, category, place, standing, shape }: Report, isCluster: boolean): TemplateResult {
  const about = [category, place].filter((part) => part !== '').join(' · ');
  return html`<div class="report">
    ${isCluster ? html`<span class="title">${title}</span>` : html`<b>${title}</b>`}
    ${about === '' ? nothing : html`<p>${about}</p>`}
    ${
      standing === ''
        ? nothing
        : html`<p class="standing">${shape === 'normal' || shape === 'done' ? nothing : html`<svg viewBox="0 0 16 16" aria-hidden="true">${statusMark(shape)}</svg>`}${standing}</p>`
    }
  </div>`;
}

export const popoverStyles = css`
  .popover {
    left: var(--left);
    right: var(--right);
    top: var(--top);
    bottom: var(--bottom);
    inline-size: max-content;
    max-inline-size: min(calc(280px * var(--ioc-scale)), calc(100% - 2 * var(--ioc-s-3)));
    max-block-size: 60%;
  }
  .popover ul {
    display: flex;
    flex-direction: column;
    gap: var(--ioc-s-2);
    margin: 0;
    padding: 0;
    list-style: none;
  }
  .popover li:first-child .report {
    padding-inline-end: calc(26px * var(--ioc-scale));
  }
  .popover li {
    display: grid;
    justify-items: start;
  }
  .popover li + li {
    padding-block-start: var(--ioc-s-2);
    border-block-start: 1px solid var(--ioc-line-1);
  }
  .popover .standing {
    display: flex;
    align-items: center;
    gap: calc(5px * var(--ioc-scale));
    color: var(--ioc-text);
  }
  .popover .standing > svg {
    flex: none;
    inline-size: calc(13px * var(--ioc-scale));
    block-size: calc(13px * var(--ioc-scale));
    forced-color-adjust: none;
  }
  .popover .open {
    min-block-size: calc(28px * var(--ioc-scale));
    padding: 0;
    border: 0;
    background: none;
    color: var(--ioc-accent);
    font: inherit;
    cursor: pointer;
  }
  .popover .open:hover {
    text-decoration: underline;
  }
  @media (pointer: coarse) {
    .popover .open {
      min-block-size: 44px;
    }
  }
`;
