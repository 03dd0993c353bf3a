import { emitWidgetEvent } from '@haidang/sdk/client';
import type { UnitFigure } from './figures/units.ts';
import type { MapHost } from './map-host.ts';
import type { Sheet } from './sheet.ts';

/** The units that are selected, pointed at, and reached in the list. */
export class Selection {
  readonly #host: MapHost;
  #chosen: string | undefined;
  #followed: string | undefined;
  #pointed: string | undefined;
  #reached: string | undefined;

  constructor(host: MapHost) {
    this.#host = host;
  }

  /** Key of the selected unit. */
  get chosen(): string | undefined {
    return this.#chosen;
  }

  /** Key of the unit that is pointed at, on the map or in the list. */
  get pointed(): string | undefined {
    return this.#pointed;
  }

  /** Key of the unit that the keyboard is at in the list. */
  get reached(): string | undefined {
    return this.#reached;
  }

  point(unit: UnitFigure | undefined): void {
    if (this.#pointed === unit?.key) return;
    this.#pointed = unit?.key;
    this.#host.requestUpdate();
  }

  reach(unit: UnitFigure): void {
    if (this.#reached === unit.key) return;
    this.#reached = unit.key;
    this.#host.requestUpdate();
  }

  /** Selects a unit; once more lets it go. */
  choose(unit: UnitFigure): void {
    const isOff = this.#chosen === unit.key;
    this.#chosen = isOff ? undefined : unit.key;
    this.#reached = unit.key;
    this.#host.requestUpdate();
    const { sheet } = this.#host;
    const port = sheet?.units.field !== undefined ? 'areas' : 'points';
    const field = sheet?.units.field ?? sheet?.reports?.unitField;
    if (field !== undefined) emitWidgetEvent(this.#host, 'select', { port, field, keys: isOff ? [] : [unit.key], label: unit.title });
  }

  /** Lets the selected unit go; false when there is none. */
  letGo(): boolean {
    const unit = this.#host.sheet?.figures.get(this.#chosen ?? '');
    if (unit) this.choose(unit);
    return unit !== undefined;
  }

  /** A unit that a variable of the page names is the selected one, as soon as the sheet knows it; when the variable lets it go, so does the map. */
  follow({ figures }: Sheet): void {
    const named = Object.values(this.#host.context.vars)
      .filter((values) => values.length === 1)
      .map(([value]) => String(value))
      .find((value) => figures.has(value));
    if (named === this.#followed) return;
    this.#followed = named;
    this.#chosen = named;
  }
}
