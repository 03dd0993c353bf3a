import { Ajv2020 } from 'ajv/dist/2020.js';
import { explain } from '../../documents/explain.ts';
import type { BuiltWidget } from '../../manifest.ts';
import type { Schema } from '../../schema.ts';
import { type Findings, type Place, suggest } from '../findings.ts';
import { checkChanges } from './changes.ts';
import { checkProperty } from './property.ts';
import { type Scope, sound } from './scope.ts';

const ajv = new Ajv2020({ allErrors: true, verbose: true, strict: false, validateFormats: false });

/** Checks every widget: its tag, its options, its sizes, and the example that it ships. */
export function checkWidgets(scope: Scope): void {
  const { manifest, findings } = scope;
  for (const [name, widget] of sound(scope, 'widgets')) {
    const place = ['widgets', name];
    const tag = `${manifest.id}-${name}`;
    if (widget.element !== tag)
      findings.error([...place, 'element'], `is "${widget.element}"`, `Write '${tag}': tags are the plugin's id and the widget's name`);
    for (const [option, property] of Object.entries(widget.options.properties))
      checkProperty(property, [...place, 'options', 'properties', option], findings);
    if (widget.changes) checkChanges(scope, widget.changes, widget.options.properties, [...place, 'changes']);
    checkSizes(widget, place, findings);
    for (const [port, { measures, by }] of Object.entries(widget.ports ?? {})) {
      for (const [part, range] of Object.entries({ measures, by }))
        if (range && range[0] > range[1]) findings.error([...place, 'ports', port, part], 'least is more than most', 'Write [least, most]');
    }
    checkOptions(widget.options, widget.sample.options ?? {}, [...place, 'sample', 'options'], findings);
    const ports = Object.keys(widget.ports ?? {});
    for (const port of Object.keys(widget.sample.data ?? {}))
      if (!ports.includes(port)) findings.error([...place, 'sample', 'data', port], `there is no port "${port}"`, suggest(port, ports));
  }
}

/** Checks options against the schema that the widget gives them. */
export function checkOptions(schema: Schema, options: unknown, place: Place, findings: Findings): void {
  try {
    const validate = ajv.compile(schema);
    if (validate(options)) return;
    for (const found of explain(validate.errors ?? [])) findings.fault(place, found);
  } catch (error) {
    findings.error(place, `cannot be checked: ${error instanceof Error ? error.message : String(error)}`, 'Mend the schema of the options');
  }
}

function checkSizes({ size: { min, ideal, max = ideal } }: BuiltWidget, place: Place, findings: Findings): void {
  const isRising = [0, 1].every((side) => (min[side] ?? 0) <= (ideal[side] ?? 0) && (ideal[side] ?? 0) <= (max[side] ?? 0));
  if (!isRising)
    findings.error(
      [...place, 'size'],
      'does not rise from min over ideal to max',
      'Write [columns, rows], none smaller than the one before',
    );
  if (Math.max(min[0], ideal[0], max[0]) > 24) findings.error([...place, 'size'], 'is wider than the page', 'A page has 24 columns');
}
