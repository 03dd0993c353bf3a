import type { FieldType, Json, PortData, Result, ResultField, Trust, Widget } from '@haidang/sdk';

const grade = { grade: 'unknown' } as const;

const trust: Trust = {
  asOf: '2026-11-20T14:32:01+07:00',
  receivedAt: '2026-11-20T14:32:02+07:00',
  freshness: 'live',
  status: 'operational',
  quality: { correct: grade, complete: grade, clean: grade, live: grade },
  source: { owner: 'Phan Thiết', system: 'Phản ánh hiện trường' },
};

/** A field of a test result; its label is its name. */
export function field(name: string, rest: Partial<ResultField> = {}): ResultField {
  return { name, type: 'integer', label: { vi: name }, ...rest };
}

/** A ready port, for tests. */
export function ready(fields: readonly ResultField[], rows: readonly (readonly Json[])[], rest: Partial<Result> = {}): PortData {
  const result = { fields, rows, trust, ...rest };
  return { state: rows.length > 0 ? 'ready' : 'empty', result, trust: result.trust };
}

const instant = /^\d{4}-\d{2}-\d{2}T/;
const date = /^\d{4}-\d{2}-\d{2}$/;

/** The data of a widget's sample as ports, types told from the values. */
export function sampleData<O>({ sample }: Widget<O>): { readonly [port: string]: PortData } {
  return Object.fromEntries(
    Object.entries(sample.data ?? {}).map(([port, rows]) => {
      const names = [...new Set(rows.flatMap((row) => Object.keys(row)))];
      const compare = (name: string) => (name.endsWith('_previous') ? { compare: 'previous' as const } : {});
      const fields = names.map((name) => field(name, { type: typeOf(rows.map((row) => row[name])), ...compare(name) }));
      return [
        port,
        ready(
          fields,
          rows.map((row) => names.map((name) => row[name] ?? null)),
        ),
      ];
    }),
  );
}

function typeOf(cells: readonly (Json | undefined)[]): FieldType {
  if (cells.every((cell) => typeof cell === 'number')) return cells.every((cell) => Number.isInteger(cell)) ? 'integer' : 'number';
  const texts = cells.filter((cell) => typeof cell === 'string');
  if (texts.every((text) => instant.test(text))) return 'date-time';
  return texts.every((text) => date.test(text)) ? 'date' : 'string';
}
