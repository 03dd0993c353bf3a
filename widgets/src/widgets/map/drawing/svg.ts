import { render, type SVGTemplateResult, svg } from 'lit';
import { type Camera, scaleOf } from '../geometry/camera.ts';
import type { Point, Polygon, Ring } from '../geometry/plane.ts';
import { depths, type Fill, hatchTile, type Picture, strokes } from './picture.ts';
import type { Shapes } from './shapes.ts';

/** Paths of the shapes, from an origin of their own: far from it single precision would move them. */
interface Paths {
  readonly origin: Point;
  readonly shore: string;
  readonly land: string;
  readonly outline: string;
  readonly units: readonly string[];
  readonly former: string;
  readonly roads: string;
}

const made = new WeakMap<Shapes, Paths>();

/** Draws the picture as SVG: at once, before WebGL is there, and wherever it is not. */
export function drawSvg(into: SVGSVGElement, picture: Picture, camera: Camera): void {
  const paths = pathsOf(picture.shapes);
  const { palette, layers, shapes, fills } = picture;
  const scale = scaleOf(camera);
  const px = palette.scale;
  const [ox, oy] = paths.origin;
  const shift = [camera.width / 2 + (ox - camera.middle[0]) * scale, camera.height / 2 + (oy - camera.middle[1]) * scale];
  const tile = (hatchTile * px) / scale;
  const line = (d: string, stroke: string, width: number, rest: { opacity?: number; dash?: string } = {}) =>
    d === ''
      ? undefined
      : svg`<path d=${d} fill="none" stroke=${stroke} stroke-width=${width * px} stroke-linejoin="round" stroke-linecap="round" opacity=${rest.opacity ?? 1} stroke-dasharray=${rest.dash ?? 'none'} vector-effect="non-scaling-stroke"></path>`;
  const edges = paths.units.join('');
  const one = (key: string | undefined) => paths.units[shapes.units.findIndex((unit) => unit.key === key)] ?? '';
  const template: SVGTemplateResult = svg`
    <defs>
      <pattern id="hatch" width=${tile} height=${tile} patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <rect width=${tile} height=${tile} fill=${palette.surface}></rect>
        <path d=${`M0 0V${tile}`} stroke=${palette.line2} stroke-width=${(strokes.hatch * 2 * px) / scale}></path>
      </pattern>
    </defs>
    <rect width="100%" height="100%" fill=${shapes.land ? palette.sunken : palette.bg}></rect>
    <g transform=${`matrix(${scale} 0 0 ${scale} ${shift.join(' ')})`}>
      ${shapes.land ? depths.toReversed().map(({ away, opacity }) => [line(paths.shore, palette.line1, 2 * away + 1, { opacity }), line(paths.shore, palette.sunken, 2 * away - 1)]) : undefined}
      <path d=${paths.land} fill=${palette.bg}></path>
      ${line(paths.land, palette.line1, strokes.land)}
      <path d=${paths.outline} fill=${palette.surface}></path>
      ${paths.units.map((d, index) => svg`<path class="unit" d=${d} fill=${fillOf(layers.has('areas') ? fills[index] : 'plain', picture)}></path>`)}
      ${layers.has('former') ? line(paths.former, palette.edge, strokes.former, { opacity: 0.5, dash: `${3 * px} ${2 * px}` }) : undefined}
      ${line(edges, palette.bg, strokes.halo)}
      ${line(edges, palette.line2, strokes.edge)}
      ${layers.has('roads') ? line(paths.roads, palette.text, strokes.road, { opacity: 0.34 }) : undefined}
      ${line(one(picture.pointed), palette.text, strokes.pointed)}
      ${line(one(picture.chosen), palette.bg, strokes.chosenHalo)}
      ${line(one(picture.chosen), palette.accent, strokes.chosen)}
    </g>`;
  render(template, into);
}

function fillOf(fill: Fill | undefined, { palette }: Picture): string {
  if (fill === 'hatch') return 'url(#hatch)';
  return typeof fill === 'number' ? (palette.steps[fill - 1] ?? palette.surface) : palette.surface;
}

function pathsOf(shapes: Shapes): Paths {
  const known = made.get(shapes);
  if (known) return known;
  const { home, land = [], outline } = shapes;
  const origin: Point = home ? [(home.left + home.right) / 2, (home.top + home.bottom) / 2] : [0, 0];
  const areas = (polygons: readonly Polygon[]) => polygons.flatMap((rings) => rings.map((ring) => `${pathOf(ring, origin)}Z`)).join('');
  const paths: Paths = {
    origin,
    shore: shapes.shore.map((line) => pathOf(line, origin)).join(''),
    land: areas(land),
    outline: areas(outline),
    units: shapes.units.map(({ polygons }) => areas(polygons)),
    former: areas(shapes.former),
    roads: shapes.roads.map((road) => pathOf(road, origin)).join(''),
  };
  made.set(shapes, paths);
  return paths;
}

function pathOf(points: Ring, [ox, oy]: Point): string {
  return points.map(([x, y], index) => `${index === 0 ? 'M' : 'L'}${(x - ox).toFixed(3)} ${(y - oy).toFixed(3)}`).join('');
}
