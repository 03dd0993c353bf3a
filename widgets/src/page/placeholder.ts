import type { Placement } from '@haidang/sdk';
import { html, type TemplateResult } from 'lit';
import { icon } from '../icons/icon.ts';
import { say } from './page-texts.ts';

/** Why a widget is not drawn. */
export type Absence = 'missing' | 'source' | 'template' | 'newer' | 'failed';

/** What stands in a frame whose widget cannot be drawn: the cause, that nothing of it is lost, and what is kept. */
export function placeholder({
  absence,
  placement,
  installed,
  missingSource = '',
  locale,
  retry,
}: {
  absence: Absence;
  placement: Placement;
  installed: number | undefined;
  /** Plugin whose data the placement asks for and that is not there. */
  missingSource?: string | undefined;
  locale: string;
  retry: () => void;
}): TemplateResult {
  const name = placement.use;
  const title = absence === 'template' ? 'missing.template' : (`${absence}.title` as const);
  const why = absence === 'template' ? 'missing.template.why' : (`${absence}.why` as const);
  return html`<div class="placeholder" role="status">
    ${icon(absence === 'failed' ? 'unplug' : 'puzzle', 22)}
    <div>
      <p class="cause">${say(title, locale, { name: absence === 'template' ? nameOfTemplate(placement) : absence === 'source' ? missingSource : name })}</p>
      <p>${say(why, locale, { saved: placement.v, installed: installed ?? '' })}</p>
      ${absence === 'failed' ? html`<button type="button" @click=${retry}>${say('failed.retry', locale)}</button>` : kept(placement, locale)}
    </div>
  </div>`;
}

function kept(placement: Placement, locale: string): TemplateResult {
  return html`<details><summary>${say('configuration', locale)}</summary><pre tabindex="0">${JSON.stringify(placement, undefined, 2)}</pre></details>`;
}

function nameOfTemplate({ use, title }: Placement): string {
  return use === 'core/template' ? (title?.vi ?? use) : use;
}
