import type { Json } from '@haidang/sdk';
import type { Provenance } from './provenance.ts';
import type { ExportTable } from './table.ts';

/** One object a line by field names, as the bulk route takes them; where the rows come from is the first line. */
export async function* writeNdjson({
  table,
  provenance,
}: {
  readonly table: ExportTable;
  readonly provenance: Provenance;
}): AsyncGenerator<string> {
  yield `${JSON.stringify(provenance.data)}\n`;
  const names = table.fields.map(({ name }) => name);
  for await (const { rows } of table.pages()) {
    let text = '';
    for (const row of rows) {
      const record: { [name: string]: Json } = {};
      for (const [index, name] of names.entries()) {
        const value = row[index] ?? null;
        if (value !== null) record[name] = value;
      }
      text += `${JSON.stringify(record)}\n`;
    }
    yield text;
  }
}
