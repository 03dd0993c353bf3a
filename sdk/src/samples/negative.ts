// biome-ignore-all format: each mark speaks of the line below it
// Mistakes that must not compile. Each line that is marked fails today for the stated reason; tsc reports a mark that no longer fails.

import { defineAlert } from '../alert.ts';
import { defineDataset } from '../dataset.ts';
import { type ErrorCode, errors } from '../errors.ts';
import { defineSource } from '../handlers.ts';
import { defineIndicator } from '../indicator.ts';
import type { Page, Placement, WholePage } from '../page.ts';
import { definePlugin } from '../plugin.ts';
import type { Binding, Query } from '../query.ts';
import { schema, type TypeOf } from '../schema.ts';
import { defineWidget } from '../widget.ts';
import { defineWorkflow } from '../workflow.ts';
import type { grid } from './cameras.ts';
import { type Report, report } from './field-reports.ts';

const row = schema({ required: ['code', 'state', 'at'], properties: { code: { type: 'string' }, state: { type: 'string', enum: ['new', 'done'] }, at: { type: 'string', format: 'date-time' }, score: { type: 'integer' } } });
type Case = TypeOf<typeof row>;
const twofold = schema({ required: ['code'], properties: { code: { type: 'string' }, state: { type: 'string', enum: ['new', 'done'] }, score: { type: 'integer' }, review: { type: 'string', enum: ['pending', 'confirmed'] }, kind: { type: 'string', 'x-ref': 'kind' } } });

// ---- rows
export const right: Case = { code: 'a', state: 'new', at: '2026-01-01T00:00:00+07:00' };
// @ts-expect-error a required field is missing
export const missing: Case = { code: 'a', state: 'new' };
// @ts-expect-error a value outside the enum
export const wrongEnum: Case = { code: 'a', state: 'nope', at: '' };
// @ts-expect-error a number where the schema says text
export const wrongType: Case = { code: 1, state: 'new', at: '' };
// @ts-expect-error a field that the schema does not have
export const unknownField: Case = { code: 'a', state: 'new', at: '', colour: 'red' };
// @ts-expect-error the real model too
export const wrongReport: Pick<Report, 'status'> = { status: 'open' };

// ---- schemas
// @ts-expect-error a required property that is not described
schema({ required: ['nope'], properties: { code: { type: 'string' } } });
// @ts-expect-error an unknown class of personal data
schema({ properties: { phone: { type: 'string', 'x-personal': 'contact' } } });
// @ts-expect-error an unknown format
schema({ properties: { place: { type: 'string', format: 'latlon' } } });

// ---- datasets
// @ts-expect-error unknown field in key
defineDataset({ row, key: ['id'] });
// @ts-expect-error unknown field in time
defineDataset({ row, key: ['code'], time: 'when' });
// @ts-expect-error unknown field in geo
defineDataset({ row, key: ['code'], geo: 'place' });
// @ts-expect-error unknown field in unit
defineDataset({ row, key: ['code'], unit: 'ward' });
// @ts-expect-error unknown field in expects
defineDataset({ row, key: ['code'], expects: { every: 'P1D', from: 'ward' } });
// @ts-expect-error unknown field in a rule
defineDataset({ row, key: ['code'], rules: { fits: { must: { closed_at: { empty: false } } } } });
// @ts-expect-error unknown field compared with in a rule
defineDataset({ row, key: ['code'], rules: { fits: { must: { at: { gte: { field: 'opened_at' } } } } } });
// @ts-expect-error value outside the enum in a rule
defineDataset({ row, key: ['code'], rules: { fits: { where: { state: 'closed' }, must: { score: { gte: 1 } } } } });
// @ts-expect-error a duration that is not ISO 8601
defineDataset({ row, key: ['code'], keep: '5 years' });
// @ts-expect-error an unknown property of a dataset
defineDataset({ row, key: ['code'], colour: 'red' });

// ---- workflows
// @ts-expect-error a state that the enum does not have
defineWorkflow(row, { field: 'state', initial: 'open', transitions: {} });
// @ts-expect-error a transition to an unknown state
defineWorkflow(row, { field: 'state', initial: 'new', transitions: { close: { from: ['new'], to: 'closed' } } });
// @ts-expect-error a transition that needs an unknown field
defineWorkflow(row, { field: 'state', initial: 'new', transitions: { close: { from: ['new'], to: 'done', needs: ['reason'] } } });
// @ts-expect-error the same, written inside its dataset
defineDataset({ row, key: ['code'], workflow: { field: 'state', initial: 'new', transitions: { close: { from: ['new'], to: 'closed' } } } });
// @ts-expect-error a state of another dataset's workflow
defineDataset({ row, key: ['code'], workflow: defineWorkflow(report.row, { field: 'status', initial: 'submitted', transitions: {} }) });

// @ts-expect-error a state of another system that the enum does not have
defineWorkflow(row, { field: 'state', initial: 'new', source: ['open'], transitions: {} });
// @ts-expect-error a condition on an unknown field
defineWorkflow(row, { field: 'state', initial: 'new', transitions: { close: { from: ['new'], to: 'done', must: { reason: { empty: false } } } } });
// @ts-expect-error a value of the wrong type
defineWorkflow(row, { field: 'state', initial: 'new', transitions: { close: { from: ['new'], to: 'done', set: { score: 'high' } } } });
// @ts-expect-error a transition to an unknown state, in one of two workflows
defineDataset({ row: twofold, key: ['code'], workflow: { review: { field: 'review', initial: 'pending', transitions: {} }, process: { field: 'state', initial: 'new', transitions: { close: { from: ['new'], to: 'closed' } } } } });
defineDataset({ row: twofold, key: ['code'], workflow: { review: { field: 'review', initial: 'pending', transitions: { confirm: { from: ['pending'], to: 'confirmed' } } }, process: { field: 'state', initial: 'new', source: ['new'], transitions: { close: { from: ['new'], to: 'done', must: { review: 'confirmed', 'kind.group': 'a' }, set: { score: null } }, undo: { from: ['done'], to: 'previous' }, note: { from: ['new'], to: 'same' } } } } });

// ---- queries
export const plain: Query = { from: 'report', select: ['code'], where: { any: [{ state: 'new' }, { not: { score: { lt: 3 } } }] }, time: { last: 'P7D' } };
export const bound: Binding = { ...plain, time: { var: 'time' }, where: { ward: { var: 'ward' } } };
// @ts-expect-error a page variable outside a page
export const unbound: Query = { from: 'report', where: { ward: { var: 'ward' } } };
// @ts-expect-error nor as its period
export const untimed: Query = { from: 'report', time: { var: 'time' } };
// @ts-expect-error a sum needs a field
export const unsummed: Query = { from: 'report', measures: { total: { fn: 'sum' } } };
// @ts-expect-error an unknown test
export const untested: Query = { from: 'report', where: { score: { above: 3 } } };
// @ts-expect-error an unknown grain
export const ungrained: Query = { from: 'report', by: [{ field: 'at', grain: 'decade' }] };

// ---- indicators, alerts, errors
// @ts-expect-error a threshold without a sign
defineIndicator({ formula: 'count(report)', unit: '%', frequency: 'day', levels: { green: '95' } });
// @ts-expect-error an unknown priority
defineAlert({ watch: { from: 'report' }, priority: 'urgent', notify: [] });
// @ts-expect-error a code that is not in the table
export const code: ErrorCode = 'oops';
export const status: 404 = errors['not-found'].status;

// ---- sources
const cases = defineDataset({ row, key: ['code'], time: 'at' });
const config = schema({ required: ['url'], properties: { url: { type: 'string', format: 'uri' } } });
defineSource({ into: cases, config, async *pull({ since }) { yield { code: 'a', state: 'new', at: since ?? '' } satisfies Case; } });
// @ts-expect-error a row that breaks the schema
defineSource({ into: cases, config, async *pull({ since }) { yield { code: 1, state: 'new' as const, at: since ?? '' }; } });
// @ts-expect-error a state outside the enum
defineSource({ into: cases, config, receive(body) { return [{ code: String(body), state: 'nope' as const, at: '' }]; } });
// @ts-expect-error a field that the dataset does not have
defineSource({ into: cases, config, receive(body) { return [{ code: String(body), state: 'new', at: '', colour: 'red' } satisfies Case]; } });
// @ts-expect-error a setting that the configuration does not have
defineSource({ into: cases, config, async *pull({ config }) { yield { code: config.token, state: 'new', at: '' } satisfies Case; } });

// ---- widgets and pages
const options = schema({ properties: { tiles: { type: 'integer', enum: [1, 4] } } });
// @ts-expect-error a tag without a hyphen is not a custom element
defineWidget({ element: 'board', module: './board.js', group: 'list', options, size: { min: [4, 4], ideal: [6, 6] }, sample: {} });
// @ts-expect-error a sample option outside the enum
defineWidget({ element: 'my-board', module: './board.js', group: 'list', options, size: { min: [4, 4], ideal: [6, 6] }, sample: { options: { tiles: 3 } } });
// @ts-expect-error an option outside the enum on a page
export const wrongOption: Placement<TypeOf<typeof grid.options>> = { use: 'grid', v: 1, in: 'sc_a', rank: 'a0', options: { tiles: 5 } };
// @ts-expect-error an option that the widget does not have
export const unknownOption: Placement<TypeOf<typeof grid.options>> = { use: 'grid', v: 1, in: 'sc_a', rank: 'a0', options: { columns: 5 } };
// @ts-expect-error a title without Vietnamese
export const untitled: Page['title'] = { en: 'Overview' };
// @ts-expect-error a widget id without its prefix
export const unprefixed: Page['widgets'] = { board: { use: 'grid', v: 1, in: 'sc_a', rank: 'a0' } };
// @ts-expect-error nothing to remove on a page without a template
export const untemplated: WholePage['widgets'] = { w_board: null };

// ---- messages
const texts = { title: 'Vụ việc', cases: 'Vụ việc', 'cases.code': 'Mã', 'cases.state': 'Trạng thái', 'cases.at': 'Lúc' };
definePlugin({ datasets: { cases }, messages: { vi: { ...texts, 'cases.score': 'Điểm' } } });
// @ts-expect-error the Vietnamese label of a field is missing
definePlugin({ datasets: { cases }, messages: { vi: texts } });
// @ts-expect-error the Vietnamese name of an indicator is missing
definePlugin({ indicators: { open: { formula: 'count(cases)', unit: 'cases', frequency: 'day' } }, messages: { vi: { title: 'Vụ việc' } } });
// @ts-expect-error there is no Vietnamese at all
definePlugin({ messages: { en: { title: 'Cases' } } });
