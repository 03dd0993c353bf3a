import type { L10n } from '../schema.ts';

/** What can be wrong in a document. */
export type FaultCode =
  | 'missing'
  | 'unknown-key'
  | 'wrong-type'
  | 'wrong-value'
  | 'wrong-form'
  | 'wrong-name'
  | 'out-of-limits'
  | 'too-long'
  | 'too-large'
  | 'doubled'
  | 'unknown-section'
  | 'unknown-widget'
  | 'unknown-variable'
  | 'endless'
  | 'template-missing'
  | 'template-older'
  | 'not-in-template'
  | 'locked'
  | 'parameter-missing'
  | 'not-json';

/** One wrong place of a document: its path (JSON Pointer, RFC 6901; "" is the whole), what is wrong, and a sentence in Vietnamese. */
export interface Fault {
  readonly path: string;
  readonly code: FaultCode;
  readonly details: FaultDetails;
  readonly message: string;
}

/** What a sentence about a fault may name. */
export interface FaultDetails {
  readonly [name: string]: string | number | readonly (string | number | boolean)[];
}

const texts: { readonly [code in FaultCode]: L10n } = {
  missing: { vi: 'thiếu', en: 'is missing' },
  'unknown-key': { vi: 'không có thuộc tính này; các thuộc tính được dùng: {allowed}', en: 'is not known here; known are {allowed}' },
  'wrong-type': { vi: 'phải là {expected}', en: 'must be {expected}' },
  'wrong-value': { vi: 'phải là một trong: {allowed}', en: 'must be one of {allowed}' },
  'wrong-form': { vi: 'không đúng dạng; ví dụ: {example}', en: 'has the wrong form; an example: {example}' },
  'wrong-name': { vi: 'tên không đúng dạng; ví dụ: {example}', en: 'is not a name of the right form; an example: {example}' },
  'out-of-limits': { vi: 'vượt giới hạn: {limit}', en: 'is beyond the limit: {limit}' },
  'too-long': { vi: 'dài {length} ký tự, nhiều nhất {limit}', en: 'has {length} characters, at most {limit} are allowed' },
  'too-large': { vi: 'tài liệu lớn {length} byte, nhiều nhất {limit}', en: 'the document has {length} bytes, at most {limit} are allowed' },
  doubled: { vi: 'bị lặp', en: 'is there twice' },
  'unknown-section': { vi: 'trang không có phần "{name}"', en: 'the page has no section "{name}"' },
  'unknown-widget': { vi: 'trang không có tiện ích "{name}"', en: 'the page has no widget "{name}"' },
  'unknown-variable': { vi: 'trang không có biến "{name}"', en: 'the page has no variable "{name}"' },
  endless: { vi: 'phần "{name}" nằm trong chính nó', en: 'the section "{name}" stands inside itself' },
  'template-missing': {
    vi: 'chưa có mẫu trang "{name}"; hãy cài phân hệ có mẫu này',
    en: 'the page template "{name}" is not there; install the plugin that has it',
  },
  'template-older': {
    vi: 'mẫu "{name}" đang có bản {found}, trang làm từ bản {wanted}',
    en: 'the template "{name}" has revision {found}, the page was made from {wanted}',
  },
  'not-in-template': { vi: 'mẫu "{name}" không có phần này để sửa', en: 'the template "{name}" has no such part to differ from' },
  locked: { vi: 'mẫu khoá phần này ({lock})', en: 'the template locks this ({lock})' },
  'not-json': { vi: 'tệp không phải JSON: {reason}', en: 'the file is not JSON: {reason}' },
  'parameter-missing': { vi: 'thiếu giá trị của tham số "{name}"', en: 'the parameter "{name}" has no value' },
};

/** Makes a fault with its sentence. */
export function fault(path: string, code: FaultCode, details: FaultDetails = {}): Fault {
  return { path, code, details, message: faultText({ code, details }) };
}

/** The sentence of a fault in a language, Vietnamese where there is no other. */
export function faultText({ code, details }: Pick<Fault, 'code' | 'details'>, language = 'vi'): string {
  const text = texts[code][language] ?? texts[code].vi;
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(details[name] ?? whole).replaceAll(',', ', '));
}

/** JSON Pointer (RFC 6901) of a path. */
export function pointer(...path: readonly (string | number)[]): string {
  return path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}
