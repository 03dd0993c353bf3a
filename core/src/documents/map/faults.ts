import type { L10n, Problem } from '@haidang/sdk';

export type MapFaultCode = keyof typeof texts;

/** One thing that is wrong with a map file; `path` is a JSON Pointer (RFC 6901), "" the whole file. */
export interface MapFault {
  readonly file: string;
  readonly path: string;
  readonly code: MapFaultCode;
  readonly details: Details;
}

interface Details {
  readonly [name: string]: string | number;
}

/** Thrown where a shape is wrong, and caught where its file is read. */
export class MapError extends Error {
  readonly path: string;
  readonly code: MapFaultCode;
  readonly details: Details;
  constructor(path: string, code: MapFaultCode, details: Details = {}) {
    super(`${code} ${path}`);
    this.name = 'MapError';
    this.path = path;
    this.code = code;
    this.details = details;
  }
}

const rewrite: L10n = {
  vi: 'xuất lại từ phần mềm bản đồ dạng GeoJSON, hệ WGS 84 (EPSG:4326)',
  en: 'export it again as GeoJSON in WGS 84 (EPSG:4326)',
};

/** What is wrong, and what to do. */
const texts = {
  unread: {
    says: { vi: 'không đọc được tệp ({reason})', en: 'the file cannot be read ({reason})' },
    fix: { vi: 'kiểm tra quyền đọc và tên tệp', en: 'check its name and who may read it' },
  },
  'unknown-file': {
    says: { vi: 'tệp này không được dùng', en: 'this file is not used' },
    fix: { vi: 'đổi tên thành một trong: {names}', en: 'call it one of {names}' },
  },
  'too-large': {
    says: { vi: 'tệp lớn {size} MB, nhiều nhất {limit} MB', en: 'the file has {size} MB, at most {limit} MB are allowed' },
    fix: { vi: 'giản lược đường nét; sai lệch 10 m là đủ nhỏ', en: 'simplify its lines; 10 m is fine enough' },
  },
  'not-json': {
    says: { vi: 'tệp không phải JSON viết bằng UTF-8: {reason}', en: 'the file is not JSON in UTF-8: {reason}' },
    fix: rewrite,
  },
  'not-collection': {
    says: { vi: 'phải là FeatureCollection, đang là {found}', en: 'must be a FeatureCollection, but is {found}' },
    fix: rewrite,
  },
  'source-missing': {
    says: { vi: 'thiếu "source": nguồn của hình', en: '"source" is missing: where the shapes come from' },
    fix: {
      vi: 'thêm ở đầu tệp: "source": "cơ quan, năm, giấy phép"',
      en: 'add at the top of the file: "source": "office, year, licence"',
    },
  },
  'wrong-crs': {
    says: { vi: 'hệ toạ độ là {found}', en: 'the coordinate system is {found}' },
    fix: rewrite,
  },
  empty: {
    says: { vi: 'không có hình nào', en: 'there is no shape in it' },
    fix: { vi: 'xoá tệp, hoặc thêm hình', en: 'remove the file, or add shapes' },
  },
  'wrong-geometry': {
    says: { vi: 'phải là {expected}, đang là {found}', en: 'must be {expected}, but is {found}' },
    fix: rewrite,
  },
  'not-position': {
    says: { vi: 'không phải [kinh độ, vĩ độ]', en: 'is not [longitude, latitude]' },
    fix: rewrite,
  },
  swapped: {
    says: {
      vi: '[{first}, {second}]: vĩ độ đứng trước kinh độ',
      en: '[{first}, {second}]: the latitude stands before the longitude',
    },
    fix: { vi: 'đổi chỗ: GeoJSON viết kinh độ trước', en: 'swap them: GeoJSON has the longitude first' },
  },
  'not-degrees': {
    says: {
      vi: '[{first}, {second}] không phải độ; có lẽ là VN-2000 tính bằng mét',
      en: '[{first}, {second}] are not degrees; perhaps metres of VN-2000',
    },
    fix: rewrite,
  },
  'ring-short': {
    says: { vi: 'đường bao có dưới 3 điểm khác nhau', en: 'the ring has fewer than 3 different positions' },
    fix: { vi: 'vẽ lại hoặc bỏ hình này', en: 'draw this shape again, or take it out' },
  },
  'line-short': {
    says: { vi: 'đường có dưới 2 điểm khác nhau', en: 'the line has fewer than 2 different positions' },
    fix: { vi: 'vẽ lại hoặc bỏ hình này', en: 'draw this shape again, or take it out' },
  },
  'unit-missing': {
    says: { vi: 'thiếu thuộc tính "unit"', en: 'the property "unit" is missing' },
    fix: { vi: 'ghi mã@phiên bản như trong units.csv', en: 'write code@version as in units.csv' },
  },
  'unknown-unit': {
    says: { vi: 'units.csv không có đơn vị "{unit}"', en: 'units.csv has no unit "{unit}"' },
    fix: { vi: 'ghi mã@phiên bản như trong units.csv', en: 'write code@version as in units.csv' },
  },
  doubled: {
    says: { vi: 'đơn vị "{unit}" đã có hình ở trên', en: 'the unit "{unit}" has a shape already' },
    fix: { vi: 'gộp các mảnh thành một MultiPolygon', en: 'join the parts into one MultiPolygon' },
  },
  more: {
    says: { vi: 'còn {n} hình có lỗi', en: '{n} more shapes are wrong' },
    fix: { vi: 'sửa các lỗi trên rồi kiểm tra lại', en: 'mend the ones above and check again' },
  },
} as const satisfies { readonly [code: string]: { readonly says: L10n; readonly fix: L10n } };

/** The faults of map files as problems, in a language. */
export function mapProblems(faults: readonly MapFault[], since: string, language: 'vi' | 'en'): Problem[] {
  return faults.map(({ file, path, code, details }) => {
    const say = (text: L10n) => (text[language] ?? text.vi).replace(/\{(\w+)\}/g, (whole, name: string) => String(details[name] ?? whole));
    const { says, fix } = texts[code];
    return {
      of: `map:${file.replace(/\.geojson$/, '')}`,
      code: 'map-invalid',
      message: `${path ? `${path}: ` : ''}${say(says)}`,
      since,
      fix: `map/${file}: ${say(fix)}`,
    };
  });
}
