import { defineDataset, defineWorkflow, schema } from '@haidang/sdk';
import { type Caller, localCaller, systemCaller } from '../access/caller.ts';
import { memberOf } from '../access/member.ts';
import type { Row } from '../data/cells.ts';
import type { DataContext } from '../data/context.ts';
import type { Database } from '../data/database.ts';
import { testContext } from '../data/testing.ts';
import { type WriteOutcome, writeRecords } from '../data/write.ts';
import { parseInstant } from '../data/zone.ts';
import type { RoleEntry } from '../registry.ts';
import { takeStep } from './step.ts';

const kind = defineDataset({
  row: schema({
    required: ['code'],
    properties: { code: { type: 'string', maxLength: 20 }, closed: { type: 'boolean' } },
  }),
  key: ['code'],
});

const row = schema({
  required: ['code', 'state'],
  properties: {
    code: { type: 'string', maxLength: 20 },
    state: { type: 'string', enum: ['new', 'open', 'waiting', 'done'] },
    kind: { type: 'string', 'x-ref': 'kind' },
    note: { type: 'string', maxLength: 50 },
    seen: { type: 'integer' },
    done_at: { type: 'string', format: 'date-time' },
    due_at: { type: 'string', format: 'date-time' },
  },
});

export const matter = defineDataset({
  row,
  key: ['code'],
  workflow: defineWorkflow(row, {
    field: 'state',
    initial: 'new',
    source: ['new', 'done'],
    transitions: {
      take: { from: ['new'], to: 'open', needs: ['kind'], must: { any: [{ 'kind.closed': { empty: true } }, { 'kind.closed': false }] } },
      wait: { from: ['new', 'open'], to: 'waiting', needs: ['note'] },
      go_on: { from: ['waiting'], to: 'previous', set: { note: null } },
      look: { from: ['new', 'open', 'waiting'], to: 'same', must: { seen: { lte: 2 } }, set: { seen: { plus: 1 } } },
      finish: { from: ['open'], to: 'done', must: { note: { empty: true } }, set: { done_at: 'now' }, notBy: ['take'] },
      reopen: { from: ['done'], to: 'previous' },
    },
    clocks: { handling: { runs: ['new', 'open'], rests: ['waiting'], limits: [{ within: 'P5D' }], due: 'due_at' } },
  }),
});

export interface Matters {
  readonly context: DataContext;
  /** Somebody in these roles. */
  somebody(id: string, ...roles: readonly string[]): Caller;
  write(rows: readonly Row[], caller?: Caller, sample?: boolean): Promise<WriteOutcome>;
  take(id: number, transition: string, given?: Row, caller?: Caller): Promise<Row>;
}

/** Matters and their kinds on an empty database, at 2026-11-20T10:00:00 in the jurisdiction. */
export async function matters(database: Database): Promise<Matters> {
  const now = parseInstant('2026-11-20T10:00:00+07:00') ?? 0;
  const messages = {
    vi: {
      'matter.step.take': 'Nhận',
      'matter.step.wait': 'Chờ',
      'matter.clock.handling': 'Xử lý',
      'matter.state.open': 'Đang mở',
      desk: 'Đầu mối',
    },
    en: { 'matter.step.take': 'Take', desk: 'Desk' },
  };
  const made = await testContext(database, { datasets: { kind, matter }, messages, clock: { now: () => now } });
  const steps = (...names: readonly string[]) => new Set(names.map((name) => `test/matter.${name}`));
  const roles = new Map<string, RoleEntry>([
    ['desk', { name: 'desk', label: { vi: 'Đầu mối', en: 'Desk' }, can: steps('read', 'take', 'finish') }],
    ['clerk', { name: 'clerk', label: { vi: 'Văn thư' }, can: steps('read', 'write', 'look') }],
    ['gateway', { name: 'gateway', label: { vi: 'Trục liên thông' }, can: steps('write', 'source') }],
  ]);
  const context = { ...made, registry: { ...made.registry, roles } };
  const lines = (rows: readonly Row[]) => rows.map((each, index) => ({ line: index + 1, row: each }));
  await writeRecords(context, {
    dataset: 'test/kind',
    rows: lines([{ code: 'road' }, { code: 'gone', closed: true }]),
    caller: systemCaller,
  });
  return {
    context,
    somebody: (id, ...names) => memberOf(context.registry, { id, roles: names }),
    write: (rows, caller = systemCaller, sample = false) =>
      writeRecords(context, { dataset: 'test/matter', rows: lines(rows), caller, sample }),
    async take(id, transition, given = {}, caller = localCaller()) {
      return (await takeStep(context, { dataset: 'test/matter', id, transition, given, caller })).record;
    },
  };
}
