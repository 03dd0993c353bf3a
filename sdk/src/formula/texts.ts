import { HaidangError } from '../errors.ts';
import type { L10n } from '../schema.ts';
import type { FormulaProblem, FormulaProblemCode } from './problem.ts';

/**
 * Says what is wrong with a formula or threshold, where (the number of the character, from 1) and what was expected, in one sentence for
 * the person who wrote it. Takes a problem of `checkFormula` or `checkThreshold`, or what `parseFormula` or `parseThreshold` threw.
 */
export function explainFormulaProblem(problem: FormulaProblem | HaidangError, language: 'vi' | 'en'): string {
  const { at, text } =
    problem instanceof HaidangError
      ? { at: Number(problem.details.at ?? 0), text: reasonOf(problem) }
      : { at: problem.at, text: textOf(problem) };
  return language === 'en' ? `Character ${at + 1}: ${text.en}` : `Ký tự thứ ${at + 1}: ${text.vi}`;
}

/** The sentence in every language, without the place. */
export function textOf(problem: FormulaProblem): Text {
  const { vi, en } = texts[problem.code];
  const { name, allowed = [], regimes = [] } = problem;
  const laws = (language: 'vi' | 'en') => regimes.map((regime) => regimeNames[regime][language]).join(language === 'en' ? ' and ' : ' và ');
  const kinds = problem.code === 'wrong-type';
  const list = (language: 'vi' | 'en', or: string) =>
    some(
      allowed.map((word) => (kinds ? (kindNames[word]?.[language] ?? word) : quoted(word))),
      or,
    );
  return {
    vi: `${vi.replace('{name}', name).replace('{regimes}', laws('vi'))}${allowed.length > 0 ? `; cần ${list('vi', 'hoặc')}` : ''}.`,
    en: `${en.replace('{name}', name).replace('{regimes}', laws('en'))}${allowed.length > 0 ? `; expected ${list('en', 'or')}` : ''}.`,
  };
}

const regimeNames: { readonly [regime in NonNullable<FormulaProblem['regimes']>[number]]: Text } = {
  statistical: { vi: 'số liệu thống kê', en: 'statistics' },
  administrative: { vi: 'báo cáo hành chính', en: 'administrative reports' },
  operational: { vi: 'số điều hành tự đếm', en: 'own operational counts' },
};

/** What a reader of the grammar met instead of what it expected. Words of the grammar stand in quotes, the others are its own names ("field"). */
export function expectationText(expected: readonly string[], found: string | undefined): Text {
  const list = (language: 'vi' | 'en', or: string) =>
    some(
      expected.map((word) => grammarNames[word]?.[language] ?? word),
      or,
    ) || (language === 'en' ? 'something else' : 'nội dung khác');
  return {
    vi: `cần ${list('vi', 'hoặc')}, nhưng ${found === undefined ? 'đã hết chuỗi' : `gặp ${quoted(found)}`}.`,
    en: `expected ${list('en', 'or')}, but ${found === undefined ? 'the text ends' : `found ${quoted(found)}`}.`,
  };
}

/** What a text is refused for before its names are looked at. */
export const refusals = {
  'too-long': {
    vi: 'công thức không dài quá 2.000 ký tự.',
    en: 'a formula is not longer than 2,000 characters.',
  },
  'long-threshold': {
    vi: 'ngưỡng không dài quá 80 ký tự.',
    en: 'a threshold is not longer than 80 characters.',
  },
  'mixed-joints': {
    vi: '"and" và "or" không có thứ tự ưu tiên: hãy đặt các điều kiện đi với nhau trong ngoặc đơn (…).',
    en: '"and" and "or" have no order of precedence: put the conditions that belong together in parentheses (…).',
  },
} as const satisfies { readonly [name: string]: Text };

type Text = L10n & { readonly en: string };

const texts: { readonly [code in FormulaProblemCode]: Text } = {
  'unknown-dataset': { vi: 'không có tập dữ liệu "{name}"', en: 'there is no dataset "{name}"' },
  'unknown-field': { vi: 'không có trường "{name}"', en: 'there is no field "{name}"' },
  'unknown-value': { vi: '"{name}" không phải giá trị của trường này', en: '"{name}" is none of the values of the field' },
  'unknown-word': { vi: '"{name}" không phải từ của ngôn ngữ công thức', en: '"{name}" is no word of the formula language' },
  'unknown-indicator': { vi: 'không có chỉ tiêu "{name}"', en: 'there is no indicator "{name}"' },
  'circular-indicator': { vi: 'chỉ tiêu "{name}" dẫn trở lại chính nó', en: 'the indicator "{name}" leads back to itself' },
  'wrong-type': { vi: '"{name}" sai kiểu giá trị', en: '"{name}" has the wrong type' },
  'wrong-operator': { vi: '"{name}" không so sánh được bằng dấu này', en: '"{name}" is not compared in this way' },
  'wrong-argument': { vi: '"{name}" thiếu hoặc sai đối số', en: '"{name}" has no argument or the wrong one' },
  'wrong-shift': { vi: '"{name}" không cộng trừ được lượng này', en: '"{name}" cannot have that much added or taken away' },
  'other-record': {
    vi: '"{name}" thuộc bản ghi khác: cần trường của chính tập dữ liệu đang đếm',
    en: '"{name}" belongs to another record: a field of the dataset that is counted was expected',
  },
  'no-time': {
    vi: 'tập dữ liệu "{name}" không khai trường thời gian nghiệp vụ (time), nên không có dòng mới nhất',
    en: 'the dataset "{name}" declares no business time (time), so no row of it is the newest',
  },
  'no-expectation': {
    vi: 'tập dữ liệu "{name}" không khai kỳ giao (expects), nên không biết phải có bao nhiêu bản ghi',
    en: 'the dataset "{name}" declares no delivery (expects), so nobody knows how many records to expect',
  },
  'several-datasets': {
    vi: '"{name}" chỉ dùng được khi công thức đếm đúng một tập dữ liệu',
    en: '"{name}" needs a formula that counts exactly one dataset',
  },
  'counts-nothing': {
    vi: 'công thức không đếm tập dữ liệu nào: cần ít nhất một phép tính như count(…) hoặc sum(…)',
    en: 'the formula counts no dataset: at least one figure such as count(…) or sum(…) was expected',
  },
  'mixed-regimes': {
    vi: 'trộn số liệu của hai chế độ pháp lý ("{name}"): {regimes} không tính chung trong một công thức',
    en: 'mixes figures of two legal regimes ("{name}"): {regimes} never meet in one formula',
  },
  'empty-range': {
    vi: 'khoảng "{name}" rỗng: số đầu phải nhỏ hơn hoặc bằng số cuối',
    en: 'the range "{name}" is empty: its first number has to be the smaller one',
  },
};

const kindNames: { readonly [kind: string]: Text } = {
  number: { vi: 'số', en: 'a number' },
  boolean: { vi: 'đúng/sai', en: 'true or false' },
  text: { vi: 'chuỗi chữ', en: 'text' },
  unit: { vi: 'đơn vị hành chính', en: 'an administrative unit' },
  date: { vi: 'ngày (2026-01-31)', en: 'a date (2026-01-31)' },
  instant: { vi: 'thời điểm (2026-01-31T08:00:00+07:00)', en: 'an instant (2026-01-31T08:00:00+07:00)' },
  list: { vi: 'danh sách', en: 'a list' },
  position: { vi: 'vị trí (điểm)', en: 'a position (point)' },
  other: { vi: 'đối tượng', en: 'an object' },
};

const grammarNames: { readonly [name: string]: Text } = {
  field: { vi: 'tên trường', en: 'a field' },
  dataset: { vi: 'tên tập dữ liệu', en: 'a dataset' },
  name: { vi: 'tên', en: 'a name' },
  number: { vi: 'số', en: 'a number' },
  space: { vi: 'khoảng trắng', en: 'a space' },
  yardstick: {
    vi: 'mốc so sánh (plan, path, same_period, elapsed, mean_5y, sd, p50_5y)',
    en: 'a yardstick (plan, path, same_period, elapsed, mean_5y, sd, p50_5y)',
  },
  comparison: { vi: 'dấu so sánh (=, !=, <, <=, >, >=)', en: 'a comparison (=, !=, <, <=, >, >=)' },
  operator: { vi: 'dấu so sánh (>=, <=, >, <, =)', en: 'a comparison (>=, <=, >, <, =)' },
  end: { vi: 'hết chuỗi', en: 'the end' },
};

function reasonOf({ details: { reason } }: HaidangError): Text {
  const said = (language: string) => (reason && typeof reason === 'object' ? Reflect.get(reason, language) : reason);
  return { vi: String(said('vi') ?? ''), en: String(said('en') ?? '') };
}

// More names help nobody.
const most = 12;

function some(words: readonly string[], or: string): string {
  const shown = words.slice(0, most);
  if (words.length > most) return `${shown.join(', ')}, …`;
  return shown.length < 2 ? shown.join('') : `${shown.slice(0, -1).join(', ')} ${or} ${shown.at(-1)}`;
}

function quoted(word: string): string {
  return `"${word}"`;
}
