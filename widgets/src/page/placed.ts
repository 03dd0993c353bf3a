import { Directive, directive, type ElementPart, type PartInfo, PartType } from 'lit/directive.js';
import type { Place } from './flow.ts';

/** Puts an element on its cells of the grid. By the style object, because a strict CSP allows no style attributes. */
class Placed extends Directive {
  constructor(part: PartInfo) {
    super(part);
    if (part.type !== PartType.ELEMENT) throw new TypeError('placed() stands in the tag of an element');
  }

  override render(_place: Place | undefined, _isAuto: boolean): void {}

  override update({ element }: ElementPart, [place, isAuto]: [Place | undefined, boolean]): void {
    const { style } = element as HTMLElement;
    if (!place) return;
    style.setProperty('grid-column', `${place.x + 1} / span ${place.w}`);
    style.setProperty('grid-row', `${place.y + 1} / span ${place.h}`);
    if (isAuto) style.setProperty('align-self', 'start');
    else style.removeProperty('align-self');
  }
}

export const placed = directive(Placed);

/** Sets custom properties of an element, for templates under a strict CSP. */
class Properties extends Directive {
  override render(_properties: { readonly [name: `--${string}`]: string | number }): void {}

  override update({ element }: ElementPart, [properties]: [{ readonly [name: `--${string}`]: string | number }]): void {
    for (const [name, value] of Object.entries(properties)) (element as HTMLElement).style.setProperty(name, String(value));
  }
}

export const properties = directive(Properties);
