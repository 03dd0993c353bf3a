import type { FieldType, L10n } from '@haidang/sdk';

/** What of a field stands in a column: its value, one of the two numbers of a position, or the name of its code. */
export type Part = 'value' | 'longitude' | 'latitude' | 'name';

/** What a table of a file needs to know of a field. */
export interface ColumnField {
  readonly name: string;
  readonly type: FieldType;
  readonly label: L10n;
  readonly unit?: string;
  /** Its values are codes that have names. */
  readonly isCode?: boolean;
}

/** A column of a table in a file. */
export interface SheetColumn {
  readonly field: ColumnField;
  readonly part: Part;
}

/** How columns are headed: by names for programs, or by labels for readers. */
export type Headers = 'names' | 'vi' | 'en';

const words: { readonly [part in Exclude<Part, 'value'>]: { readonly vi: string; readonly en: string } } = {
  longitude: { vi: 'kinh độ', en: 'longitude' },
  latitude: { vi: 'vĩ độ', en: 'latitude' },
  name: { vi: 'tên', en: 'name' },
};

/** Columns of fields: a position takes two, a code may have its name beside it. */
export function columnsOf(fields: readonly ColumnField[], { withNames }: { readonly withNames: boolean }): readonly SheetColumn[] {
  return fields.flatMap((field): SheetColumn[] => {
    if (field.type === 'geo-point')
      return [
        { field, part: 'longitude' },
        { field, part: 'latitude' },
      ];
    return withNames && field.isCode
      ? [
          { field, part: 'value' },
          { field, part: 'name' },
        ]
      : [{ field, part: 'value' }];
  });
}

/** The header of a column. Labels that two fields share are told apart by the name. */
export function headerOf({ field, part }: SheetColumn, headers: Headers, fields: readonly ColumnField[]): string {
  if (headers === 'names') return part === 'value' ? field.name : `${field.name}.${part}`;
  const label = labelOf(field, headers);
  const isShared = fields.some((other) => other.name !== field.name && labelOf(other, headers) === label);
  return withPart(isShared ? full(field, headers) : label, part, headers);
}

/** Finds columns by what may stand above them: field names, or labels in either language. */
export function columnFinder(fields: readonly ColumnField[]): (header: string) => SheetColumn | undefined {
  const found = new Map<string, SheetColumn>();
  const coded = fields.map((field) => ({ ...field, isCode: true }));
  // Names are sure; where a label of one is the name of another, the name counts.
  for (const headers of ['names', 'vi', 'en'] as const)
    for (const column of [...columnsOf(coded, { withNames: true }), ...fields.map((field): SheetColumn => ({ field, part: 'value' }))]) {
      const own = headerOf(column, headers, fields);
      const whole = headers === 'names' ? own : withPart(full(column.field, headers), column.part, headers);
      for (const header of [own, whole].map(normal)) if (!found.has(header)) found.set(header, column);
    }
  return (header) => found.get(normal(header));
}

/** The label with the name, which no other field has. */
function full(field: ColumnField, headers: 'vi' | 'en'): string {
  return `${labelOf(field, headers)} [${field.name}]`;
}

function withPart(header: string, part: Part, headers: 'vi' | 'en'): string {
  return part === 'value' ? header : `${header} (${words[part][headers]})`;
}

function labelOf({ label, unit }: ColumnField, headers: 'vi' | 'en'): string {
  const text = (label[headers] ?? label.vi).replace(/\s+/g, ' ').trim();
  return unit === undefined ? text : `${text} (${unit})`;
}

function normal(header: string): string {
  return header.normalize('NFC').replace(/\s+/g, ' ').trim().toLowerCase();
}
