import type { Stream } from './stream.ts';

/** A small stream for tests: lamps that go out at two places, one of which changed its unit on 2025-07-01. */
export const lamps: Stream = {
  format: 1,
  seed: 'lamps',
  months: 2,
  live: { seconds: 5, faster: 100 },
  arrivals: {
    perDay: 40,
    hours: [0, 0, 0, 0, 0, 0, 1, 2, 4, 4, 3, 2, 1, 1, 2, 2, 2, 2, 1, 1, 1, 1, 0, 0],
    weekdays: [1, 1, 1, 1, 1, 1, 1],
    quiet: [{ from: '2026-02-15', to: '2026-02-21', share: 0.2 }],
  },
  office: { from: 7, to: 17, days: [1, 2, 3, 4, 5], duty: 0.3 },
  fields: {
    code: { code: 'L' },
    at: { take: 'arrival' },
    title: { take: 'text' },
    ward: { take: 'unit' },
    point: { take: 'point' },
    address: { take: 'address' },
    channel: { choose: { web: 3, phone: 1 } },
    severity: { choose: { normal: 1 } },
    first_due: { due: { by: 'severity', within: { urgent: 'PT4H', normal: 'P1D' } } },
    due: { copy: 'first_due' },
    status: 'new',
    is_public: { chance: 0.9 },
  },
  places: [
    {
      weight: 3,
      units: ['22915@2025-03-01', '22918@2025-07-01'],
      point: [108.287, 10.94],
      km: 0.5,
      names: { street: ['Huỳnh Thúc Kháng', 'Hồ Xuân Hương'] },
    },
    {
      weight: 1,
      units: ['22933@2025-07-01'],
      point: [108.151, 10.98],
      km: 0.5,
      names: { street: ['Quốc lộ 28'], market: ['chợ Phú Long'] },
      slow: 3,
    },
  ],
  subjects: [
    { weight: 3, set: { kind: 'lamp' }, texts: ['Mất đèn đường {street}, cột {10..99}'], work: { median: 10, sigma: 1 } },
    {
      weight: 1,
      months: [0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 0, 0],
      set: { kind: 'flood' },
      choose: { severity: { urgent: 1 } },
      texts: ['Ngập trước {market}'],
      work: { median: 2, sigma: 0.5 },
      lives: { refused: 0 },
    },
  ],
  byUnit: { '22918@2025-07-01': 'office-mui-ne' },
  pace: { by: 'severity', slow: { urgent: 0.5 } },
  lives: {
    done: {
      weight: 9,
      steps: [
        { set: { status: 'assigned', held_by: { choose: { unit: 1 } } }, after: { median: 0.5, sigma: 0.5 } },
        { set: { status: 'done', done: { take: 'now' } }, work: 1, office: true },
      ],
    },
    twice: {
      weight: 2,
      steps: [
        { set: { status: 'assigned', held_by: { choose: { unit: 1 } } }, after: { median: 0.5, sigma: 0.5 } },
        { set: { status: 'done', done: { take: 'now' } }, work: 0.3, office: true },
        { set: { status: 'reopened', done: null }, after: { median: 20, sigma: 0.3 } },
        { set: { status: 'done', done: { take: 'now' } }, work: 0.5, office: true },
      ],
    },
    refused: { weight: 1, steps: [{ set: { status: 'refused' }, after: { median: 1, sigma: 0.5 } }] },
  },
  extension: { of: 'due', done: 'done', share: 1, kept: 1 },
};
