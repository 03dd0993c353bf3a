import { defineDataset, type Json, type Query, schema } from '@haidang/sdk';
import { expect, test } from 'vitest';
import { counted } from '../../../../tests/support/counts.ts';
import { describeDatabases } from '../../../../tests/support/databases.ts';
import { localCaller } from '../../access/caller.ts';
import type { Row } from '../cells.ts';
import { runQuery } from '../query/query.ts';
import { deleteRecord, patchRecord } from '../record.ts';
import { testContext } from '../testing.ts';
import { writeRecords } from '../write.ts';
import { formatInstant, parseInstant } from '../zone.ts';

const kind = defineDataset({
  row: schema({
    required: ['code', 'domain'],
    properties: { code: { type: 'string', format: 'code' }, domain: { type: 'string', enum: ['water', 'road'] } },
  }),
  key: ['code'],
  history: true,
});
const figure = defineDataset({
  row: schema({
    required: ['code', 'at'],
    properties: {
      code: { type: 'string', format: 'code' },
      at: { type: 'string', format: 'date-time' },
      kind: { type: 'string', 'x-ref': 'kind' },
      place: { type: 'string', enum: ['north', 'south'] },
      value: { type: 'integer' },
    },
  }),
  key: ['code'],
  time: 'at',
  history: true,
});

const hour = 3_600_000;
const worlds = counted('worlds in which as-at answers are compared with a replay', { usual: 5, full: 100 });
const asked = 8;

/** What a table held, instant by instant; the newest state stands last. */
type Log = { readonly at: number; readonly rows: ReadonlyMap<string, Row> }[];

const stateAt = (log: Log, at: number): readonly Row[] => [...(log.findLast((state) => state.at <= at)?.rows.values() ?? [])];

describeDatabases('what was known then', (open) => {
  test(`is what a replay of all writes gives, in ${worlds} worlds`, { timeout: 900_000 }, async () => {
    let seed = 20250711;
    const random = (below: number): number => {
      seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
      return Math.floor((seed / 2 ** 32) * below);
    };
    const pick = <T>(list: readonly T[]): T => list[random(list.length)] as T;
    const database = await open();
    for (let world = 0; world < worlds; world++) {
      let now = parseInstant('2026-11-02T00:00:00+07:00') ?? 0;
      const names = { figure: `w${world}/figure`, kind: `w${world}/kind` };
      const row = { ...figure.row, properties: { ...figure.row.properties, kind: { type: 'string', 'x-ref': names.kind } } };
      const context = await testContext(database, {
        datasets: { [names.kind]: kind, [names.figure]: { ...figure, row } as typeof figure },
        indicators: {
          [`w${world}/share`]: {
            formula: "100*count(figure where place = 'north' and at in period)/count(figure where at in period)",
            unit: '%',
            frequency: 'day',
          },
        },
        clock: { now: () => now },
      });
      const caller = localCaller();
      const logs: { readonly [name in keyof typeof names]: Log } = {
        figure: [{ at: 0, rows: new Map() }],
        kind: [{ at: 0, rows: new Map() }],
      };
      const note = (name: keyof typeof names, change: (rows: Map<string, Row>) => void) => {
        const last = logs[name].at(-1) ?? { at: 0, rows: new Map() };
        const rows = new Map(last.rows);
        change(rows);
        if (JSON.stringify([...rows]) !== JSON.stringify([...last.rows])) logs[name].push({ at: Math.max(now, last.at), rows });
      };
      const known = async (name: keyof typeof names, code: string) => {
        const [stored] = await database.read(`d_w${world}__${name}`).where({ code }).select('_id', '_rev');
        return stored && { dataset: names[name], id: Number(stored._id), revision: Number(stored._rev), caller };
      };

      for (let step = 0; step < 40; step++) {
        // Now and then two writes fall into one instant, or the clock is set back.
        now += pick([0, 1, hour / 2, 3 * hour, 9 * hour, 20 * hour, -hour]);
        const name = random(5) === 0 ? 'kind' : 'figure';
        const code = name === 'kind' ? pick(['k1', 'k2', 'k3']) : `f${random(7)}`;
        const given: Row =
          name === 'kind'
            ? { code, domain: pick(['water', 'road']) }
            : {
                code,
                at: formatInstant(now - random(96) * hour),
                kind: pick(['k1', 'k2', 'k3']),
                place: pick(['north', 'south']),
                value: random(5),
              };
        const one = await known(name, code);
        const deed = random(6);
        if (deed === 0 && one) {
          await deleteRecord(context, one);
          note(name, (rows) => rows.delete(code));
        } else if (deed === 1 && one && name === 'figure') {
          await patchRecord(context, { ...one, patch: { value: given.value ?? null } });
          note(name, (rows) => rows.set(code, { ...rows.get(code), value: given.value ?? null }));
        } else {
          const { refused } = await writeRecords(context, { dataset: names[name], rows: [{ line: 1, row: given }], caller });
          expect(refused).toEqual([]);
          note(name, (rows) => rows.set(code, given));
        }
      }

      now = Math.max(now, ...logs.figure.map(({ at }) => at), ...logs.kind.map(({ at }) => at)) + 1;
      const begun = parseInstant('2026-11-01T00:00:00+07:00') ?? 0;
      for (let question = 0; question < asked; question++) {
        const edges = [...logs.figure, ...logs.kind].map(({ at }) => at).filter((at) => at > 0);
        const at = random(2) === 0 ? pick(edges) - random(2) : begun + random((now - begun) / 1000) * 1000;
        const asAt = formatInstant(Math.min(at, now));
        const figures = stateAt(logs.figure, at);
        const domains = new Map(stateAt(logs.kind, at).map(({ code, domain }) => [code, domain]));
        const ask = async (query: Omit<Query, 'from' | 'asAt'>) =>
          (await runQuery(context, { query: { from: names.figure, ...query, asAt }, caller })).rows;
        const say = `world ${world}, as at ${asAt}`;

        const rows = figures.map(
          ({ code, at, kind, place, value }) => [code, at, kind, place, value, domains.get(kind ?? '') ?? null] as Json[],
        );
        rows.sort((a, b) => (String(a[0]) < String(b[0]) ? -1 : 1));
        expect(await ask({ select: ['code', 'at', 'kind', 'place', 'value', 'kind.domain'], sort: ['code'] }), say).toEqual(rows);

        const watered = figures
          .filter(({ kind }) => domains.get(kind ?? '') === 'water')
          .reduce((sum, { value }) => sum + Number(value), 0);
        const anyWater = figures.some(({ kind }) => domains.get(kind ?? '') === 'water');
        expect(
          await ask({ measures: { n: { fn: 'count' }, v: { fn: 'sum', field: 'value', where: { 'kind.domain': 'water' } } } }),
          say,
        ).toEqual([[figures.length, anyWater ? watered : null]]);

        // The day of then, and the day before as far as it had gone.
        const midnight = Math.floor((at + 7 * hour) / (24 * hour)) * 24 * hour - 7 * hour;
        const gone = (Math.floor(at / 60_000) + 1) * 60_000;
        const within = (from: number, to: number) =>
          figures.filter((row) => (parseInstant(String(row.at)) ?? 0) >= from && (parseInstant(String(row.at)) ?? 0) < to);
        const today = within(midnight, midnight + 24 * hour);
        expect(await ask({ measures: { n: { fn: 'count' } }, time: 'today', compare: ['previous'] }), say).toEqual([
          [today.length, within(midnight - 24 * hour, gone - 24 * hour).length],
        ]);
        const share = await runQuery(context, { query: { from: `w${world}/share`, time: 'today', asAt }, caller });
        const north = today.filter(({ place }) => place === 'north').length;
        expect(share.rows, say).toEqual([[today.length === 0 ? null : (100 * north) / today.length]]);
      }
    }
  });
});
