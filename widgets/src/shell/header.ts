import { type Client, type Connection, languageOf } from '@haidang/sdk/client';
import { html, nothing, type TemplateResult } from 'lit';
import { icon } from '../icons/icon.ts';
import './clock.ts';
import { connectionIcon, connectionWords } from './footer.ts';
import type { Look } from './look.ts';
import { mark } from './mark.ts';
import { say } from './texts.ts';

/** What the header shows and does. */
export interface HeaderOf {
  /** In big letters: the place, or the page of a domain. */
  readonly name: string;
  /** Below it: the centre, or the way to the page. */
  readonly below: string;
  readonly centreName: string;
  readonly client: Client | undefined;
  readonly connection: Connection;
  readonly look: Look;
  /** Controls of the page. */
  readonly variables: unknown;
  readonly goHome: (event: MouseEvent) => void;
}

const themeIcons = { auto: 'sun-moon', dark: 'moon', light: 'sun' } as const;

/** Mark, place, the choices of the page, look and language, and the clock of the server. */
export function header({ name, below, centreName, client, connection, look, variables, goHome }: HeaderOf): TemplateResult {
  const { locale, mode, languages } = look;
  const clock = client ? html`<ioc-clock .client=${client} .locale=${locale}></ioc-clock>` : nothing;
  const words = connectionWords(connection, locale);
  return html`
    <a class="home" href="/" aria-label=${centreName} title=${centreName} @click=${goHome}>${mark()}</a>
    <div class="name"><b title=${name}>${name}</b><small>${below}</small>${clock}</div>
    <div class="variables">${variables}</div>
    <span class="gap"></span>
    <div class="tools">
      <span class="tool phone" role="img" aria-label=${words} title=${words}>${connectionIcon(connection, 18)}</span>
      ${tool(say(`theme.${mode}`, locale), themeIcons[mode], () => look.nextTheme())}
      ${languages.length > 1 ? tool(say(languageOf(locale) === 'vi' ? 'language.en' : 'language.vi', locale), 'languages', () => look.nextLanguage()) : nothing}
    </div>
    ${clock}`;
}

function tool(words: string, name: string, act: () => void): TemplateResult {
  return html`<button class="tool" type="button" aria-label=${words} title=${words} @click=${act}>${icon(name, 18)}</button>`;
}
