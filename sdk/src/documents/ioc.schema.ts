import { definitions, duration, idOf, l10n, names, threshold, unit } from './definitions.ts';
import { closed, form, type JsonSchema, listOf, mapOf, oneOf, ref, unless } from './json-schema.ts';

const text = { type: 'string', minLength: 1 };
const yes = { const: true };
const cut = '(?:[2-9]|1\\d|2[0-8])T(?:[01]\\d|2[0-3]):[0-5]\\d';

/** JSON Schema of `Ioc`. */
export const iocSchema: JsonSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: 'urn:haidang:document:ioc:1',
  $defs: definitions,
  ...closed(
    {
      kind: { const: 'ioc' },
      format: { const: 1 },
      title: l10n(160),
      unit,
      languages: listOf(names.language, { minItems: 1, uniqueItems: true, contains: { const: 'vi' } }),
      plugins: mapOf(names.plugin, form('^[\\d^~<>=|.\\s*x-]+$', '^1.0.0')),
      home: idOf('pg'),
      theme: closed({ mode: oneOf('auto', 'dark', 'light'), accent: form('^#[0-9a-fA-F]{6}$', '#0b6bcb'), logo: text }),
      month: form(`^${cut}$`, '25T12:00'),
      indicators: mapOf(
        names.qualified,
        closed({
          levels: ref('levels'),
          atLeast: { type: 'integer', minimum: 1 },
          frequency: ref('frequencies'),
          legal: text,
          code: text,
          month: form(`^(?:calendar|${cut})$`, '15T00:00'),
        }),
      ),
      datasets: mapOf(names.qualified, closed({ keep: unless(oneOf('forever'), duration) }, ['keep'])),
      alerts: mapOf(
        names.qualified,
        closed({
          off: yes,
          when: unless(oneOf('late', 'frozen'), threshold),
          lasting: duration,
          clears: threshold,
          priority: oneOf('critical', 'high', 'medium', 'low'),
          notify: listOf(names.role),
          respond: ref('span'),
          repeat: duration,
          escalate: ref('escalation'),
        }),
      ),
      clocks: mapOf(
        form('^[a-z][a-z0-9-]*/[a-z][a-z0-9_]*\\.[a-z][a-z0-9_]*$', 'field-reports/report.handling'),
        closed({ limits: ref('limits') }, ['limits']),
      ),
    },
    ['kind', 'format', 'title', 'unit', 'languages', 'plugins', 'home'],
  ),
};
