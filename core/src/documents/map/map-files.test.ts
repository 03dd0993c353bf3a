import { mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { mapProblems } from './faults.ts';
import { readMapFiles } from './map-files.ts';

const units = new Set(['1@2025-07-01', '2@2025-07-01']);
const square = [
  [108, 11],
  [109, 11],
  [109, 12],
  [108, 12],
  [108, 11],
];
const polygon = { type: 'Polygon', coordinates: [square] };
const collection = (geometries: readonly unknown[], more: object = { source: 'tự vẽ' }) => ({
  type: 'FeatureCollection',
  ...more,
  features: geometries.map((geometry) => ({ type: 'Feature', properties: {}, geometry })),
});
const unitFile = (...features: readonly (readonly [unit: unknown, geometry: unknown])[]) => ({
  type: 'FeatureCollection',
  source: 'Sở Nông nghiệp và Môi trường',
  features: features.map(([unit, geometry]) => ({ type: 'Feature', properties: { unit }, geometry })),
});

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'haidang-map-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(name: string, content: unknown): void {
  mkdirSync(join(folder, 'map'), { recursive: true });
  writeFileSync(join(folder, 'map', name), typeof content === 'string' ? content : JSON.stringify(content));
}

const read = () => readMapFiles(folder, units);
const faultsOf = async (content: unknown, name = 'outline.geojson') => {
  write(name, content);
  return (await read()).faults.map(({ path, code }) => `${path} ${code}`.trim());
};

describe('shapes', () => {
  test('a locality without a map has none, and nothing is wrong', async () => {
    expect(await read()).toMatchObject({ sources: [], faults: [] });
  });

  test('all four files are read, each source once', async () => {
    write('units.geojson', unitFile(['1@2025-07-01', polygon]));
    write('outline.geojson', collection([polygon]));
    write('land.geojson', collection([polygon, { type: 'MultiPolygon', coordinates: [[square], [square]] }]));
    write('roads.geojson', collection([{ type: 'LineString', coordinates: square }], { source: { vi: 'tự vẽ', en: 'own drawing' } }));
    const { boundaries, outline, land, roads, sources, faults } = await read();
    expect(faults).toEqual([]);
    expect([...boundaries.keys()]).toEqual(['1@2025-07-01']);
    expect(outline).toEqual(polygon);
    expect(land).toMatchObject({ type: 'MultiPolygon', coordinates: { length: 3 } });
    expect(roads).toEqual({ type: 'MultiLineString', coordinates: [square] });
    expect(sources).toEqual([{ vi: 'Sở Nông nghiệp và Môi trường' }, { vi: 'tự vẽ' }, { vi: 'tự vẽ', en: 'own drawing' }]);
  });

  test('rings are closed, outer ones run counterclockwise and holes clockwise', async () => {
    const open = square.slice(0, -1);
    const hole = [
      [108.4, 11.4],
      [108.6, 11.4],
      [108.6, 11.6],
    ];
    write('outline.geojson', collection([{ type: 'Polygon', coordinates: [[...open].reverse(), hole] }]));
    const { outline } = await read();
    expect(outline?.coordinates).toEqual([
      square,
      [
        [108.6, 11.6],
        [108.6, 11.4],
        [108.4, 11.4],
        [108.6, 11.6],
      ],
    ]);
  });

  test('positions keep six decimals and no height; neighbours that are the same fall together', async () => {
    const line = [
      [108.12345678, 11, 5],
      [108.12345679, 11],
      [109, 12],
    ];
    write('roads.geojson', collection([{ type: 'LineString', coordinates: line }]));
    expect((await read()).roads?.coordinates).toEqual([
      [
        [108.123457, 11],
        [109, 12],
      ],
    ]);
  });

  test('other shapes have another hash', async () => {
    write('outline.geojson', collection([polygon]));
    const before = await read();
    expect((await read()).hash).toBe(before.hash);
    write('outline.geojson', collection([{ type: 'Polygon', coordinates: [square.slice(1)] }]));
    expect((await read()).hash).not.toBe(before.hash);
  });
});

describe('what is wrong with a file', () => {
  test.each([
    ['no JSON', '{ "type": ', 'not-json'],
    ['a bare geometry', polygon, 'not-collection'],
    ['no source', collection([polygon], {}), '/source source-missing'],
    ['an empty source', collection([polygon], { source: ' ' }), '/source source-missing'],
    ['a source without Vietnamese', collection([polygon], { source: { en: 'x' } }), '/source source-missing'],
    ['nothing in it', collection([]), '/features empty'],
    [
      'another system',
      collection([polygon], { source: 'x', crs: { properties: { name: 'urn:ogc:def:crs:EPSG::9210' } } }),
      '/crs wrong-crs',
    ],
    ['a line for an area', collection([{ type: 'LineString', coordinates: square }]), '/features/0/geometry wrong-geometry'],
    ['no geometry', collection([polygon, null]), '/features/1/geometry wrong-geometry'],
    ['no coordinates', collection([{ type: 'Polygon' }]), '/features/0/geometry/coordinates not-position'],
    [
      'text for a number',
      collection([{ type: 'Polygon', coordinates: [[['108', 11]]] }]),
      '/features/0/geometry/coordinates/0/0 not-position',
    ],
    ['latitude first', collection([{ type: 'Polygon', coordinates: [[[11, 108]]] }]), '/features/0/geometry/coordinates/0/0 swapped'],
    [
      'metres',
      collection([{ type: 'Polygon', coordinates: [[[452_000, 1_208_000]]] }]),
      '/features/0/geometry/coordinates/0/0 not-degrees',
    ],
    [
      'two positions',
      collection([{ type: 'Polygon', coordinates: [square.slice(0, 2)] }]),
      '/features/0/geometry/coordinates/0 ring-short',
    ],
  ])('%s', async (_name, content, fault) => {
    expect(await faultsOf(content)).toEqual([fault]);
    expect((await read()).outline).toBeUndefined();
  });

  test('a system that is WGS 84 under another name is not', async () => {
    for (const name of ['urn:ogc:def:crs:OGC:1.3:CRS84', 'EPSG:4326', 'urn:ogc:def:crs:EPSG::4326'])
      expect(await faultsOf(collection([polygon], { source: 'x', crs: { type: 'name', properties: { name } } }))).toEqual([]);
  });

  test('a line of one position', async () => {
    expect(await faultsOf(collection([{ type: 'LineString', coordinates: [[108, 11]] }]), 'roads.geojson')).toEqual([
      '/features/0/geometry/coordinates line-short',
    ]);
  });

  test('more than 20 MB', async () => {
    write('land.geojson', '');
    truncateSync(join(folder, 'map', 'land.geojson'), 20 * 1024 * 1024 + 1);
    expect((await read()).faults).toEqual([{ file: 'land.geojson', path: '', code: 'too-large', details: { size: 21, limit: 20 } }]);
  });

  test('a folder in place of a file, a file in place of the folder, a name that nobody reads', async () => {
    mkdirSync(join(folder, 'map', 'land.geojson'), { recursive: true });
    write('ranh-gioi.geojson', collection([polygon]));
    expect((await read()).faults.map(({ file, code }) => [file, code])).toEqual([
      ['ranh-gioi.geojson', 'unknown-file'],
      ['land.geojson', 'unread'],
    ]);
    rmSync(join(folder, 'map'), { recursive: true });
    writeFileSync(join(folder, 'map'), '');
    expect((await read()).faults.map(({ code }) => code)).toEqual(['unread']);
  });

  test('a wrong boundary is left out, the others stay', async () => {
    const faults = await faultsOf(
      unitFile(
        ['1@2025-07-01', polygon],
        ['9@2025-07-01', polygon],
        ['1', polygon],
        [undefined, polygon],
        ['1@2025-07-01', polygon],
        ['2@2025-07-01', { type: 'Point', coordinates: [108, 11] }],
      ),
      'units.geojson',
    );
    expect(faults).toEqual([
      '/features/1/properties/unit unknown-unit',
      '/features/2/properties/unit unknown-unit',
      '/features/3/properties/unit unit-missing',
      '/features/4/properties/unit doubled',
      '/features/5/geometry wrong-geometry',
    ]);
    expect([...(await read()).boundaries.keys()]).toEqual(['1@2025-07-01']);
  });

  test('a file full of faults tells twenty, and how many more; its source is not named', async () => {
    write('units.geojson', unitFile(...Array.from({ length: 50 }, (_, index) => [`x${index}`, polygon] as const)));
    const { faults, sources } = await read();
    expect([faults.length, faults.at(-1)?.code, faults.at(-1)?.details]).toEqual([21, 'more', { n: 30 }]);
    expect(sources).toEqual([]);
  });

  test('anything at any place of a file: never an exception, and every shape that is given is whole', async () => {
    const valid = JSON.parse(JSON.stringify(collection([polygon, { type: 'MultiPolygon', coordinates: [[square]] }])));
    let tried = 0;
    for (const wrong of [null, 1, 'x', [], {}, [[]], [[[null]]], -0.5, true]) {
      for (const document of spoilt(valid, wrong)) {
        write('outline.geojson', document);
        const { outline, faults } = await read();
        expect(outline === undefined, JSON.stringify(document)).toBe(faults.length > 0);
        const rings = outline ? (outline.type === 'Polygon' ? outline.coordinates : outline.coordinates.flat()) : [];
        for (const ring of rings) {
          expect(ring.length).toBeGreaterThanOrEqual(4);
          expect(ring.at(-1)).toEqual(ring[0]);
          expect(ring.flat().every(Number.isFinite)).toBe(true);
        }
        tried += 1;
      }
    }
    expect(tried).toBeGreaterThan(300);
  });

  test('problems name the file, the place and what to do, in both languages', async () => {
    write('units.geojson', unitFile(['9@2025-07-01', polygon]));
    const { faults } = await read();
    const since = '2026-11-20T00:00:00Z';
    expect(mapProblems(faults, since, 'vi')).toEqual([
      {
        of: 'map:units',
        code: 'map-invalid',
        message: '/features/0/properties/unit: units.csv không có đơn vị "9@2025-07-01"',
        since,
        fix: 'map/units.geojson: ghi mã@phiên bản như trong units.csv',
      },
    ]);
    expect(mapProblems(faults, since, 'en')[0]?.message).toBe('/features/0/properties/unit: units.csv has no unit "9@2025-07-01"');
  });
});

/** A document once for each of its places, with something else there. */
function* spoilt(document: unknown, wrong: unknown): Generator<unknown> {
  yield wrong;
  if (typeof document !== 'object' || document === null) return;
  for (const [name, value] of Object.entries(document))
    for (const inner of spoilt(value, wrong))
      yield Array.isArray(document) ? document.with(Number(name), inner) : { ...document, [name]: inner };
}
