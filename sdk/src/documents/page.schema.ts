import { definitions, icon, idOf, l10n, names, profiles, rank } from './definitions.ts';
import { differencesOf } from './differences.ts';
import { closed, form, type JsonSchema, listOf, mapOf, oneOf, ref, tagged, when } from './json-schema.ts';

const draft = 'https://json-schema.org/draft/2020-12/schema';
const cell = { type: 'integer', minimum: 0, maximum: 10_000 };
const number = { type: 'number' };
const json = {};
const options = { type: 'object' };
const classification = oneOf('public', 'internal', 'restricted');

const layout = tagged('kind', {
  flow: closed({ columns: oneOf(12, 24), dense: { type: 'boolean' } }),
  grid: closed({ columns: { type: 'integer', minimum: 1, maximum: 48 }, rows: { type: 'integer', minimum: 1, maximum: 1000 } }),
  tabs: closed({}),
});
const span = closed(
  {
    w: { type: 'integer', minimum: 1, maximum: 48 },
    h: when({ type: 'string' }, { const: 'auto' }, { type: 'integer', minimum: 1, maximum: 1000 }),
  },
  ['w', 'h'],
);
const at = { type: 'array', prefixItems: [cell, cell], items: false, minItems: 2 };

const section = closed(
  {
    rank,
    title: l10n(160),
    in: idOf('sc'),
    layout,
    show: ref('condition'),
    access: ref('access'),
    collapsed: { type: 'boolean' },
    repeat: closed({ var: names.variable, max: { type: 'integer', minimum: 1, maximum: 500 } }, ['var']),
  },
  ['rank', 'layout'],
);

/** Pages name contributions in full; templates are short about their own plugin. */
function parts(contribution: JsonSchema) {
  const query = { allOf: [ref('queryWithVars'), { properties: { from: contribution } }] };
  const bind = mapOf(names.snake, query, 20);
  const placement = closed(
    {
      use: contribution,
      v: { type: 'integer', minimum: 1 },
      in: idOf('sc'),
      rank,
      span,
      at,
      title: l10n(160),
      note: l10n(2000),
      bind,
      options,
      show: ref('condition'),
      access: ref('access'),
      classification,
      lock: listOf(oneOf('move', 'options', 'bind', 'remove'), { uniqueItems: true }),
    },
    ['use', 'v', 'in', 'rank'],
  );
  const link = closed(
    {
      from: idOf('w'),
      on: oneOf('select', 'brush', 'open'),
      do: tagged('kind', {
        filter: closed({ by: names.dimension, var: names.variable }, ['by']),
        highlight: closed({ by: names.dimension }, ['by']),
        drill: closed({ to: when({ type: 'string', pattern: '^pg_' }, idOf('pg'), contribution), carry: listOf(names.variable) }, [
          'to',
          'carry',
        ]),
        detail: closed({ use: contribution, bind }, ['use']),
      }),
      to: when(
        { type: 'object', required: ['except'] },
        closed({ except: listOf(idOf('w')) }),
        when({ type: 'object' }, closed({ only: listOf(idOf('w')) }, ['only']), oneOf('page', 'section')),
      ),
    },
    ['from', 'on', 'do'],
  );
  return { placement, link };
}

const common = { rank, label: l10n(160) };
const variable = tagged('kind', {
  dimension: closed(
    {
      ...common,
      of: names.dimension,
      many: { type: 'boolean' },
      default: when({ type: 'array' }, listOf({ type: 'string' }), { const: 'mine' }),
      within: names.variable,
    },
    ['rank', 'of'],
  ),
  choice: closed(
    { ...common, choices: { type: 'object', minProperties: 1, additionalProperties: l10n(160) }, default: { type: 'string' } },
    ['rank', 'choices'],
  ),
  number: closed(
    { ...common, min: number, max: number, step: { type: 'number', exclusiveMinimum: 0 }, default: number, unit: { type: 'string' } },
    ['rank'],
  ),
  text: closed({ ...common, maxLength: { type: 'integer', minimum: 1, maximum: 1000 } }, ['rank', 'maxLength']),
});

const patch = closed({
  columns: oneOf(4, 8, 12, 24),
  widgets: mapOf(idOf('w'), closed({ span, at, rank, options, hide: { const: true } })),
  sections: mapOf(idOf('sc'), closed({ rank, layout, hide: { const: true } })),
});

function body(contribution: JsonSchema) {
  const { placement, link } = parts(contribution);
  return {
    shown: {
      menu: closed({ rank, icon }, ['rank']),
      access: ref('access'),
      classification,
      time: ref('time'),
      vars: mapOf(names.variable, variable, 40),
      links: mapOf(idOf('ln'), link, 500),
      profiles: closed(Object.fromEntries(profiles.filter((profile) => profile !== 'desk').map((profile) => [profile, patch]))),
    },
    content: { sections: mapOf(idOf('sc'), section, 60), widgets: mapOf(idOf('w'), placement, 500) },
  };
}

const title = l10n(160);
const level = oneOf(1, 2, 3, 4);
const head = {
  kind: { const: 'page' },
  format: { const: 1 },
  id: idOf('pg'),
  slug: form('^[a-z0-9]+(?:-[a-z0-9]+)*$', 'toan-canh', { maxLength: 80 }),
  title,
  level,
  parent: idOf('pg'),
};
const base = closed(
  {
    template: when({ type: 'string', pattern: '^pg_' }, idOf('pg'), names.qualified),
    version: { type: 'integer', minimum: 1 },
    params: mapOf(names.variable, json),
  },
  ['template', 'version'],
);
const document = body(names.qualified);
const shipped = body(names.short);

/** JSON Schema of `WholePage`. */
export const wholePageSchema: JsonSchema = {
  $schema: draft,
  $id: 'urn:haidang:document:whole-page:1',
  $defs: definitions,
  ...closed({ ...head, ...document.shown, ...document.content }, ['kind', 'format', 'id', 'slug', 'title', 'level', 'sections', 'widgets']),
};

/** JSON Schema of `DerivedPage`: what stands in it has the right form; whether the whole has, only its template tells. */
export const derivedPageSchema: JsonSchema = {
  $schema: draft,
  $id: 'urn:haidang:document:derived-page:1',
  $defs: definitions,
  ...closed(
    {
      ...head,
      base,
      ...(differencesOf(closed({ ...document.shown, ...document.content })).properties as { readonly [name: string]: JsonSchema }),
    },
    ['kind', 'format', 'id', 'slug', 'title', 'level', 'base'],
  ),
};

/** JSON Schema of `Page`. */
export const pageSchema: JsonSchema = {
  $schema: draft,
  $id: 'urn:haidang:document:page:1',
  ...when(
    { type: 'object', required: ['base'] },
    { $ref: 'urn:haidang:document:derived-page:1' },
    { $ref: 'urn:haidang:document:whole-page:1' },
  ),
};

/** JSON Schema of `PageTemplate`. */
export const templateSchema: JsonSchema = {
  $schema: draft,
  $id: 'urn:haidang:document:template:1',
  $defs: definitions,
  ...closed(
    {
      title,
      level,
      version: { type: 'integer', minimum: 1 },
      params: mapOf(names.variable, variable, 40),
      ...shipped.shown,
      ...shipped.content,
    },
    ['title', 'level', 'sections', 'widgets'],
  ),
};
