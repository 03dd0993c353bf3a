import { iocSchema } from './ioc.schema.ts';
import type { JsonSchema } from './json-schema.ts';
import { manifestSchema } from './manifest.schema.ts';
import { mappingSchema } from './mapping.schema.ts';
import { derivedPageSchema, pageSchema, templateSchema, wholePageSchema } from './page.schema.ts';
import { roleSchema } from './role.schema.ts';
import { sourceSchema } from './source.schema.ts';

/** JSON Schemas (2020-12) of everything that is kept as a document or shipped as data. */
export const documentSchemas = {
  ioc: iocSchema,
  page: pageSchema,
  'whole-page': wholePageSchema,
  'derived-page': derivedPageSchema,
  template: templateSchema,
  source: sourceSchema,
  mapping: mappingSchema,
  role: roleSchema,
  manifest: manifestSchema,
} as const satisfies { readonly [kind: string]: JsonSchema };

/** What `checkDocument` knows. */
export type CheckedKind = keyof typeof documentSchemas;
