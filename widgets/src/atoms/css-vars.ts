import { nothing } from 'lit';
import { Directive, directive, type ElementPart } from 'lit/directive.js';

/** Custom properties by name without the dashes; an absent one is removed. */
export interface CssVars {
  readonly [name: string]: string | undefined;
}

class CssVarsDirective extends Directive {
  #known: CssVars = {};

  override render(_vars: CssVars): typeof nothing {
    return nothing;
  }

  override update(part: ElementPart, [vars]: [CssVars]): typeof nothing {
    if (!('style' in part.element) || !(part.element.style instanceof CSSStyleDeclaration)) return nothing;
    for (const name of Object.keys(this.#known)) if (vars[name] === undefined) part.element.style.removeProperty(`--${name}`);
    for (const [name, value] of Object.entries(vars)) {
      if (value !== undefined && value !== this.#known[name]) part.element.style.setProperty(`--${name}`, value);
    }
    this.#known = vars;
    return nothing;
  }
}

/** Sets custom properties of an element by the object model: a strict content policy forbids style attributes. */
export const cssVars = directive(CssVarsDirective);
