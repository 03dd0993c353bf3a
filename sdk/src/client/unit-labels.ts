import { languageOf } from './label.ts';

type Name = readonly [vi: string, en: string];

const names: { readonly [unit: string]: Name } = {
  '1': ['', ''],
  points: ['điểm', 'pts'],
  s: ['giây', 's'],
  ms: ['ms', 'ms'],
  min: ['phút', 'min'],
  h: ['giờ', 'h'],
  d: ['ngày', 'days'],
  wk: ['tuần', 'weeks'],
  mo: ['tháng', 'months'],
  a: ['năm', 'years'],
  t: ['tấn', 't'],
  ha: ['ha', 'ha'],
  m2: ['m²', 'm²'],
  km2: ['km²', 'km²'],
  m3: ['m³', 'm³'],
  'km/h': ['km/giờ', 'km/h'],
  'm/s': ['m/giây', 'm/s'],
  'm3/s': ['m³/giây', 'm³/s'],
  Cel: ['°C', '°C'],
  deg: ['°', '°'],
  'ug/m3': ['µg/m³', 'µg/m³'],
  VND: ['đồng', 'VND'],
  'million VND': ['triệu đồng', 'million VND'],
  'billion VND': ['tỷ đồng', 'billion VND'],
};

/** Name of a unit of measure by its UCUM code: `h` → "giờ", `m3` → "m³". A code without a name here is its own name. */
export function unitLabel(unit: string, locale: string): string {
  const name = names[unit];
  if (!name) return unit;
  return languageOf(locale) === 'vi' ? name[0] : name[1];
}
