import type { Json } from '@haidang/sdk';
import type { Reason as Code, Fault } from '../data/faults.ts';
import type { Reason } from './read/bad-file.ts';

type Details = NonNullable<Fault['details']>;

const texts: { readonly [code in Code]: (details: Details) => Reason } = {
  'unknown-field': () => ({ vi: 'tập dữ liệu không có trường này.', en: 'the dataset has no such field.' }),
  missing: () => ({ vi: 'thiếu giá trị bắt buộc.', en: 'a required value is missing.' }),
  'wrong-type': ({ type }) => ({ vi: `sai kiểu${of(type)}.`, en: `the wrong type${of(type)}.` }),
  'bad-key': () => ({ vi: 'khoá trống hoặc không dùng được.', en: 'the key is empty or cannot be used.' }),
  'bad-text': () => ({ vi: 'có ký tự không hợp lệ.', en: 'it holds characters that are no text.' }),
  'bad-format': ({ format, pattern }) => ({ vi: `sai dạng${of(format ?? pattern)}.`, en: `the wrong form${of(format ?? pattern)}.` }),
  'bad-date': () => ({ vi: 'ngày giờ không có thật.', en: 'this is no possible date.' }),
  'zone-missing': () => ({ vi: 'thời gian không có múi giờ.', en: 'the time has no offset.' }),
  'not-in-list': ({ allowed }) => ({ vi: `không có trong danh mục${of(allowed)}.`, en: `this is not in the list${of(allowed)}.` }),
  'unknown-unit': ({ versions }) => ({
    vi: `không có đơn vị hành chính này${of(unitNames(versions))}.`,
    en: `there is no such administrative unit${of(unitNames(versions))}.`,
  }),
  'unit-version-missing': ({ versions }) => ({
    vi: `mã đơn vị hành chính thiếu phiên bản, mã@ngày${of(unitNames(versions))}.`,
    en: `the unit code has no version, code@date${of(unitNames(versions))}.`,
  }),
  'out-of-range': ({ swapped, longitude, latitude, ...limits }) => ({
    vi: `ngoài giới hạn${of(list(limits))}${swap(swapped, 'vi')}.`,
    en: `out of range${of(list(limits))}${swap(swapped, 'en')}.`,
  }),
  'at-zero': () => ({ vi: 'toạ độ 0, 0.', en: 'the position is 0, 0.' }),
  'far-from-unit': ({ km, unit, swapped }) => ({
    vi: `cách địa bàn ${unit} ${km} km${swap(swapped, 'vi')}.`,
    en: `${km} km from its unit ${unit}${swap(swapped, 'en')}.`,
  }),
  'too-long': (details) => ({ vi: `quá dài${of(list(details))}.`, en: `too long${of(list(details))}.` }),
  'too-short': (details) => ({ vi: `quá ngắn${of(list(details))}.`, en: `too short${of(list(details))}.` }),
  'too-deep': () => ({ vi: 'lồng nhau quá nhiều lớp.', en: 'nested too deeply.' }),
  'outside-scope': () => ({ vi: 'ngoài phạm vi được ghi.', en: 'outside of what the caller may write.' }),
  'by-system': () => ({ vi: 'do hệ thống ghi, không sửa trực tiếp được.', en: 'written by the system alone.' }),
  'by-step': ({ vi, en }) => ({ vi: `chỉ thay đổi bằng bước xử lý${of(vi)}.`, en: `changed by steps only${of(en)}.` }),
  'by-clock': () => ({ vi: 'thời hạn do hệ thống tính, gia hạn bằng bước xử lý.', en: 'deadlines are worked out, and extended by steps.' }),
  locked: ({ state }) => ({ vi: `đã khoá${of(state)}.`, en: `locked${of(state)}.` }),
  'too-old': ({ keep }) => ({
    vi: `đã quá thời gian lưu của tập dữ liệu${of(keep)}.`,
    en: `older than what the dataset keeps${of(keep)}.`,
  }),
  'bad-formula': ({ vi, en }) => ({ vi: `công thức sai. ${vi}`, en: `the formula is wrong. ${en}` }),
  'not-valid': () => ({ vi: 'không hợp lệ.', en: 'not valid.' }),
};

/** Why the writer has refused a row, as a sentence; a reason that is not known here stays as it is. */
export function refusalText(reason: string, details: Details = {}): Reason | string {
  const text = Reflect.get(texts, reason) as (typeof texts)[Code] | undefined;
  return text ? text(details) : reason;
}

function of(said: Json | undefined): string {
  if (said === undefined || said === '') return '';
  return ` (${Array.isArray(said) ? said.slice(0, 20).join(', ') : String(said)})`;
}

function list(details: Details): string {
  return Object.entries(details)
    .filter(([, value]) => typeof value !== 'object')
    .map(([name, value]) => `${name} ${value}`)
    .join(', ');
}

/** Units with their names, of a fault's `versions`: a code alone does not tell which place it was. */
export function unitNames(versions: Json | undefined): readonly string[] | undefined {
  if (!Array.isArray(versions)) return undefined;
  return versions.map((version: Json) => {
    if (typeof version !== 'object' || version === null || !('key' in version)) return String(version);
    return 'title' in version ? `${version.title} (${version.key})` : String(version.key);
  });
}

function swap(swapped: Json | undefined, language: 'vi' | 'en'): string {
  if (swapped !== true) return '';
  return language === 'vi' ? '; có lẽ kinh độ và vĩ độ bị đổi chỗ' : '; longitude and latitude may be swapped';
}
