import { html, type TemplateResult } from 'lit';
import type { MarkedToken, Token, Tokens } from 'marked';
import { icon } from '../../icons/icon.ts';
import { destinationOf } from './destination.ts';
import { deepest } from './limits.ts';

/** What the drawing of a text needs besides its tokens. */
export interface Drawing {
  /** Spoken after the name of a link that leaves the centre. */
  readonly outside: string;
  readonly origin: string;
}

/** Words with bold, links and code. A token that is not drawn here is shown as it is written. */
export function inline(tokens: readonly Token[], drawing: Drawing, depth = 0): readonly unknown[] {
  return tokens.map((token) => word(token as MarkedToken, drawing, depth));
}

function word(token: MarkedToken, drawing: Drawing, depth: number): unknown {
  if (depth > deepest) return token.raw;
  const within = (tokens: readonly Token[]) => inline(tokens, drawing, depth + 1);
  switch (token.type) {
    case 'text':
      return token.tokens ? within(token.tokens) : token.text;
    case 'escape':
      return token.text;
    case 'strong':
      return html`<strong>${within(token.tokens)}</strong>`;
    case 'em':
      return html`<em>${within(token.tokens)}</em>`;
    case 'del':
      return html`<del>${within(token.tokens)}</del>`;
    case 'codespan':
      return html`<code>${token.text}</code>`;
    case 'br':
      return html`<br>`;
    case 'checkbox':
      return token.checked ? '☑ ' : '☐ ';
    case 'link':
      return link(token, within(token.tokens), drawing);
    case 'image':
      return token.text;
    default:
      return token.raw;
  }
}

/** A link that leads nowhere a text may lead is shown as it is written. */
function link({ href, raw }: Tokens.Link, name: unknown, { outside, origin }: Drawing): TemplateResult | string {
  const to = destinationOf(href, origin);
  if (!to) return raw;
  if (!to.isOutside) return html`<a href=${to.href}>${name}</a>`;
  return html`<a href=${to.href} target="_blank" rel="noopener noreferrer" title=${to.href}>${name}${icon('external-link', 12)}<span class="said"> (${outside})</span></a>`;
}
