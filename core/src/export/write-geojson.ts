import type { Json } from '@haidang/sdk';
import { nameOf } from './columns.ts';
import type { Provenance } from './provenance.ts';
import type { ExportTable } from './table.ts';

interface Writing {
  readonly table: ExportTable;
  readonly provenance: Provenance;
  /** Field whose values are the shapes. */
  readonly geo: string;
  readonly language: 'vi' | 'en';
}

/** A feature collection (RFC 7946, WGS 84): a row without a place has no geometry; names of codes stand beside them; where the rows come from is the foreign member `provenance`. */
export async function* writeGeojson({ table, provenance, geo, language }: Writing): AsyncGenerator<string> {
  yield `{"type":"FeatureCollection","provenance":${JSON.stringify(provenance.data)},"features":[`;
  const place = table.fields.findIndex(({ name }) => name === geo);
  let separator = '\n';
  for await (const { fields, rows } of table.pages()) {
    let text = '';
    for (const row of rows) {
      const properties: { [name: string]: Json } = {};
      for (const [index, { name, values }] of fields.entries()) {
        if (index === place) continue;
        const value = row[index] ?? null;
        properties[name] = value;
        const words = values ? nameOf(value, values, language) : null;
        if (words !== null) properties[`${name}.name`] = words;
      }
      text += `${separator}${JSON.stringify({ type: 'Feature', geometry: row[place] ?? null, properties })}`;
      separator = ',\n';
    }
    yield text;
  }
  yield '\n]}\n';
}
