import { readFileSync } from 'node:fs';
import { utcOf } from './csv.mjs';
import { checkReports } from './reports.mjs';

/** @typedef {{ service_request_id: string, service_code: string, status: string, requested_datetime: string, updated_datetime: string | null, expected_datetime: string | null, lat: number, long: number }} Request */

const zone = 'America/Los_Angeles';

/** Service requests as a GeoReport v2 server gives them: local times without zone, and 0, 0 for a point that is not known.
 * @param {string} file */
export function checkOpen311(file) {
  /** @type {Request[]} */
  const rows = JSON.parse(readFileSync(file, 'utf8'));
  return checkReports({
    file,
    mapping: 'open311-georeport',
    rows,
    expect: ({ service_code, status, requested_datetime, updated_datetime, expected_datetime, lat, long }) => ({
      category: service_code,
      status: status.toLowerCase() === 'closed' ? 'resolved' : 'assigned',
      reportedAt: utcOf(requested_datetime, zone),
      ...(status.toLowerCase() === 'closed' && updated_datetime && { closedAt: utcOf(updated_datetime, zone) }),
      ...(expected_datetime && { dueAt: utcOf(expected_datetime, zone) }),
      ...(lat !== 0 && long !== 0 && { point: [long, lat] }),
    }),
    box: [-122.44, 37.74, -122.4, 37.79],
    // Other layout, other order of the fields, and none where there is no value.
    write: (mixed) =>
      JSON.stringify(
        mixed.map((row) =>
          Object.fromEntries(
            Object.entries(row)
              .reverse()
              .filter(([, value]) => value !== null),
          ),
        ),
        undefined,
        2,
      ),
  });
}
