import { describe, expect, test } from 'vitest';
import type { Report } from '../figures/reports.ts';
import { type Camera, fitted, onScreen } from '../geometry/camera.ts';
import { type Box, boxOf, isInside, overlap, toDegrees, toPlane } from '../geometry/plane.ts';
import { type LabelWish, placeLabels } from './labels.ts';
import { giveWay, ReportGroups } from './marks.ts';
import { toRims } from './rims.ts';

const type = { nameWidth: (text: string) => text.length * 7, valueWidth: (text: string) => text.length * 6, line: 16 };
const world = boxOf([toPlane([107.9, 11.1]), toPlane([108.4, 10.8])]) as Box;
const camera: Camera = fitted(world, { width: 700, height: 420 }, { left: 0, top: 0, right: 0, bottom: 0 });

const wishes: readonly LabelWish[] = Array.from({ length: 80 }, (_, index) => {
  const [x, y] = [
    world.left + (((index * 37) % 80) / 80) * (world.right - world.left),
    world.top + (((index * 53) % 80) / 80) * (world.bottom - world.top),
  ];
  return {
    key: `${index}`,
    anchor: () => [x, y],
    box: { left: x - 60, right: x + 60, top: y - 40, bottom: y + 40 },
    name: `Phường số ${index}`,
    value: '87,4 %',
    isFirst: index === 79,
  };
});

describe('names', () => {
  const obstacle: Box = { left: 500, top: 300, right: 700, bottom: 420 };
  const labels = placeLabels({ wishes, camera, type, obstacles: [obstacle] });

  test('do not stand over each other, over other things, or half outside', () => {
    expect(labels.length).toBeGreaterThan(10);
    for (const [index, { box }] of labels.entries()) {
      expect(labels.slice(index + 1).some((other) => overlap(box, other.box))).toBe(false);
      expect(overlap(box, obstacle)).toBe(false);
      expect(box.left >= 0 && box.top >= 0 && box.right <= 700 && box.bottom <= 420).toBe(true);
    }
  });

  test('the selected one is among them', () => {
    const alone = placeLabels({
      wishes: wishes.map((wish) => ({ ...wish, box: { left: 0, top: 0, right: 1e7, bottom: 1e7 } })),
      camera,
      type,
      obstacles: [],
    });
    expect(alone.some(({ key }) => key === '79')).toBe(true);
  });

  test('a unit that is much narrower than its name goes without', () => {
    const narrow = wishes.slice(0, 1).map((wish) => {
      const [x, y] = wish.anchor();
      return { ...wish, box: { left: x - 1, right: x + 1, top: y - 1, bottom: y + 1 } };
    });
    expect(placeLabels({ wishes: narrow, camera, type, obstacles: [] })).toEqual([]);
  });
});

const report = (id: string, pixel: readonly [number, number], shape: Report['shape'] = 'normal'): Report => {
  const [x, y] = pixel;
  const scale = (world.right - world.left) / 700;
  const place = [camera.middle[0] + (x - 350) * scale, camera.middle[1] + (y - 210) * scale] as const;
  return { id, key: id, position: toDegrees(place), shape, title: id, category: 'rác', place: '', standing: '' };
};

describe('reports', () => {
  test('below a name move to its edge, not farther than they must', () => {
    const name: Box = { left: 300, top: 200, right: 400, bottom: 232 };
    const marks = giveWay(
      new ReportGroups().marks([report('under', [350, 204]), report('free', [100, 100])], camera, 1),
      [name],
      camera,
      1,
    );
    const [free, under] = [marks.find(({ id }) => id === 'free'), marks.find(({ id }) => id === 'under')];
    expect(free?.offset).toEqual([0, 0]);
    const at = under && onScreen(camera, under.at);
    expect(at && isInside([at[0] + under.offset[0], at[1] + under.offset[1]], name)).toBe(false);
    expect(Math.hypot(...(under?.offset ?? [99, 99]))).toBeLessThan(12);
  });

  test('urgent ones stand alone among many', () => {
    const many = [
      ...Array.from({ length: 50 }, (_, index) => report(`r${index}`, [200 + (index % 5), 200])),
      report('urgent', [201, 200], 'critical'),
    ];
    const marks = new ReportGroups().marks(many, camera, 1);
    expect(marks.map(({ reports }) => reports.length)).toEqual([50, 1]);
    expect(marks.at(-1)?.id).toBe('urgent');
  });

  test('urgent ones do not stand on the count of a ring, nor on each other', () => {
    const many = [
      ...Array.from({ length: 50 }, (_, index) => report(`r${index}`, [200 + (index % 5), 200])),
      ...Array.from({ length: 6 }, (_, index) => report(`u${index}`, [200 + index, 201], 'critical')),
    ];
    const marks = toRims(new ReportGroups().marks(many, camera, 1), [], camera, 1);
    const placeOf = ({ at, offset }: (typeof marks)[number]) => {
      const [x, y] = onScreen(camera, at);
      return [x + offset[0], y + offset[1]] as const;
    };
    const ring = marks.find((mark) => mark.ring > 0);
    const urgent = marks.filter(({ shape }) => shape === 'critical');
    expect([ring?.reports.length, urgent.length]).toEqual([50, 6]);
    const [cx, cy] = ring ? placeOf(ring) : [0, 0];
    for (const [index, mark] of urgent.entries()) {
      const [x, y] = placeOf(mark);
      expect(Math.hypot(x - cx, y - cy)).toBeGreaterThan(ring?.ring ?? 0);
      for (const other of urgent.slice(index + 1)) {
        const [ox, oy] = placeOf(other);
        expect(Math.hypot(x - ox, y - oy)).toBeGreaterThan(9);
      }
    }
  });

  test('rings do not lie over each other, and no report is lost', () => {
    const many = Array.from({ length: 4000 }, (_, index) => report(`r${index}`, [(index * 7919) % 700, (index * 104_729) % 420]));
    const marks = new ReportGroups().marks(many, camera, 1);
    expect(marks.length).toBeLessThanOrEqual(260);
    expect(marks.reduce((sum, { reports }) => sum + reports.length, 0)).toBe(4000);
    const rings = marks.filter(({ ring }) => ring > 0);
    for (const [index, a] of rings.entries())
      for (const b of rings.slice(index + 1)) {
        const [[ax, ay], [bx, by]] = [onScreen(camera, a.at), onScreen(camera, b.at)];
        expect(Math.hypot(ax - bx, ay - by)).toBeGreaterThan(a.ring + b.ring);
      }
  });
});
