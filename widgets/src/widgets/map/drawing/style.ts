import type { GeoJSONSourceSpecification, LayerSpecification, StyleSpecification } from 'maplibre-gl';
import { type Point, type Polygon, type Ring, toDegrees } from '../geometry/plane.ts';
import { depths, type Fill, type Picture, strokes } from './picture.ts';
import type { Shapes } from './shapes.ts';

type Features = Exclude<GeoJSONSourceSpecification['data'], string>;

/** Sources of the style, in the order of `sourcesOf`. */
export type SourceName = 'shore' | 'land' | 'outline' | 'units' | 'former' | 'roads';

/** What the style calls a fill: features carry it as their state. */
export function stateOf(fill: Fill | undefined): { readonly step: number; readonly isHatched: boolean } {
  return { step: typeof fill === 'number' ? fill : 0, isHatched: fill === 'hatch' };
}

/** A whole MapLibre style: nothing in it is asked for over the network. */
export function styleOf(picture: Picture): StyleSpecification {
  const data = dataOf(picture.shapes);
  const source = (name: SourceName, tolerance = 0.2): GeoJSONSourceSpecification => ({
    type: 'geojson',
    data: data[name],
    tolerance,
    buffer: 256,
  });
  return {
    version: 8,
    sources: {
      // Far from the shore its small bends do not show.
      shore: source('shore', 4),
      land: source('land'),
      outline: source('outline'),
      units: source('units'),
      former: source('former'),
      roads: source('roads'),
    },
    layers: layersOf(picture),
    transition: { duration: 0, delay: 0 },
  };
}

/** The features of each source; those of units are numbered in the order of the shapes. */
export function dataOf(shapes: Shapes): { readonly [name in SourceName]: Features } {
  const { land = [], outline, units } = shapes;
  return {
    shore: lines(shapes.shore),
    land: surfaces([land]),
    outline: surfaces([outline]),
    units: surfaces(units.map(({ polygons }) => polygons)),
    former: surfaces([shapes.former]),
    roads: lines(shapes.roads),
  };
}

function lines(all: readonly (readonly Point[])[]): Features {
  return {
    type: 'FeatureCollection',
    features: [
      { type: 'Feature', properties: {}, geometry: { type: 'MultiLineString', coordinates: all.map((line) => line.map(position)) } },
    ],
  };
}

/** Layers from the sea up. All paint is by value, so that another theme is a change of paint. */
export function layersOf({ shapes, palette, layers }: Picture): LayerSpecification[] {
  const px = palette.scale;
  const round = { 'line-join': 'round', 'line-cap': 'round' } as const;
  const shown = (isShown: boolean) => ({ visibility: isShown ? 'visible' : 'none' }) as const;
  const steps = palette.steps.flatMap((color, index) => [index + 1, color]);
  const deep = depths.toReversed().flatMap(({ away, opacity }, index): LayerSpecification[] => [
    {
      id: `depth-${index}`,
      type: 'line',
      source: 'shore',
      layout: { ...round, ...shown(shapes.land !== undefined) },
      paint: { 'line-color': palette.line1, 'line-width': (2 * away + 1) * px, 'line-opacity': opacity },
    },
    {
      id: `depth-${index}-within`,
      type: 'line',
      source: 'shore',
      layout: { ...round, ...shown(shapes.land !== undefined) },
      paint: { 'line-color': palette.sunken, 'line-width': (2 * away - 1) * px },
    },
  ]);
  const isColoured = layers.has('areas');
  return [
    { id: 'sea', type: 'background', paint: { 'background-color': shapes.land ? palette.sunken : palette.bg } },
    ...deep,
    { id: 'land', type: 'fill', source: 'land', paint: { 'fill-color': palette.bg, 'fill-antialias': true } },
    { id: 'shore', type: 'line', source: 'land', layout: round, paint: { 'line-color': palette.line1, 'line-width': strokes.land * px } },
    { id: 'outline', type: 'fill', source: 'outline', paint: { 'fill-color': palette.surface } },
    {
      id: 'units',
      type: 'fill',
      source: 'units',
      paint: {
        'fill-color': isColoured
          ? (['match', ['number', ['feature-state', 'step'], 0], ...steps, palette.surface] as unknown as string)
          : palette.surface,
        'fill-antialias': false,
      },
    },
    {
      id: 'hatch',
      type: 'fill',
      source: 'units',
      layout: shown(isColoured),
      paint: { 'fill-pattern': 'hatch', 'fill-opacity': ['case', ['boolean', ['feature-state', 'isHatched'], false], 1, 0] },
    },
    {
      id: 'former',
      type: 'line',
      source: 'former',
      layout: shown(layers.has('former')),
      paint: { 'line-color': palette.edge, 'line-width': strokes.former * px, 'line-opacity': 0.5, 'line-dasharray': [3, 2] },
    },
    { id: 'halo', type: 'line', source: 'units', layout: round, paint: { 'line-color': palette.bg, 'line-width': strokes.halo * px } },
    { id: 'edge', type: 'line', source: 'units', layout: round, paint: { 'line-color': palette.line2, 'line-width': strokes.edge * px } },
    {
      id: 'roads',
      type: 'line',
      source: 'roads',
      layout: { ...round, ...shown(layers.has('roads')) },
      paint: { 'line-color': palette.text, 'line-width': strokes.road * px, 'line-opacity': 0.34 },
    },
    ringLayer('pointed', 'isPointed', palette.text, strokes.pointed * px),
    ringLayer('chosen-halo', 'isChosen', palette.bg, strokes.chosenHalo * px),
    ringLayer('chosen', 'isChosen', palette.accent, strokes.chosen * px),
  ];
}

function ringLayer(id: string, state: string, color: string, width: number): LayerSpecification {
  return {
    id,
    type: 'line',
    source: 'units',
    layout: { 'line-join': 'round' },
    paint: { 'line-color': color, 'line-width': width, 'line-opacity': ['case', ['boolean', ['feature-state', state], false], 1, 0] },
  };
}

function surfaces(areas: readonly (readonly Polygon[])[]): Features {
  return {
    type: 'FeatureCollection',
    features: areas.map((polygons, id) => ({
      type: 'Feature',
      id,
      properties: {},
      geometry: {
        type: 'MultiPolygon',
        coordinates: polygons.map((rings) => rings.map(closed)),
      },
    })),
  };
}

const known = new WeakMap<Ring, [number, number][]>();

/** A ring in degrees; several sources hold the same ones. */
function closed(ring: Ring): [number, number][] {
  const before = known.get(ring);
  if (before) return before;
  const made = [...ring, ...ring.slice(0, 1)].map(position);
  known.set(ring, made);
  return made;
}

function position(point: Point): [number, number] {
  const [longitude, latitude] = toDegrees(point);
  return [longitude, latitude];
}
