import type { Geography } from '@haidang/sdk';
import type { Ports } from '@haidang/sdk/client';
import { type LayerName, layerNames, type MapOptions, mostLayers } from './definition.ts';
import type { Palette } from './drawing/palette.ts';
import type { Fill, Picture } from './drawing/picture.ts';
import { type Shapes, shapesOf } from './drawing/shapes.ts';
import { formerUnits } from './figures/places.ts';
import { type Report, type Reports, reportsOf } from './figures/reports.ts';
import { type Telling, type UnitFigure, type UnitModel, unitModel } from './figures/units.ts';
import { type Box, boxOf, grown, isInside, type Point, toPlane } from './geometry/plane.ts';

/** What a map is made of: figures, shapes and reports. */
export interface Sheet {
  readonly units: UnitModel;
  readonly figures: ReadonlyMap<string, UnitFigure>;
  readonly shapes: Shapes;
  readonly reports: Reports | undefined;
  /** Reports so far away that the map does not show them. */
  readonly away: number;
  /** What the whole is. */
  readonly home: Box | undefined;
  /** Changes when the whole does. */
  readonly homeId: string;
  /** Layers that there is something for. */
  readonly offered: readonly LayerName[];
  /** There is something to draw besides the list. */
  readonly canDraw: boolean;
}

interface Given {
  readonly ports: Ports;
  readonly geography: Geography | undefined;
  readonly telling: Telling;
  /** By the server's clock, in milliseconds since 1970. */
  readonly now: number;
}

/** About the whole country with its seas: positions outside of it are mistakes. */
export const country = boxOf([toPlane([101, 24.5]), toPlane([119, 5.5])]);

/** The least that a map of points shows, on the plane: about 3 km. */
const least = 80;

/** Makes the sheet of a map; figures and shapes are worked out again only when what they come from changed. */
export class Sheets {
  #from: readonly unknown[] = [];
  #shapesFrom: readonly unknown[] = [];
  #shapes: Shapes | undefined;
  #reportsFrom: readonly unknown[] = [];
  #reports: Reports | undefined;
  #last: Sheet | undefined;

  get last(): Sheet | undefined {
    return this.#last;
  }

  sheet({ ports, geography, telling, now }: Given): Sheet {
    const { options, locale, today } = telling;
    const reports = this.#reportsOf(ports, options, locale, now);
    const from = [ports.areas?.result, ports.cases?.result, reports, geography, options, locale, today, telling.vars];
    if (this.#last && isSame(from, this.#from)) return this.#last;
    this.#from = from;
    const units = unitModel(ports, geography, telling);
    const shapes = this.#shapesOf(units, geography, telling);
    const home = shapes.home ?? homeOf(reports?.list ?? []);
    const near = home && grown(home, Math.max(home.right - home.left, home.bottom - home.top) * 1.5);
    const isAway = ({ position }: Report) => near !== undefined && !isInside(toPlane(position), near);
    const away = shapes.home ? (reports?.list ?? []).filter(isAway).length : 0;
    this.#last = {
      units,
      figures: new Map(units.units.map((unit) => [unit.key, unit])),
      shapes,
      reports,
      away,
      home,
      homeId: home ? [home.left, home.top, home.right, home.bottom].map(Math.round).join() : '',
      offered: layerNames.filter((layer) => hasLayer(layer, { units, shapes, reports })),
      canDraw: shapes.units.length > 0 || shapes.outline.length > 0 || (reports?.list.length ?? 0) > 0,
    };
    return this.#last;
  }

  #reportsOf(ports: Ports, options: MapOptions, locale: string, now: number): Reports | undefined {
    const result = ports.points?.result;
    const from = [result, options, locale, Math.floor(now / 60_000)];
    if (!isSame(from, this.#reportsFrom)) {
      this.#reportsFrom = from;
      this.#reports = result && reportsOf(result, { options, locale, now });
    }
    return this.#reports;
  }

  #shapesOf({ places }: UnitModel, geography: Geography | undefined, { options, today }: Telling): Shapes {
    const former = formerUnits(geography, places, today);
    const positions = places.drawn.map(({ key, point }) => `${key} ${point?.join() ?? ''}`).join(' ');
    const from = [geography, options.shape, options.reach, positions, former.length];
    if (!this.#shapes || !isSame(from, this.#shapesFrom)) {
      this.#shapesFrom = from;
      this.#shapes = shapesOf({
        places: places.drawn,
        former,
        geography,
        isWide: options.reach === 'country',
        ...(options.shape && { shape: options.shape }),
      });
    }
    return this.#shapes;
  }
}

/** Layers that are on before a reader chose: as the options say, else the first that there is something for. */
export function layersOn({ offered }: Sheet, wanted: MapOptions['layers']): ReadonlySet<LayerName> {
  const first = wanted ? offered.filter((layer) => wanted.includes(layer)) : offered;
  return new Set(first.slice(0, mostLayers));
}

/** The picture of a sheet. */
export function pictureOf({ shapes, figures }: Sheet, look: Omit<Picture, 'shapes' | 'fills'> & { readonly palette: Palette }): Picture {
  return { ...look, shapes, fills: shapes.units.map(({ key }) => fillOf(figures.get(key))) };
}

function fillOf(figure: UnitFigure | undefined): Fill {
  if (!figure) return 'plain';
  if (figure.gap) return 'hatch';
  const { step } = figure;
  return step === 1 || step === 2 || step === 3 || step === 4 || step === 5 ? step : 'plain';
}

function hasLayer(layer: LayerName, { units, shapes, reports }: Pick<Sheet, 'units' | 'shapes' | 'reports'>): boolean {
  if (layer === 'areas') return units.measure !== undefined && shapes.units.length > 0;
  if (layer === 'points') return reports !== undefined;
  return layer === 'former' ? shapes.former.length > 0 : shapes.roads.length > 0;
}

/** The box of all reports but stray ones. */
function homeOf(reports: readonly Report[]): Box | undefined {
  const points = reports.map(({ position }) => toPlane(position)).filter((point) => country && isInside(point, country));
  const box = boxOf(points.length > 20 ? withoutStrays(points) : points);
  return box && grown(box, Math.max(least - (box.right - box.left) / 2, 4), Math.max(least - (box.bottom - box.top) / 2, 4));
}

/** The middle 98 % along both axes. */
function withoutStrays(points: readonly Point[]): readonly Point[] {
  const bounds = ([0, 1] as const).map((axis) => {
    const sorted = points.map((point) => point[axis]).toSorted((a, b) => a - b);
    const cut = Math.floor(sorted.length / 100);
    return [sorted[cut] ?? 0, sorted[sorted.length - 1 - cut] ?? 0] as const;
  });
  return points.filter((point) => bounds.every(([from, to], axis) => (point[axis] ?? 0) >= from && (point[axis] ?? 0) <= to));
}

function isSame(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((part, index) => part === b[index]);
}
