import type { Table } from '../data/table.ts';
import type { Flaw, FlawKind } from './flaws.ts';

const texts: { readonly [kind in FlawKind]: (field: string, value: string) => string } = {
  orphan: (field, value) => `${field}: mã${value} không có trong danh mục.`,
  'unit-not-valid': (field, value) => `${field}: đơn vị hành chính${value} không có hiệu lực vào ngày của dòng này.`,
  outlier: (field, value) => `${field}: giá trị${value} lệch xa các giá trị khác của nơi gửi; kiểm tra lại hoặc xác nhận là đúng.`,
  'not-normalised': (field) => `${field}: có khoảng trắng ở đầu hoặc cuối.`,
};

/** What the supplier has to look at, in Vietnamese. Personal values are not told. */
export function flawMessage({ kind, field, value }: Flaw, table: Table): string {
  const isPersonal = table.entry.fields.get(field.name)?.property['x-personal'] !== undefined;
  const shown = isPersonal ? '' : ` "${String(value).slice(0, 100)}"`;
  return texts[kind](field.label.vi, shown);
}
