import { expect, test } from 'vitest';
import { defineDataset } from '../dataset.ts';
import { HaidangError } from '../errors.ts';
import { schema } from '../schema.ts';
import { checkFormula } from './check.ts';
import { parseFormula } from './parse.ts';
import { aggregateDataset, fieldPath } from './paths.ts';
import { explainFormulaProblem } from './texts.ts';

const category = defineDataset({
  row: schema({ required: ['code'], properties: { code: { type: 'string' }, domain: { type: 'string', enum: ['waste', 'noise'] } } }),
  key: ['code'],
});
const report = defineDataset({
  row: schema({
    required: ['code', 'reported_at'],
    properties: {
      code: { type: 'string' },
      category: { type: 'string', 'x-ref': 'category' },
      status: { type: 'string', enum: ['new', 'done', 'rejected'] },
      reported_at: { type: 'string', format: 'date-time' },
      closed_at: { type: 'string', format: 'date-time' },
      due_on: { type: 'string', format: 'date' },
      year: { type: 'integer' },
      public: { type: 'boolean' },
      tags: { type: 'array', items: { type: 'string' } },
    },
  }),
  key: ['code'],
  time: 'reported_at',
  regime: 'operational',
});
const population = defineDataset({
  row: schema({ required: ['year', 'people'], properties: { year: { type: 'integer' }, people: { type: 'integer' } } }),
  key: ['year'],
  regime: 'statistical',
});
const datasets = { category, report, population };

const problems = (text: string) =>
  checkFormula(parseFormula(text), datasets, { received: {} }).problems.map(({ code, name }) => `${code} ${name}`);
const refusal = (text: string) => {
  try {
    parseFormula(text);
  } catch (error) {
    return (error as { details: { at: number; reason: { en: string } } }).details;
  }
  throw new Error(`was accepted: ${text}`);
};

test('arithmetic binds as usual and runs from left to right', () => {
  expect(parseFormula('1-2-3*4')).toMatchObject({
    operator: '-',
    left: { operator: '-', left: { value: 1 }, right: { value: 2 } },
    right: { operator: '*', left: { value: 3 }, right: { value: 4 } },
  });
  expect(parseFormula('(1-2)*3')).toMatchObject({ operator: '*', left: { operator: '-' } });
});

test('a minus behind a value is a span only where a span stands', () => {
  expect(parseFormula('count(report where closed_at<now-3h)-1')).toMatchObject({
    operator: '-',
    left: { where: { right: { path: { name: 'now' }, shift: { by: -3, unit: 'h' } } } },
    right: { value: 1 },
  });
  expect(parseFormula('count(report where closed_at<=due_at + 2)')).toMatchObject({ where: { right: { shift: { by: 2 } } } });
});

test('words of the language end at their end', () => {
  expect(parseFormula('count(report where inside=1 and notice=2)')).toMatchObject({
    where: { of: [{ left: { name: 'inside' } }, { left: { name: 'notice' } }] },
  });
  expect(parseFormula("count(report where a not in ['it''s'] and b not empty)")).toMatchObject({
    where: {
      of: [
        { values: ["it's"], negated: true },
        { kind: 'empty', negated: true },
      ],
    },
  });
});

test('what is wrong is refused with its place', () => {
  expect(refusal('count(report wher x=1)').at).toBe(13);
  expect(refusal('')).toMatchObject({ at: 0 });
  expect(refusal('sum(report)').at).toBe(10);
  expect(refusal('count(report where a and b or c)').reason.en).toMatch(/parentheses/);
  expect(refusal('count(report where a in [])').at).toBe(25);
  expect(refusal(`${'('.repeat(5000)}1`).reason.en).toMatch(/longer/);
  expect(refusal('('.repeat(1999)).at).toBe(1999);
});

test('conditions joined by both words need parentheses, which keep their meaning', () => {
  expect(parseFormula('count(report where (a and b) or c)')).toMatchObject({
    where: { kind: 'or', of: [{ kind: 'and' }, { kind: 'true' }] },
  });
});

test('a right formula has no problem', () => {
  expect(
    problems(
      "100*count(report where reported_at in period and status not in ['rejected'] and (closed_at not empty or reported_at<now-3d) and public)/count(report)",
    ),
  ).toEqual([]);
  expect(problems("median(hours(report.reported_at,report.closed_at) where closed_at in period and category.domain='waste')")).toEqual([]);
  expect(problems('indicator(received)-distinct(report.category where year=this_year)')).toEqual([]);
});

test('unknown names are named', () => {
  expect(problems('count(rapport)')).toEqual(['unknown-dataset rapport']);
  expect(problems('sum(report.score)')).toEqual(['unknown-field report.score']);
  expect(problems("count(report where status='closed' and state='new')")).toEqual(['unknown-value closed', 'unknown-field report.state']);
  expect(problems("count(report where category.domain in ['waste','mud'])")).toEqual(['unknown-value mud']);
  expect(problems('indicator(sent)')).toEqual(['unknown-indicator sent']);
  expect(problems('count(report)/people')).toEqual(['unknown-word people']);
  expect(problems('count(report where reported_at in yesterday)')).toEqual(['unknown-word yesterday']);
  expect(problems('count(report where constructor=1)')).toEqual(['unknown-field report.constructor']);
});

test('types that do not meet are named', () => {
  expect(problems('sum(report.status)')).toEqual(['wrong-type status']);
  expect(problems("count(report where year='2025')")).toEqual(['wrong-type 2025']);
  expect(problems('count(report where year in period)')).toEqual(['wrong-type year']);
  expect(problems('count(report where closed_at>due_on)')).toEqual(['wrong-type due_on']);
  expect(problems('count(report where status)')).toEqual(['wrong-type status']);
  expect(problems("count(report where tags='a')")).toEqual(['wrong-type tags']);
  expect(problems('count(report where hours(reported_at,due_on)<3)')).toEqual(['wrong-type due_on']);
});

test('figures of two regimes do not meet in one formula', () => {
  expect(problems('count(report)/sum(population.people)')).toEqual(['mixed-regimes population']);
});

test('every word of the language is known, and what it needs', () => {
  expect(problems('median(whours(report.reported_at,report.closed_at))/pop+count(report where reported_at=latest_date)')).toEqual([]);
  expect(problems('count(report)/communes_total+latest(report.year)-legacy_users/expected_releases(period)')).toEqual([]);
  expect(problems('latest(population.people)')).toEqual(['no-time population']);
  expect(problems('count(report where closed_at<latest_date)')).toEqual(['wrong-operator latest_date']);
  expect(problems('count(report where closed_at=latest_date-1d)')).toEqual(['wrong-shift latest_date']);
  expect(problems('count(report where category.domain=latest_round)')).toEqual(['other-record category.domain']);
  expect(problems('count(population where year=latest_round)')).toEqual(['no-time population']);
  expect(problems('count(report)/expected_records(period)')).toEqual(['no-expectation report']);
  expect(problems('count(category)*count(report)/expected_records(period)')).toEqual(['several-datasets expected_records']);
  expect(problems('count(report)/expected_records')).toEqual(['no-expectation report', 'wrong-argument expected_records'].reverse());
  expect(problems('count(report)/pop(period)')).toEqual(['wrong-argument pop']);
  expect(problems('100*pop')).toEqual(['counts-nothing ']);
  expect(problems('count(report where on_track(code))')).toEqual(['unknown-field report.unit', 'unknown-field report.target_value']);
  expect(problems('count(report where in_alert_area(code))')).toEqual(['wrong-type code']);
  expect(problems('count(report where on_fire(code))')).toEqual(['unknown-word on_fire']);
  expect(problems('median(whours(report.due_on,report.due_on))')).toEqual(['wrong-type report.due_on', 'wrong-type report.due_on']);
});

test('what cannot be compared or added is told', () => {
  expect(problems('count(report where public>true)')).toEqual(['wrong-operator public']);
  expect(problems('count(report where tags=code)')).toEqual(['wrong-type tags']);
  expect(problems('distinct(report.tags)')).toEqual(['wrong-type tags']);
  expect(problems('latest(report.status)')).toEqual(['wrong-type status']);
  expect(problems('count(report where reported_at<now-3)')).toEqual(['wrong-shift now']);
  expect(problems('count(report where due_on<due_on+3h)')).toEqual(['wrong-shift due_on']);
  expect(problems('count(report where year=this_year-1y)')).toEqual(['wrong-shift this_year']);
  expect(problems("count(report where due_on>'2026-02-30')")).toEqual(['wrong-type 2026-02-30']);
  expect(problems("count(report where due_on>'2026-02-28' and reported_at<='2026-02-28T08:00:00+07:00')")).toEqual([]);
});

test('a mistake is told with its place and what would do, in both languages', () => {
  const told = (text: string) => {
    try {
      const [problem] = checkFormula(parseFormula(text), datasets, {}).problems;
      return problem && [explainFormulaProblem(problem, 'vi'), explainFormulaProblem(problem, 'en')];
    } catch (error) {
      if (!(error instanceof HaidangError)) throw error;
      return [explainFormulaProblem(error, 'vi'), explainFormulaProblem(error, 'en')];
    }
  };
  expect(told("count(report where status in ['new','closed'])")).toEqual([
    'Ký tự thứ 37: "closed" không phải giá trị của trường này; cần "new", "done" hoặc "rejected".',
    'Character 37: "closed" is none of the values of the field; expected "new", "done" or "rejected".',
  ]);
  expect(told("count(report where year='2025')")).toEqual([
    'Ký tự thứ 25: "2025" sai kiểu giá trị; cần số.',
    'Character 25: "2025" has the wrong type; expected a number.',
  ]);
  expect(told('count(report')).toEqual(['Ký tự thứ 13: cần ")", nhưng đã hết chuỗi.', 'Character 13: expected ")", but the text ends.']);
  expect(told('count(report where a and b or c)')?.[0]).toMatch(/^Ký tự thứ 28: "and" và "or" không có thứ tự ưu tiên/);
});

test('regimes do not meet through indicators either, and these do not lead back', () => {
  const indicators = {
    people: { formula: 'sum(population.people)' },
    twice: { formula: '2*indicator(people)' },
    declared: { formula: 'count(category)', regime: 'administrative' },
    'other/rate': { formula: 'indicator(loop)' },
    'other/loop': { formula: '1+indicator(other/rate)' },
  } as const;
  const told = (text: string) =>
    checkFormula(parseFormula(text), datasets, indicators).problems.map(({ code, name, at }) => `${code} ${name} ${at}`);
  expect(told('count(report)/indicator(twice)')).toEqual(['mixed-regimes twice 14']);
  expect(told('indicator(declared)+indicator(people)')).toEqual(['mixed-regimes people 20']);
  expect(told('count(category)/indicator(twice)')).toEqual([]);
  expect(told('count(report)+indicator(other/rate)')).toEqual(['circular-indicator other/rate 14']);
});

test('a field of a record referred to is found by its field and by its dataset', () => {
  expect(fieldPath('category.domain', 'report', datasets)?.path).toBe('category.domain');
  expect(fieldPath('report.status', 'report', datasets)?.path).toBe('status');
  expect(fieldPath('population.people', 'report', datasets)).toBeUndefined();
  expect(fieldPath('status.x', 'report', datasets)).toBeUndefined();
});

test('a duration between two datasets runs over the one that refers to the other', () => {
  const incident = defineDataset({
    row: schema({ required: ['code', 'at'], properties: { code: { type: 'string' }, at: { type: 'string', format: 'date-time' } } }),
    key: ['code'],
  });
  const dispatch = defineDataset({
    row: schema({
      required: ['id', 'case', 'arrived_at'],
      properties: {
        id: { type: 'string' },
        case: { type: 'string', 'x-ref': 'incident' },
        arrived_at: { type: 'string', format: 'date-time' },
      },
    }),
    key: ['id'],
  });
  const formula = parseFormula('median(minutes(incident.at,dispatch.arrived_at))');
  if (formula.kind !== 'aggregate') throw new Error('not an aggregate');
  expect(aggregateDataset(formula, { incident, dispatch })).toBe('dispatch');
  expect(fieldPath('incident.at', 'dispatch', { incident, dispatch })?.path).toBe('case.at');
});
