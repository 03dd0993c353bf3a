import { html, nothing, type TemplateResult } from 'lit';
import type { MapHost } from './map-host.ts';
import type { Room } from './room.ts';
import type { Selection } from './selection.ts';
import type { Sheet } from './sheet.ts';
import { listView } from './view/list-view.ts';

/** The list of the units: in a corner of the map, or in its place. */
export class UnitList {
  readonly #host: MapHost;
  readonly #selection: Selection;
  readonly #room: Room;
  /** As the reader wants it; until then as there is room. */
  #wanted: boolean | undefined;

  constructor(host: MapHost, { selection, room }: { readonly selection: Selection; readonly room: Room }) {
    this.#host = host;
    this.#selection = selection;
    this.#room = room;
  }

  get isOpen(): boolean {
    const { size } = this.#host.context;
    const { list = 'auto' } = this.#host.options;
    const isFit = this.#room.frame?.hasRoom === true && (size === 'l' || size === 'xl' || size === 'wall');
    return this.#wanted ?? (list === 'auto' ? isFit : list === 'open');
  }

  /** Opens or folds it; the reader goes on in the list, or at the button that opens it. */
  toggle(): void {
    this.#wanted = !this.isOpen;
    this.#host.requestUpdate();
    void this.#host.updateComplete.then(() => {
      const to = this.isOpen ? '.list tr[tabindex="0"]' : '.control.list';
      this.#host.renderRoot.querySelector<HTMLElement>(to)?.focus({ preventScroll: true });
    });
  }

  /** Over the map, where it disturbs least. */
  corner(sheet: Sheet): unknown {
    if (!this.isOpen || sheet.units.units.length === 0) return nothing;
    const { frame } = this.#room;
    const isOver = frame?.hasRoom === true;
    return html`<div class=${`corner ${isOver ? 'wide' : 'narrow'} ${frame?.corner ?? 'bottom-right'}`}>${this.#view(sheet, false)}</div>`;
  }

  /** In the place of a map. */
  alone(sheet: Sheet): unknown {
    return sheet.units.units.length > 0 ? html`<div class="alone">${this.#view(sheet, true)}</div>` : nothing;
  }

  #view(sheet: Sheet, isAlone: boolean): TemplateResult {
    const { heading, context } = this.#host;
    return listView({
      model: sheet.units,
      chosen: this.#selection.chosen,
      at: this.#selection.reached,
      heading,
      locale: context.locale,
      isAlone,
      choose: (unit) => this.#selection.choose(unit),
      point: (unit) => this.#selection.point(unit),
      reach: (unit) => this.#selection.reach(unit),
      fold: () => this.toggle(),
    });
  }
}
