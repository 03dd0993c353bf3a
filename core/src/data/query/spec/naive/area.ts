import type { Json } from '@haidang/sdk';
import { visible } from '../../oracle/naive/conditions.ts';
import type { SpecWorld } from './world.ts';

type Ring = readonly (readonly [number, number])[];

/** Whether a place lies where a real warning holds now. */
export function isWarned(place: Json, world: SpecWorld): boolean {
  const { coordinates } = (place ?? {}) as { readonly coordinates?: readonly [number, number] };
  if (!coordinates) return false;
  return visible('public-alerts/alert', world).some(({ area, cap_status, msg_type, effective, sent, expires }) => {
    const since = Number(effective ?? sent);
    if (cap_status !== 'Actual' || msg_type === 'Cancel' || !(since <= world.now && world.now < Number(expires))) return false;
    const rings = (area as { readonly coordinates?: readonly Ring[] } | undefined)?.coordinates ?? [];
    // Inside an odd number of rings: a hole takes out what lies in it.
    return rings.filter((ring) => encircles(ring, coordinates)).length % 2 === 1;
  });
}

/** Adds up the angles under which the sides are seen: a full turn from inside, none from outside. */
function encircles(ring: Ring, [x, y]: readonly [number, number]): boolean {
  let turn = 0;
  for (const [index, [bx, by]] of ring.entries()) {
    const [ax, ay] = ring[index - 1] ?? [bx, by];
    const [a, b] = [Math.atan2(ay - y, ax - x), Math.atan2(by - y, bx - x)];
    turn += ((b - a + 3 * Math.PI) % (2 * Math.PI)) - Math.PI;
  }
  return Math.abs(turn) > Math.PI;
}
