import { afterEach, describe, expect, test } from 'vitest';
import { fileText, mappingFile, newPlace, type Place } from './imports.ts';

const places: Place[] = [];
afterEach(async () => {
  for (const place of places.splice(0)) await place.remove();
});

async function placeOn(kind: 'sqlite' | 'postgres'): Promise<Place> {
  const place = await newPlace(kind);
  places.push(place);
  return place;
}

const iso = (ms: unknown) => (ms === null ? undefined : new Date(Number(ms)).toISOString());

describe.each(['sqlite', 'postgres'] as const)('the example mappings on %s', (kind) => {
  test('take in Open311 GeoReport requests: local times, offsets, absent fields, no point', async () => {
    const place = await placeOn(kind);
    const mapping = mappingFile('open311-georeport');
    const { counts, said, refused } = await place.import(fileText('georeport-requests.json'), mapping);
    expect(refused).toEqual([]);
    expect(counts).toMatchObject({ read: 5, accepted: 5, refused: 0, changed: 5 });
    expect(said).toContain('location = 0, 0, once');
    expect(said).toContain('address_text = SAN FRANCISCO , CA, once');
    expect(said).toContain('columns not used: status_notes, agency_responsible, service_notice, address_id, zipcode, media_url');
    const rows = await place.rows();
    expect(
      rows.map(({ report_code, category_code, status, ward, channel }) => [report_code, category_code, status, ward, channel]),
    ).toEqual([
      ['101', 'sf.sidewalk_cleaning', 'resolved', 'SF00@2011-01-01', 'open311'],
      ['102', 'sf.sidewalk_cleaning', 'assigned', 'SF00@2011-01-01', 'open311'],
      ['103', 'sf.sign_missing', 'assigned', 'SF00@2011-01-01', 'open311'],
      ['104', 'sf.illegal_dumping', 'resolved', 'SF00@2011-01-01', 'open311'],
      ['105', 'sf.illegal_dumping', 'assigned', 'SF00@2011-01-01', 'open311'],
    ]);
    expect(rows.map(({ reported_at }) => iso(reported_at))).toEqual([
      '2011-07-02T06:30:00.000Z',
      '2011-07-02T06:30:00.000Z',
      // An hour that comes twice: the first counts.
      '2011-11-06T08:30:00.000Z',
      '2012-01-01T00:59:59.000Z',
      '2012-01-01T01:00:00.000Z',
    ]);
    // The last change of a request is its end only when it is closed.
    expect(rows.map(({ closed_at, answered_at }) => [iso(closed_at), iso(answered_at)])).toEqual([
      ['2011-07-02T16:15:00.000Z', '2011-07-02T16:15:00.000Z'],
      [undefined, undefined],
      [undefined, undefined],
      ['2012-01-01T16:00:00.000Z', '2012-01-01T16:00:00.000Z'],
      [undefined, undefined],
    ]);
    expect(rows.map(({ due_at, original_due_at }) => [iso(due_at), iso(original_due_at)])[0]).toEqual([
      '2011-07-06T06:30:00.000Z',
      '2011-07-06T06:30:00.000Z',
    ]);
    expect(rows.map(({ location__lon, location__lat }) => [location__lon, location__lat])).toEqual([
      [-122.41581, 37.787064],
      [null, null],
      [null, null],
      [-122.4, 37.75],
      [null, null],
    ]);
    expect(rows[0]).toMatchObject({
      title: 'Sidewalk_Cleaning',
      description: 'Broken glass beside the bus stop, “all over” the pavement.',
      address_text: '1 EXAMPLE ST SAN FRANCISCO , CA',
    });
    expect(rows.slice(1, 3).map(({ address_text }) => address_text)).toEqual([null, null]);
    const again = await place.import(fileText('georeport-requests.json'), mapping);
    expect(again.counts).toMatchObject({ read: 5, changed: 0, same: 5 });
  });

  test('follow a request that is closed later', async () => {
    const place = await placeOn(kind);
    const mapping = mappingFile('open311-georeport');
    const request = {
      service_request_id: '7',
      status: 'open',
      service_name: 'Graffiti',
      service_code: '049',
      requested_datetime: '2011-07-01 08:00:00',
    };
    await place.import(JSON.stringify([request]), mapping);
    const closed = { ...request, status: 'closed', updated_datetime: '2011-07-03 08:00:00' };
    expect((await place.import(JSON.stringify([closed]), mapping)).counts).toMatchObject({ read: 1, changed: 1, same: 0 });
    const [row] = await place.rows();
    expect([row?.status, iso(row?.closed_at)]).toEqual(['resolved', '2011-07-03T15:00:00.000Z']);
  });

  test('give rows without a key one that neither a second import nor another order changes', async () => {
    const place = await placeOn(kind);
    const mapping = mappingFile('zurich-zueri-wie-neu');
    const text = fileText('zueri-wie-neu.csv');
    expect((await place.import(text, mapping)).counts).toMatchObject({ read: 6, accepted: 6, refused: 0, changed: 6 });
    const [header = '', ...lines] = text.trimEnd().split('\n');
    expect((await place.import(text, mapping)).counts).toMatchObject({ changed: 0, same: 6 });
    expect((await place.import([header, ...lines.reverse()].join('\r\n'), mapping)).counts).toMatchObject({ changed: 0, same: 6 });
    const flipped = [header, ...lines].map((line) =>
      line
        .split(',')
        .reverse()
        .map((cell) => `"${cell}"`)
        .join(';'),
    );
    expect((await place.import(flipped.join('\n'), mapping)).counts).toMatchObject({ changed: 0, same: 6 });
    const more = [header, ...lines, '2016-03-27,Grünflächen/Spielplätze,8.552222,47.382222', '2016-03-28,Graffiti,8.55,47.38'];
    expect((await place.import(more.join('\n'), mapping)).counts).toMatchObject({ read: 8, changed: 2, same: 6 });
    const rows = await place.rows();
    expect(rows).toHaveLength(8);
    expect(rows.filter(({ category_code }) => category_code === 'zurich.green_playgrounds')).toHaveLength(4);
    expect(new Set(rows.map(({ status }) => status))).toEqual(new Set(['archived']));
    // Midnight in Zürich, on both sides of summer time.
    expect(new Set(rows.map(({ reported_at }) => iso(reported_at)))).toEqual(
      new Set([
        '2015-12-31T23:00:00.000Z',
        '2016-03-26T23:00:00.000Z',
        '2016-03-27T22:00:00.000Z',
        '2016-10-29T22:00:00.000Z',
        '2020-02-28T23:00:00.000Z',
      ]),
    );
  });

  test('refuse requests with a fault one by one, with element, field, value and reason, and take in the others', async () => {
    const place = await placeOn(kind);
    const good = {
      service_request_id: '1',
      status: 'open',
      service_name: 'Graffiti',
      service_code: '049',
      requested_datetime: '2011-07-01 08:00:00',
      lat: 37.78,
      long: -122.41,
    };
    const faulty: { readonly [id: string]: object } = {
      date: { requested_datetime: '2011-02-30 08:00:00' },
      swapped: { lat: -122.41, long: 37.78 },
      far: { lat: 40.7, long: -74 },
      half: { long: null },
      service: { service_code: '999' },
      state: { status: 'pending' },
      none: { requested_datetime: null },
    };
    const requests = [
      good,
      ...Object.entries(faulty).map(([id, fault]) => ({ ...good, service_request_id: id, ...fault })),
      { ...good, service_request_id: '2' },
    ];
    const notNumbers = JSON.stringify({ ...good, service_request_id: 'nan', lat: 0, note: 'NaN: "Infinity"' }).replace(
      '"lat":0',
      '"lat":NaN',
    );
    const text = `[${requests.map((request) => JSON.stringify(request)).join(',')},${notNumbers},7]`;
    const { counts, refused } = await place.import(text, mappingFile('open311-georeport'));
    expect(counts).toMatchObject({ read: 11, accepted: 2, refused: 9 });
    expect(refused.map(({ line, element, field, value }) => [line, element, field, value])).toEqual([
      [1, 2, 'reported_at', '2011-02-30 08:00:00'],
      [1, 3, 'location', [37.78, -122.41]],
      [1, 4, 'location', [-74, 40.7]],
      [1, 5, 'location', [null, 37.78]],
      [1, 6, 'category_code', '999'],
      [1, 7, 'status', 'pending'],
      [1, 8, 'reported_at', null],
      [1, 10, 'location', [-122.41, 'NaN']],
      [1, 11, undefined, '7'],
    ]);
    expect(refused[1]?.reason).toContain('may be swapped');
    expect(refused[2]?.reason).toContain('km from its unit');
    expect((await place.rows()).map(({ report_code }) => report_code)).toEqual(['1', '2']);
  });
});

describe('files that are not what they should be', () => {
  const georeport = mappingFile('open311-georeport');
  const text = fileText('georeport-requests.json');
  const flat = JSON.stringify(JSON.parse(text));
  const cases: { readonly [name: string]: { content: string | Buffer; vi: string; en: string } } = {
    'cut off in the middle': {
      content: text.slice(0, text.indexOf('"105"')),
      vi: 'phần tử 5: tệp kết thúc',
      en: 'element 5: the file ends',
    },
    'cut off, all on one line': {
      content: flat.slice(0, -30),
      vi: 'file, dòng 1, phần tử 5: tệp kết thúc',
      en: 'file, line 1, element 5: the file ends',
    },
    'one object over several lines': {
      content: JSON.stringify(JSON.parse(text)[0], null, 2),
      vi: 'cần một mảng',
      en: 'there has to be an array',
    },
    'an array inside of an object': {
      content: `{"service_requests":${flat}}`,
      vi: 'Tệp có: service_requests.',
      en: 'The file has: service_requests.',
    },
    'the errors of a GeoReport server': {
      content: '[{"code":"404","description":"service_request_id not found"}]',
      vi: 'không có cột "service_request_id"',
      en: 'The file has: code, description.',
    },
    'the page of a server': { content: '<!DOCTYPE html>\n<html><body>503</body></html>', vi: 'đây là HTML', en: 'this is HTML' },
    'GeoReport as XML': { content: '<?xml version="1.0"?><service_requests/>', vi: 'HTML hoặc XML', en: 'HTML or XML' },
    'in Latin-1': {
      content: Buffer.from(text.replace('EXAMPLE', 'EXÄMPLE'), 'latin1'),
      vi: 'dòng 14: không phải UTF-8',
      en: 'line 14: not UTF-8',
    },
    'with a key in single quotes': {
      content: flat.replace('"status"', "'status'"),
      vi: 'phần tử 1: JSON sai',
      en: 'element 1: broken JSON',
    },
  };

  test.each(Object.entries(cases))('%s', async (_, { content, vi, en }) => {
    const place = await placeOn('sqlite');
    const error = await place.import(content, georeport).catch((cause: unknown) => cause);
    expect(error).toBeInstanceOf(Error);
    const { details } = error as { details: { reason: { vi: string; en: string } } };
    expect(details.reason.vi).toContain(vi);
    expect(details.reason.en).toContain(en);
  });

  test('a mark before the text is no fault', async () => {
    const place = await placeOn('sqlite');
    expect((await place.import(`\ufeff${text}`, georeport)).counts).toMatchObject({ read: 5, accepted: 5 });
  });
});
