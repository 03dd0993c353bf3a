import type { Dataset } from '../../dataset.ts';
import type { Binding } from '../../query.ts';
import { type Place, suggest } from '../findings.ts';
import { checkField, checkFilter } from './filter.ts';
import { datasetsOf } from './indicators.ts';
import { datasetNamed, fieldNamed, isNumber, isTime, localName, type Scope } from './scope.ts';

/** Checks that a query names datasets, indicators and fields that there are, each where it may stand. */
export function checkQuery(scope: Scope, query: Binding, place: Place): void {
  const local = localName(scope, query.from);
  if (local === undefined) return;
  if (Object.hasOwn(scope.manifest.indicators, local)) {
    checkIndicatorQuery(scope, local, query, place);
    return;
  }
  const dataset = datasetNamed(scope, query.from);
  if (dataset === 'unknown') {
    const { datasets, indicators } = scope.manifest;
    scope.findings.error(
      [...place, 'from'],
      `there is no dataset or indicator "${query.from}"`,
      suggest(query.from, [...Object.keys(datasets), ...Object.keys(indicators)]),
    );
  } else if (dataset) checkDatasetQuery(scope, dataset, query, place);
}

function checkDatasetQuery(scope: Scope, dataset: Dataset, query: Binding, place: Place): void {
  const { findings } = scope;
  const { select, measures = {}, by = [], where, time, sort = [] } = query;
  if (select && query.measures)
    findings.error([...place, 'select'], 'stands beside measures', 'Ask for rows (select) or for figures (measures, by), not for both');
  for (const [index, name] of (select ?? []).entries()) checkField(scope, dataset, name, [...place, 'select', index]);
  for (const [name, measure] of Object.entries(measures)) {
    const at = [...place, 'measures', name];
    if (measure.where) checkFilter(scope, dataset, measure.where, [...at, 'where']);
    if (measure.fn === 'count') continue;
    const property = checkField(scope, dataset, measure.field, [...at, 'field']);
    const isFree =
      measure.fn === 'count-distinct' ||
      measure.fn === 'last' ||
      ((measure.fn === 'min' || measure.fn === 'max') && property && isTime(property));
    if (property && !isFree && !isNumber(property))
      findings.error(
        [...at, 'field'],
        `${measure.fn} needs numbers, "${measure.field}" holds none`,
        'Name a field of type number or integer',
      );
  }
  for (const [index, group] of by.entries()) checkGroup(scope, dataset, group, [...place, 'by', index]);
  if (where) checkFilter(scope, dataset, where, [...place, 'where']);
  if (time !== undefined && dataset.time === undefined)
    findings.error([...place, 'time'], 'the dataset has no business time', 'Take it out, or declare time in the dataset');
  const columns = [...Object.keys(measures), ...by.map((group) => (typeof group === 'string' ? group : group.field))];
  for (const [index, key] of sort.entries()) {
    const name = key.replace(/^-/, '');
    if (query.measures ? columns.includes(name) : fieldNamed(scope, dataset, name) !== 'unknown') continue;
    findings.error(
      [...place, 'sort', index],
      `there is no column "${name}" to sort by`,
      suggest(name, query.measures ? columns : Object.keys(dataset.row.properties)),
    );
  }
}

function checkGroup(scope: Scope, dataset: Dataset, group: NonNullable<Binding['by']>[number], place: Place): void {
  const name = typeof group === 'string' ? group : group.field;
  const property = checkField(scope, dataset, name, place);
  if (!property || typeof group === 'string') return;
  const isUnit = group.grain === 'ward' || group.grain === 'province';
  if (isUnit ? property.format === 'unit' : isTime(property)) return;
  scope.findings.error(
    [...place, 'grain'],
    `"${name}" cannot be grouped by ${group.grain}`,
    isUnit ? 'Name a field of format unit' : 'Name a field of format date or date-time',
  );
}

function checkIndicatorQuery(scope: Scope, indicator: string, query: Binding, place: Place): void {
  const { findings } = scope;
  for (const key of ['select', 'measures'] as const) {
    if (query[key]) findings.error([...place, key], 'an indicator has one figure', 'Take it out; use by and where');
  }
  const datasets = datasetsOf(scope, indicator);
  if (datasets.length === 0) return;
  const known = [...new Set(datasets.flatMap((dataset) => Object.keys(dataset.row.properties)))];
  for (const [index, group] of (query.by ?? []).entries()) {
    const name = typeof group === 'string' ? group : group.field;
    const owner = datasets.find((dataset) => fieldNamed(scope, dataset, name) !== 'unknown');
    if (owner) checkGroup(scope, owner, group, [...place, 'by', index]);
    else findings.error([...place, 'by', index], `none of its datasets has a field "${name}"`, suggest(name, known));
  }
  const [only, ...others] = datasets;
  if (query.where && only && others.length === 0) checkFilter(scope, only, query.where, [...place, 'where']);
}
