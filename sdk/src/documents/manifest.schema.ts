import { definitions, duration, hour, icon, l10n, names, threshold } from './definitions.ts';
import { choose, closed, form, type JsonSchema, listOf, mapOf, oneOf, ref, unless, when } from './json-schema.ts';
import { formats, properties } from './property.schema.ts';

const text = { type: 'string', minLength: 1 };
const yes = { type: 'boolean' };
const scalar = { type: ['string', 'number', 'boolean'] };
const fields = listOf(names.snake, { minItems: 1, uniqueItems: true });
const range = form('^[\\d^~<>=|.\\s*x-]+$', '^1.0.0');
const version = form('^\\d+\\.\\d+\\.\\d+(?:-[0-9A-Za-z.-]+)?(?:\\+[0-9A-Za-z.-]+)?$', '1.0.0');
const hash = form('^sha256-[A-Za-z0-9+/]{43}=$', 'sha256-…');
const regime = oneOf('statistical', 'administrative', 'operational');

const row = closed(
  {
    type: { const: 'object' },
    additionalProperties: { const: false },
    properties: mapOf(names.snake, ref('property'), 200),
    required: listOf(names.snake, { uniqueItems: true }),
  },
  ['type', 'additionalProperties', 'properties'],
);
const optionRow = closed(
  {
    type: { const: 'object' },
    additionalProperties: { const: false },
    properties: mapOf(form('^[a-z][a-zA-Z0-9_]{0,47}$', 'decimals'), ref('property'), 100),
    required: listOf(text, { uniqueItems: true }),
  },
  ['type', 'additionalProperties', 'properties'],
);

const value = when({ type: 'object' }, closed({ field: names.snake }, ['field']), scalar);
const change = choose(
  {
    add: closed({ add: names.snake, value }),
    rename: closed({ rename: { type: 'array', prefixItems: [text, text], items: false, minItems: 2 } }),
    archive: closed({ archive: text }),
    widen: closed({ widen: text }),
    backfill: closed({ backfill: names.snake, value, where: ref('filter') }, ['backfill', 'value']),
  },
  closed({ key: fields }, ['key']),
);
const changes = mapOf(form('^(?:[2-9]|[1-9]\\d+)$', '2'), listOf(change, { minItems: 1 }));

const roles = listOf(names.role, { uniqueItems: true });
const patched = when(
  { type: 'object' },
  choose({ field: closed({ field: names.snake }) }, closed({ plus: { type: 'number' } }, ['plus'])),
  { type: [...scalar.type, 'null'] },
);
const workflow = closed(
  {
    field: names.snake,
    initial: text,
    source: listOf(text, { minItems: 1, uniqueItems: true }),
    transitions: mapOf(
      names.snake,
      closed(
        {
          from: listOf(text, { minItems: 1, uniqueItems: true }),
          to: text,
          must: ref('filter'),
          needs: listOf(names.snake, { uniqueItems: true }),
          set: mapOf(names.snake, patched),
          notify: roles,
          after: ref('span'),
          notBy: listOf(names.snake),
        },
        ['from', 'to'],
      ),
    ),
    clocks: mapOf(
      names.snake,
      closed(
        {
          runs: listOf(text, { minItems: 1 }),
          rests: listOf(text),
          limits: ref('limits'),
          due: names.snake,
          original: names.snake,
          escalate: ref('escalation'),
        },
        ['runs', 'limits'],
      ),
    ),
  },
  ['field', 'initial', 'transitions'],
);
const isOneWorkflow = { required: ['field'], properties: { field: { type: 'string' } } };
const workflows = { ...mapOf(names.snake, workflow), minProperties: 1 };

const dataset = closed(
  {
    row,
    key: fields,
    time: names.snake,
    geo: names.snake,
    unit: names.snake,
    agency: names.snake,
    expects: closed(
      {
        every: duration,
        by: hour,
        after: duration,
        workdays: yes,
        from: names.snake,
        among: ref('filter'),
        grace: duration,
        floor: { type: 'number', minimum: 0, maximum: 1 },
        frozen: duration,
      },
      ['every'],
    ),
    regime,
    rules: mapOf(names.snake, closed({ where: ref('filter'), must: ref('filter'), critical: yes }, ['must'])),
    scope: oneOf('all', 'unit', 'own'),
    open: when({ type: 'boolean' }, { const: true }, closed({ where: ref('filter'), floor: { type: 'integer', minimum: 1 } })),
    keep: duration,
    history: yes,
    workflow: when(isOneWorkflow, workflow, workflows),
    changes,
  },
  ['row', 'key'],
);

const indicator = closed(
  {
    formula: { type: 'string', minLength: 1, maxLength: 2000 },
    unit: text,
    frequency: ref('frequencies'),
    direction: oneOf('up', 'down', 'target'),
    levels: ref('levels'),
    atLeast: { type: 'integer', minimum: 1 },
    by: fields,
    regime,
    legal: text,
    code: text,
    revision: { type: 'integer', minimum: 1 },
  },
  ['formula', 'unit', 'frequency'],
);

const alert = closed(
  {
    watch: ref('query'),
    when: unless(oneOf('late', 'frozen'), threshold),
    lasting: duration,
    clears: threshold,
    priority: oneOf('critical', 'high', 'medium', 'low'),
    notify: roles,
    respond: ref('span'),
    repeat: duration,
    escalate: ref('escalation'),
  },
  ['watch', 'priority', 'notify'],
);

const leastMost = {
  type: 'array',
  prefixItems: [
    { type: 'integer', minimum: 0 },
    { type: 'integer', minimum: 0 },
  ],
  items: false,
  minItems: 2,
};
const fieldType = oneOf('string', 'integer', 'number', 'boolean', 'json', 'list', ...formats.filter((format) => format !== 'email'));
const widget = closed(
  {
    element: form('^[a-z][a-z0-9]*(?:-[a-z0-9]+)+$', 'field-reports-board'),
    module: form('^\\./widgets/[a-z0-9]+(?:-[a-z0-9]+)*\\.js$', './widgets/board.js'),
    group: oneOf('value', 'chart', 'map', 'table', 'list', 'media', 'text', 'control', 'action'),
    options: optionRow,
    changes,
    ports: mapOf(
      names.snake,
      closed(
        {
          shape: oneOf('scalar', 'series', 'matrix', 'points', 'areas', 'rows', 'stream'),
          measures: leastMost,
          by: leastMost,
          fields: mapOf(names.snake, fieldType),
          optional: yes,
        },
        ['shape'],
      ),
      20,
    ),
    emits: listOf(oneOf('select', 'brush', 'open'), { uniqueItems: true }),
    accepts: listOf(oneOf('filter', 'highlight'), { uniqueItems: true }),
    size: closed({ min: ref('cells'), ideal: ref('cells'), max: ref('cells') }, ['min', 'ideal']),
    sizes: listOf(oneOf('xs', 's', 'm', 'l', 'xl', 'wall'), { minItems: 1, uniqueItems: true }),
    sample: closed({ options: { type: 'object' }, data: mapOf(names.snake, listOf({ type: 'object' })) }),
    embed: listOf(oneOf('shadow', 'frame'), { uniqueItems: true }),
    role: oneOf('figure', 'group', 'region', 'table'),
    bytes: { type: 'integer', minimum: 0 },
    hash,
  },
  ['element', 'module', 'group', 'options', 'size', 'sample', 'bytes', 'hash'],
);

const others = listOf(form('^[a-z][a-z0-9-]*/[a-z][a-z0-9_]*(?:\\.[a-z][a-z0-9_]*)?$', 'core/agency'), { uniqueItems: true });

/** JSON Schema of `PluginManifest`, the file `dist/plugin.json`. */
export const manifestSchema: JsonSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: 'urn:haidang:document:manifest:1',
  $defs: { ...definitions, ...properties },
  ...closed(
    {
      format: { const: 1 },
      id: names.plugin,
      version,
      sdk: range,
      icon,
      title: l10n(160),
      needs: mapOf(names.plugin, range),
      capabilities: closed({
        read: others,
        write: others,
        fetch: listOf(form('^https://[^/\\s]+$', 'https://gateway.example.gov.vn')),
        secrets: listOf(names.snake),
        files: { type: 'integer', minimum: 1 },
      }),
      languages: listOf(names.language, { minItems: 1, uniqueItems: true, contains: { const: 'vi' } }),
      datasets: mapOf(names.snake, dataset),
      indicators: mapOf(names.snake, indicator),
      alerts: mapOf(names.snake, alert),
      widgets: mapOf(names.kebab, widget),
      pages: mapOf(names.kebab, { $ref: 'urn:haidang:document:template:1' }),
      roles: mapOf(names.role, listOf(names.permission, { uniqueItems: true })),
    },
    ['format', 'id', 'version', 'sdk', 'title', 'languages', 'datasets', 'indicators', 'alerts', 'widgets', 'pages', 'roles'],
  ),
};
