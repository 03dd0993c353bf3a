import {
  checkFormula,
  checkThreshold,
  type Dataset,
  explainFormulaProblem,
  type FormulaProblem,
  HaidangError,
  parseFormula,
  parseThreshold,
} from '@haidang/sdk';
import { expect, test } from 'vitest';
import { describeDatabases } from '../../../../../tests/support/databases.ts';
import { localCaller } from '../../../access/caller.ts';
import { testContext } from '../../testing.ts';
import { runQuery } from '../query.ts';
import { namedFor } from './named.ts';
import { units } from './places.ts';

const known = namedFor('field-reports');
const under = (name: string, regime: NonNullable<Dataset['regime']>) => ({ [name]: { ...known.datasets[name], regime } as Dataset });
const datasets = {
  ...known.datasets,
  ...under('report', 'operational'),
  ...under('field-reports/report', 'operational'),
  ...under('core/indicator_value', 'statistical'),
};
const circle = {
  vong_a: { formula: 'count(report)/indicator(vong_b)', unit: '1', frequency: 'live' },
  vong_b: { formula: '2*indicator(vong_a)', unit: '1', frequency: 'live' },
} as const;
const indicators = { ...known.indicators, ...circle };

/** Wrong formulas, with `^` where the mistake is, and how its message begins. */
const formulas: readonly (readonly [marked: string, message: string])[] = [
  ['count(report^', 'cần ")", nhưng đã hết chuỗi.'],
  ['count(^)', 'cần tên tập dữ liệu, nhưng gặp ")".'],
  ['sum(report^)', 'cần ".", nhưng gặp ")".'],
  ['^Count(report)', 'cần "(", "avg", "count"'],
  ['100*^*count(report)', 'cần "(", "avg", "count"'],
  ['count(report)/^', 'cần "(", "avg", "count"'],
  ['count(report where reported_at in period) ^extra', 'cần hết chuỗi'],
  ['count(report where ^)', 'cần "(", "days", "hours"'],
  ["count(report where status='new^", 'cần "\'"'],
  ['count(report where status in [^])', 'cần "\'", "-", "false", "true" hoặc số, nhưng gặp "]".'],
  ['count(report where reopen_count=^>3)', 'cần "\'", "-", "false", "true", tên trường hoặc số, nhưng gặp ">".'],
  ['count(report where is_public and reporter_hidden ^or reopen_count>0)', '"and" và "or" không có thứ tự ưu tiên'],
  ['count(report where due_at<now-3^x)', 'cần ".", "min", "mo" hoặc tên, nhưng gặp "x".'],
  ['count(report where due_at<^now-3)', '"now" không cộng trừ được lượng này; cần "3h" hoặc "30d".'],
  ['sum(hours(report.reported_at^))', 'cần ",", nhưng gặp ")".'],
  ['count(^reprot)', 'không có tập dữ liệu "reprot"'],
  ["count(report where ^sttus='closed')", 'không có trường "report.sttus"'],
  ["count(report where ^category.domian='waste')", 'không có trường "report.category.domian"'],
  ["count(report where status=^'done')", '"done" không phải giá trị của trường này; cần "submitted", "screening"'],
  ["count(report where status in ['resolved',^'done'])", '"done" không phải giá trị của trường này'],
  ['count(report where reported_at in ^thismonth)', '"thismonth" không phải từ của ngôn ngữ công thức; cần "period", "today"'],
  ['count(report)/^people', '"people" không phải từ của ngôn ngữ công thức; cần "pop", "communes_total"'],
  [
    'count(report where ^on_time(due_at))',
    '"on_time" không phải từ của ngôn ngữ công thức; cần "on_track", "on_calendar" hoặc "in_alert_area".',
  ],
  ['^indicator(recieved)', 'không có chỉ tiêu "recieved"'],
  ['^indicator(vong_a)', 'chỉ tiêu "vong_a" dẫn trở lại chính nó.'],
  ['sum(report.^title)', '"title" sai kiểu giá trị; cần số.'],
  ["count(report where reopen_count=^'ba')", '"ba" sai kiểu giá trị; cần số.'],
  ['count(report where ^title)', '"title" sai kiểu giá trị; cần đúng/sai.'],
  ["count(report where reported_at=^'hôm qua')", '"hôm qua" sai kiểu giá trị; cần thời điểm (2026-01-31T08:00:00+07:00).'],
  ['median(hours(report.reported_at,^report.title))', '"report.title" sai kiểu giá trị; cần ngày'],
  ['count(report where in_alert_area(^title))', '"title" sai kiểu giá trị; cần vị trí (điểm).'],
  ['count(report where ^is_public>true)', '"is_public" không so sánh được bằng dấu này; cần "=" hoặc "!=".'],
  ['count(report where reported_at<^latest_date)', '"latest_date" không so sánh được bằng dấu này; cần "=".'],
  ['count(report)+^count(core/indicator_value)', 'trộn số liệu của hai chế độ pháp lý ("core/indicator_value")'],
  ['^latest(category.sla_hours)', 'tập dữ liệu "category" không khai trường thời gian nghiệp vụ (time)'],
  ['count(report)/^expected_records(period)', 'tập dữ liệu "report" không khai kỳ giao (expects)'],
  ['^100/2', 'công thức không đếm tập dữ liệu nào'],
];

const thresholds: readonly (readonly [marked: string, message: string])[] = [
  ['>=^plann', '"plann" không phải từ của ngôn ngữ công thức; cần "plan", "path"'],
  ['>=20^% of adults', 'cần "*", hết chuỗi, tên hoặc mốc so sánh'],
  ['95^', 'cần "-", nhưng đã hết chuỗi.'],
  ['^90-70', 'khoảng "90-70" rỗng: số đầu phải nhỏ hơn hoặc bằng số cuối.'],
  ['=^>90', 'cần "-", số hoặc mốc so sánh'],
];

const written = (marked: string) => ({ text: marked.replace('^', ''), at: marked.indexOf('^') });

/** What is said of a wrong text, first things first. */
function refusal(check: () => readonly FormulaProblem[]): FormulaProblem | HaidangError | undefined {
  try {
    return check()[0];
  } catch (error) {
    if (error instanceof HaidangError && error.code === 'bad-formula') return error;
    throw error;
  }
}

function expectRefusal(problem: FormulaProblem | HaidangError | undefined, at: number, message: string): void {
  expect(problem instanceof HaidangError ? problem.details.at : problem?.at).toBe(at);
  const told = problem ? explainFormulaProblem(problem, 'vi') : '';
  expect(told.slice(0, `Ký tự thứ ${at + 1}: ${message}`.length)).toBe(`Ký tự thứ ${at + 1}: ${message}`);
}

test('thirty and more wrong formulas were planted', () => {
  expect(new Set(formulas.map(([marked]) => marked)).size).toBeGreaterThanOrEqual(30);
});

test.each(formulas)('%s is refused at its mistake: %s', (marked, message) => {
  const { text, at } = written(marked);
  const problem = refusal(() => checkFormula(parseFormula(text), datasets, indicators).problems);
  expectRefusal(problem, at, message);
});

test.each(thresholds)('the threshold %s is refused at its mistake: %s', (marked, message) => {
  const { text, at } = written(marked);
  expectRefusal(
    refusal(() => checkThreshold(parseThreshold(text))),
    at,
    message,
  );
});

describeDatabases('a centre', (open) => {
  test('computes none of the wrong formulas', { timeout: 60_000 }, async () => {
    const planted = formulas.map(
      ([marked], index) => [`wrong_${index}`, { formula: written(marked).text, unit: '1', frequency: 'live' }] as const,
    );
    const wrong = [...planted, ...Object.entries(circle)].map(([name, each]) => [`field-reports/${name}`, each]);
    const own = Object.entries(datasets).filter(([name]) => name.startsWith('field-reports/') || name.startsWith('core/'));
    const context = await testContext(await open(), {
      datasets: Object.fromEntries(own),
      indicators: Object.fromEntries(wrong),
      units,
    });
    const answered: string[] = [];
    for (const [index, [marked]] of formulas.entries()) {
      const query = { from: `field-reports/wrong_${index}`, time: 'month' } as const;
      const refused = await runQuery(context, { query, caller: localCaller() }).then(
        () => undefined,
        (error) => error,
      );
      if (!(refused instanceof HaidangError)) answered.push(`${marked} ${refused ?? 'was computed'}`);
    }
    expect(answered).toEqual([]);
  });
});
