import { type Caller, systemCaller } from '../../core/src/access/caller.ts';
import { memberOf } from '../../core/src/access/member.ts';
import { type Row, toRow } from '../../core/src/data/cells.ts';
import type { DataContext } from '../../core/src/data/context.ts';
import type { Database } from '../../core/src/data/database.ts';
import { writeRecords } from '../../core/src/data/write.ts';
import { addRoles } from '../../core/src/host/roles.ts';
import type { LoadedPlugin, RoleEntry } from '../../core/src/registry.ts';
import { takeStep } from '../../core/src/workflow/step.ts';
import { Timers } from '../../core/src/workflow/timers/timers.ts';
import plugin from '../../plugins/field-reports/plugin.ts';
import type { roles as declared } from '../../plugins/field-reports/roles.ts';
import { centreOf } from './centre.ts';

export type Role = keyof typeof declared;

export const dataset = 'field-reports/report';
const ward = '22945@2025-07-01';

/** A centre that reports come to, with the people of the plugin's roles. */
export interface Desk {
  readonly context: DataContext;
  setNow(text: string): void;
  /** Somebody in a role; another one of the same role by another name. */
  somebody(role: Role, name?: string): Caller;
  /** A report as it comes in; gives its number. */
  report(fields?: Row, caller?: Caller): Promise<number>;
  /** Takes a step as somebody in a role, and gives the record as it then stands. */
  take(id: number, role: Role | 'system', transition: string, given?: Row, name?: string): Promise<Row>;
  row(id: number): Promise<Row>;
  /** Lets the time do what is due. */
  fire(): Promise<void>;
}

/** An empty centre on Friday 20 November 2026, 10:00, with an agency, a team of it, another agency, and one that is no longer there. */
export async function openDesk(database: Database): Promise<Desk> {
  let now = instantOf('2026-11-20T10:00');
  const unit = {
    key: ward,
    code: '22945',
    version: '2025-07-01',
    level: 'ward',
    title: { vi: 'Phường Phan Thiết' },
    validFrom: '2025-07-01',
  } as const;
  const made = await centreOf(database, { now: () => now, units: [unit] });
  const roles = new Map<string, RoleEntry>();
  addRoles(roles, { manifest: { id: 'field-reports', roles: plugin.roles }, messages: plugin.messages } as unknown as LoadedPlugin);
  const context = { ...made, registry: { ...made.registry, roles } };
  const write = async (into: string, rows: readonly Row[], caller = systemCaller) => {
    const { refused } = await writeRecords(context, { dataset: into, rows: rows.map((row, index) => ({ line: index + 1, row })), caller });
    if (refused.length > 0) throw new Error(JSON.stringify(refused));
  };
  const agencies: readonly Row[] = [
    { agency_code: 'dien-luc' },
    { agency_code: 'doi-1', parent_code: 'dien-luc' },
    { agency_code: 'cap-nuoc' },
    { agency_code: 'so-cu', valid_to: '2025-06-30' },
  ];
  await write(
    'core/agency',
    agencies.map((agency) => ({ ...agency, name_vi: agency.agency_code ?? null })),
  );
  const category = { name_vi: 'Mất đèn', domain: 'lighting', default_severity: 'normal', active: true };
  await write('field-reports/category', [
    { category_code: 'lighting', ...category },
    { category_code: 'wires', ...category, round_the_clock: true },
  ]);
  const somebody = (role: Role, name: string = role) => memberOf(context.registry, { id: name, roles: [role] });
  const row = async (id: number): Promise<Row> => {
    const table = context.tables.get(dataset);
    const stored = await database
      .read(table?.name ?? dataset)
      .where('_id', id)
      .first();
    if (!table || !stored) throw new Error(`no report ${id}`);
    return toRow(table, database.dialect, stored);
  };
  let number = 0;
  return {
    context,
    somebody,
    row,
    setNow(text) {
      now = instantOf(text);
    },
    async report(fields = {}, caller = somebody('citizen')) {
      const sent = {
        report_code: `PT-${++number}`,
        channel: 'web',
        title: 'Mất đèn',
        category_code: 'lighting',
        severity_level: 'normal',
        ward,
        is_public: true,
      };
      await write(dataset, [{ ...sent, reported_at: new Date(now).toISOString(), ...fields }], caller);
      const table = context.tables.get(dataset)?.name ?? dataset;
      const { _id } = await database
        .read(table)
        .where('report_code', String(fields.report_code ?? sent.report_code))
        .first('_id');
      return Number(_id);
    },
    async take(id, role, transition, given = {}, name = role) {
      const caller = role === 'system' ? systemCaller : somebody(role, name);
      await takeStep(context, { dataset, id, transition, given, caller });
      return row(id);
    },
    async fire() {
      const timers = new Timers(context, (error) => {
        throw error;
      });
      while (await timers.work());
    },
  };
}

function instantOf(text: string): number {
  return Date.parse(`${text}:00+07:00`);
}
