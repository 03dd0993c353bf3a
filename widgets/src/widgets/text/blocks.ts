import { html, nothing, type TemplateResult } from 'lit';
import type { MarkedToken, Token, Tokens } from 'marked';
import { type Drawing, inline } from './inline.ts';
import { deepest } from './limits.ts';

/** Paragraphs, headings, lists, tables. A token that is not drawn here, HTML above all, is shown as it is written. */
export function blocks(tokens: readonly Token[], drawing: Drawing, depth = 0): readonly unknown[] {
  return tokens.map((token) => block(token as MarkedToken, drawing, depth));
}

function block(token: MarkedToken, drawing: Drawing, depth: number): unknown {
  if (depth > deepest) return html`<p>${token.raw}</p>`;
  switch (token.type) {
    case 'space':
    case 'def':
      return nothing;
    case 'heading':
      return heading(token.depth, inline(token.tokens, drawing));
    case 'paragraph':
      return html`<p>${inline(token.tokens, drawing)}</p>`;
    case 'blockquote':
      return html`<blockquote>${blocks(token.tokens, drawing, depth + 1)}</blockquote>`;
    case 'list':
      return list(token, (item) => blocks(item.tokens, drawing, depth + 1));
    case 'code':
      return html`<pre>${token.text}</pre>`;
    case 'hr':
      return html`<hr>`;
    case 'table':
      return table(token, drawing);
    case 'html':
      return html`<p>${token.raw.trim()}</p>`;
    default:
      // The words of an item that stands close to the next one are no paragraph.
      return inline([token], drawing);
  }
}

/** The frame's title is a heading of the third rank. */
function heading(depth: number, words: unknown): TemplateResult {
  if (depth === 1) return html`<h4>${words}</h4>`;
  return depth === 2 ? html`<h5>${words}</h5>` : html`<h6>${words}</h6>`;
}

function list({ ordered, start, items }: Tokens.List, draw: (item: Tokens.ListItem) => unknown): TemplateResult {
  const all = items.map((item) => html`<li class=${item.task ? 'task' : nothing}>${draw(item)}</li>`);
  return ordered ? html`<ol start=${start || 1}>${all}</ol>` : html`<ul>${all}</ul>`;
}

function table({ header, rows }: Tokens.Table, drawing: Drawing): TemplateResult {
  const words = (cell: Tokens.TableCell) => inline(cell.tokens, drawing);
  return html`<table>
    <thead><tr>${header.map((cell) => html`<th scope="col" class=${cell.align ?? nothing}>${words(cell)}</th>`)}</tr></thead>
    <tbody>${rows.map((row) => html`<tr>${row.map((cell) => html`<td class=${cell.align ?? nothing}>${words(cell)}</td>`)}</tr>`)}</tbody>
  </table>`;
}
