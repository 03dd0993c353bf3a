import { checkFormula, type Filter, parseFormula, workflowsOf } from '@haidang/sdk';
import { checkDocument } from '@haidang/sdk/documents';
import { describe, expect, test } from 'vitest';
import { report } from './datasets/report.ts';
import { en } from './messages/en.ts';
import { vi } from './messages/vi.ts';
import plugin from './plugin.ts';

const { datasets = {}, indicators = {}, pages = {}, roles = {} } = plugin;

describe('indicators', () => {
  test.each(Object.entries(indicators))('%s is a formula over the datasets of the plugin', (_name, { formula }) => {
    expect(checkFormula(parseFormula(formula), datasets, indicators)).toEqual({ problems: [] });
  });

  test.each(Object.entries(indicators))('%s is kept in roll-ups by fields that reports have', (_name, { by = [] }) => {
    for (const field of by) expect(report.row.properties).toHaveProperty(field);
  });

  test('every report is open, closed or does not count', () => {
    const states = report.row.properties.status?.enum ?? [];
    const open = [...(indicators.open?.formula.matchAll(/'(\w+)'/g) ?? [])].map(([, state]) => state);
    const closed = ['resolved', 'closed_no_action', 'archived', 'rejected', 'duplicate', 'withdrawn'];
    expect([...open, ...closed].sort()).toEqual([...states].sort());
  });
});

describe('the workflow of reports', () => {
  const [{ transitions, initial, source = [] } = { transitions: {}, initial: '' }] = workflowsOf(report);
  const states = report.row.properties.status?.enum ?? [];
  const steps = Object.entries(transitions);

  test('leads from the first state to every other, and has no way back from the archive', () => {
    const reached = new Set([initial]);
    for (let size = 0; size < reached.size; ) {
      size = reached.size;
      for (const [, { from, to }] of steps) if (from.some((state) => reached.has(state)) && states.includes(to)) reached.add(to);
    }
    expect([...reached].sort()).toEqual([...states].sort());
    expect(steps.filter(([, { from }]) => from.includes('archived'))).toEqual([]);
  });

  test('has somebody for each step, or the time', () => {
    const given = new Set(Object.values(roles).flat());
    for (const [name, { after }] of steps) expect(given.has(`report.${name}`) || after !== undefined, name).toBe(true);
  });

  test('tells only roles that there are', () => {
    const told = steps.flatMap(([, { notify = [] }]) => notify);
    expect(told.filter((role) => !(role in roles))).toEqual([]);
  });

  test('lets other systems bring only states that the centre can go on from, or final ones', () => {
    const final = ['resolved', 'closed_no_action', 'rejected', 'duplicate', 'withdrawn', 'archived'];
    for (const state of source) expect(final.includes(state) || steps.some(([, { from }]) => from.includes(state)), state).toBe(true);
  });
});

describe('words', () => {
  /** Keys of everything that the plugin shows to people. */
  const keys = new Set(['title', ...Object.keys(datasets), ...Object.keys(indicators), ...Object.keys(roles)]);
  for (const [dataset, { row, workflow }] of Object.entries(datasets)) {
    for (const { transitions, clocks = {} } of workflowsOf({ workflow })) {
      for (const step of Object.keys(transitions)) keys.add(`${dataset}.step.${step}`);
      for (const clock of Object.keys(clocks)) keys.add(`${dataset}.clock.${clock}`);
    }
    for (const [field, property] of Object.entries(row.properties)) {
      keys.add(`${dataset}.${field}`);
      for (const value of property.enum ?? []) keys.add(`${dataset}.${field}.${value}`);
    }
  }
  for (const { unit } of Object.values(indicators)) if (!['%', 'h'].includes(unit)) keys.add(unit);

  test.each(Object.entries({ vi, en }))('in %s name everything, and nothing else', (_language, messages) => {
    expect(Object.keys(messages).sort()).toEqual([...keys].sort());
    expect(Object.values(messages).every((text) => text.trim().length > 0 && text === text.normalize('NFC'))).toBe(true);
  });

  test('of two states are never the same', () => {
    const names = Object.entries(vi).flatMap(([key, text]) => (key.startsWith('report.status.') ? [text] : []));
    expect(new Set(names).size).toBe(16);
  });
});

describe.each(Object.entries(pages))('page %s', (_name, page) => {
  const bindings = Object.entries(page.widgets).flatMap(([id, { bind = {} }]) =>
    Object.entries(bind).map(([port, query]) => [`${id}.${port}`, query] as const),
  );

  test('is a valid template', () => {
    expect(checkDocument('template', page)).toEqual([]);
  });

  test.each(bindings)('%s asks for what the plugin has', (_binding, query) => {
    const { from, select = [], sort = [], measures = {}, by = [], where = {} } = query;
    expect([...Object.keys(datasets), ...Object.keys(indicators)]).toContain(from);
    const wheres = [where, ...Object.values(measures).map((measure) => measure.where ?? {})] as Filter[];
    const grouped = by.map((group) => (typeof group === 'string' ? group : group.field));
    const fields = [
      ...select,
      ...sort.map((field) => field.replace(/^-/, '')).filter((field) => field !== 'value'),
      ...grouped,
      ...wheres.flatMap((filter) => Object.keys(filter)),
    ];
    for (const field of fields) {
      const [own = '', other] = field.split('.');
      const property = report.row.properties[own];
      expect(property, field).toBeDefined();
      if (other) expect(datasets[property?.['x-ref'] ?? '']?.row.properties, field).toHaveProperty(other);
      expect(property?.['x-personal'], field).toBeUndefined();
    }
  });

  test('on a phone hides and moves only what it has', () => {
    for (const id of Object.keys(page.profiles?.phone?.widgets ?? {})) expect(page.widgets).toHaveProperty(id);
  });

  test('speaks both languages', () => {
    for (const { title } of Object.values(page.widgets)) expect(title?.en).toMatch(/\w/);
  });
});
