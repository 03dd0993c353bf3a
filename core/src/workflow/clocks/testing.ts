import { defineDataset, type Json, schema } from '@haidang/sdk';
import { type Caller, systemCaller } from '../../access/caller.ts';
import type { DataContext } from '../../data/context.ts';
import type { Database } from '../../data/database.ts';
import { parseInstant } from '../../data/zone.ts';
import { testRecords } from '../../indicators/testing.ts';
import { takeStep } from '../step.ts';
import { Timers } from '../timers/timers.ts';
import { readLegs } from './clock-table.ts';
import type { Leg } from './leg.ts';

const instant = { type: 'string', format: 'date-time' } as const;

/** Work that comes in, is handed to an agency, waits for people, is answered, and taken up again. */
export const matter = defineDataset({
  row: schema({
    required: ['code', 'state'],
    properties: {
      code: { type: 'string', format: 'code' },
      kind: { type: 'string', enum: ['quick', 'plain', 'urgent'] },
      agency: { type: 'string', 'x-ref': 'core/agency' },
      received_at: instant,
      due_at: instant,
      original_due_at: instant,
      note: { type: 'string' },
      state: { type: 'string', enum: ['new', 'assigned', 'waiting', 'done', 'archived'] },
    },
  }),
  key: ['code'],
  time: 'received_at',
  agency: 'agency',
  workflow: {
    field: 'state',
    initial: 'new',
    source: ['new', 'assigned', 'waiting', 'done'],
    transitions: {
      assign: { from: ['new', 'done'], to: 'assigned' },
      ask: { from: ['assigned'], to: 'waiting' },
      hear: { from: ['waiting'], to: 'assigned' },
      give_up_waiting: { from: ['waiting'], to: 'previous', after: { working: 'P5D' } },
      extend: { from: ['assigned', 'waiting'], to: 'same', needs: ['due_at'] },
      finish: { from: ['assigned', 'waiting'], to: 'done' },
      archive: { from: ['done'], to: 'archived', must: { note: { empty: false } }, after: 'P15D', notify: ['archivist'] },
    },
    clocks: {
      intake: { runs: ['new'], limits: [{ within: 'PT15M' }], escalate: [{ at: 1, notify: ['shift_lead'] }] },
      handling: {
        runs: ['assigned'],
        rests: ['waiting'],
        limits: [
          { where: { kind: 'quick' }, within: { working: 'PT16H' } },
          { where: { kind: 'plain' }, within: { working: 'P3D' }, legal: 'Quy chế, Điều 5' },
        ],
        due: 'due_at',
        original: 'original_due_at',
        escalate: [
          { at: 0.5, notify: ['desk'] },
          { at: 1, notify: ['desk', 'head'] },
          { at: { working: 'P1D' }, notify: ['shift_lead'] },
        ],
      },
    },
  },
});

const dataset = 'test/matter';

interface TestMatters {
  readonly context: DataContext;
  /** Errors that timers told. */
  readonly errors: readonly string[];
  setNow(text: string): void;
  write(rows: readonly { readonly [field: string]: Json }[], of?: string, caller?: Caller): Promise<void>;
  step(id: number, transition: string, given?: { readonly [field: string]: Json }): Promise<unknown>;
  /** Does what is due. */
  fire(): Promise<void>;
  legs(id: number): Promise<readonly Leg[]>;
  leg(id: number, clock?: string): Promise<Leg>;
  row(id: number): Promise<Readonly<Record<string, unknown>>>;
  /** Notices in the order in which they were kept: what they are about, role, when it happened, from when they are told. */
  notices(): Promise<readonly (readonly [rule: string, role: string, at: number, deliverAt: number])[]>;
}

export const at = (text: string) => parseInstant(`${text.length === 16 ? `${text}:00` : text}+07:00`) ?? Number.NaN;

/** Matters of a centre with the holidays of 2026, at 2026-11-05T08:00. */
export async function testMatters(database: Database): Promise<TestMatters> {
  const { context, setNow, write } = await testRecords(database, { datasets: { matter } });
  setNow('2026-11-05T08:00:00');
  const holidays = ['02-16', '02-17', '04-30', '05-01', '09-02'].map((date) => `2026-${date}`);
  const days = holidays.map((date) => ({ calendar_code: 'default', date, is_working: false, shifts: [], status: 'official' }));
  await write('core/working_calendar', days);
  const errors: string[] = [];
  const timers = new Timers(context, ({ message }) => errors.push(message));
  const legs = (id: number) => readLegs(database.read, database.dialect, dataset, [id]);
  return {
    context,
    errors,
    setNow: (text) => setNow(text.length === 16 ? `${text}:00` : text),
    write: (rows, of = dataset, caller = systemCaller) => write(of, rows, caller),
    step: (id, transition, given = {}) => takeStep(context, { dataset, id, transition, given, caller: systemCaller }),
    async fire() {
      while (await timers.work());
    },
    legs,
    async leg(id, clock = 'handling') {
      const leg = (await legs(id)).findLast((each) => each.clock === clock);
      if (!leg) throw new Error(`${clock} never ran`);
      return leg;
    },
    row: (id) => database.read('d_test__matter').where('_id', id).first(),
    async notices() {
      const rows = await database.read('d_core__notification').orderBy('_id');
      return rows.map((row) => [row.rule_id, row.recipient_role, Number(row.created_at), Number(row.deliver_at)] as const);
    },
  };
}
