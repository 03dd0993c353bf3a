/** Pixels of a design pixel where a widget stands: 1, or more on a wall. Text of widgets is 13 design pixels. */
export function scaleAt(widget: Element): number {
  return Number.parseFloat(getComputedStyle(widget).fontSize) / 13 || 1;
}
