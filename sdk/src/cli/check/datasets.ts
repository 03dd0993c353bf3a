import type { Dataset } from '../../dataset.ts';
import type { Property } from '../../schema.ts';
import { type Place, suggest } from '../findings.ts';
import { checkDatasetChanges } from './changes.ts';
import { checkField, checkFilter } from './filter.ts';
import { checkProperty } from './property.ts';
import { datasetNamed, localName, type Scope, sound } from './scope.ts';
import { checkWorkflows } from './workflow.ts';

// PostgreSQL cuts names at 63 bytes; indexes add a few of their own.
const longestTable = 55;
const reserved: ReadonlySet<string> = new Set(['all', 'any', 'not']);

/** Checks every dataset: its fields, what it says of them, and where they lead. */
export function checkDatasets(scope: Scope): void {
  for (const [name, dataset] of sound(scope, 'datasets')) {
    const place = ['datasets', name];
    const table = `d_${scope.manifest.id}__${name}`;
    if (table.length > longestTable)
      scope.findings.error(
        place,
        `its table "${table}" has a name of ${table.length} letters, at most ${longestTable} fit`,
        'Shorten the name of the dataset or the id of the plugin',
      );
    checkRow(scope, dataset, [...place, 'row']);
    checkMeaning(scope, dataset, place);
    checkDelivery(scope, dataset, place);
    for (const [rule, { where, must }] of Object.entries(dataset.rules ?? {})) {
      if (where) checkFilter(scope, dataset, where, [...place, 'rules', rule, 'where']);
      checkFilter(scope, dataset, must, [...place, 'rules', rule, 'must']);
    }
    if (typeof dataset.open === 'object' && dataset.open.where)
      checkFilter(scope, dataset, dataset.open.where, [...place, 'open', 'where']);
    checkWorkflows(scope, dataset, [...place, 'workflow']);
    checkDatasetChanges(scope, dataset, [...place, 'changes']);
  }
}

function checkRow(scope: Scope, { row }: Dataset, place: Place): void {
  for (const name of row.required ?? []) {
    if (!Object.hasOwn(row.properties, name))
      scope.findings.error([...place, 'required'], `there is no field "${name}"`, suggest(name, Object.keys(row.properties)));
  }
  for (const [name, property] of Object.entries(row.properties)) {
    const at = [...place, 'properties', name];
    if (reserved.has(name)) scope.findings.error(at, 'is a word of filters', 'Give the field another name');
    if ('oneOf' in property) scope.findings.error([...at, 'oneOf'], 'a field has one type', 'Split it into several fields');
    checkProperty(property, at, scope.findings);
    checkReference(scope, property, at);
  }
}

function checkReference(scope: Scope, property: Property, place: Place): void {
  const ref = property['x-ref'];
  if (ref === undefined) return;
  const at = [...place, 'x-ref'];
  const { manifest, findings } = scope;
  if (localName(scope, ref) === undefined) {
    const plugin = ref.slice(0, ref.indexOf('/'));
    if (plugin !== 'core' && !(plugin in (manifest.needs ?? {})))
      findings.error(at, `the plugin "${plugin}" need not be there`, `Add it to "needs" under "haidang" in package.json`);
    return;
  }
  const other = datasetNamed(scope, ref);
  if (other === 'unknown') findings.error(at, `there is no dataset "${ref}"`, suggest(ref, Object.keys(manifest.datasets)));
  else if (other && other.key.length !== 1)
    findings.error(at, `"${ref}" has a key of ${other.key.length} fields`, 'Refer to datasets with one key field only');
}

function checkMeaning(scope: Scope, dataset: Dataset, place: Place): void {
  const { findings } = scope;
  const { key, time, geo, unit, agency, scope: rows, keep } = dataset;
  for (const [index, name] of key.entries()) {
    const property = checkField(scope, dataset, name, [...place, 'key', index]);
    if (property && (property.type === 'array' || property.type === 'object'))
      findings.error([...place, 'key', index], `"${name}" is no single value`, 'Name fields with text, numbers or times');
  }
  const wanted = (part: 'time' | 'geo' | 'unit', name: string | undefined, fits: (format: string) => boolean, format: string) => {
    const property = name === undefined ? undefined : checkField(scope, dataset, name, [...place, part]);
    if (property && !fits(property.format ?? ''))
      findings.error([...place, part], `"${name}" has not the format ${format}`, `Give the field format: '${format}', or name another`);
  };
  wanted('time', time, (format) => format === 'date' || format === 'date-time', 'date-time');
  wanted('geo', geo, (format) => format.startsWith('geo-'), 'geo-point');
  wanted('unit', unit, (format) => format === 'unit', 'unit');
  if (agency !== undefined) checkField(scope, dataset, agency, [...place, 'agency']);
  if (rows === 'unit' && unit === undefined && agency === undefined)
    findings.error([...place, 'scope'], 'no field says whose rows they are', 'Declare unit or agency');
  if (keep !== undefined && time === undefined)
    findings.error([...place, 'keep'], 'counts from the business time, and there is none', 'Declare time');
}

function checkDelivery(scope: Scope, dataset: Dataset, place: Place): void {
  const { expects } = dataset;
  if (!expects) return;
  const at = [...place, 'expects'];
  if (expects.from === undefined) {
    if (expects.among) scope.findings.error([...at, 'among'], 'narrows suppliers, and no field names them', 'Add from');
    return;
  }
  const property = checkField(scope, dataset, expects.from, [...at, 'from']);
  if (!property) return;
  const ref = property['x-ref'];
  if (ref === undefined && property.format !== 'unit')
    scope.findings.error(
      [...at, 'from'],
      `"${expects.from}" names neither a unit nor a row of a dataset`,
      "Name a field with format: 'unit' or 'x-ref'",
    );
  const suppliers = ref === undefined ? undefined : datasetNamed(scope, ref);
  if (expects.among && suppliers && suppliers !== 'unknown') checkFilter(scope, suppliers, expects.among, [...at, 'among']);
}
