import { checkReferences } from '../../documents/references.ts';
import type { PageTemplate, Placement } from '../../page.ts';
import type { Binding } from '../../query.ts';
import { type Place, suggest } from '../findings.ts';
import { checkQuery } from './query.ts';
import { datasetNamed, fieldNamed, localName, type Scope, sound } from './scope.ts';
import { checkOptions } from './widgets.ts';

/** Checks every page template: that its parts name each other, and its widgets and bindings what the plugin has. */
export function checkPages(scope: Scope): void {
  for (const [name, page] of sound(scope, 'pages')) {
    const place = ['pages', name];
    for (const found of checkReferences(page, page.params)) scope.findings.fault(place, found);
    for (const [id, widget] of Object.entries(page.widgets)) checkPlacement(scope, widget, [...place, 'widgets', id]);
    for (const part of ['vars', 'params'] as const) {
      for (const [variable, { kind, ...rest }] of Object.entries(page[part] ?? {}))
        if (kind === 'dimension' && 'of' in rest) checkDimension(scope, rest.of, [...place, part, variable, 'of']);
    }
    checkLinks(scope, page, place);
  }
}

function checkPlacement(scope: Scope, { use, v, bind = {}, options = {} }: Placement, place: Place): void {
  for (const [port, query] of Object.entries(bind)) checkQuery(scope, query, [...place, 'bind', port]);
  const name = localName(scope, use);
  if (name === undefined) return;
  const { manifest, findings, broken } = scope;
  const widget = Object.hasOwn(manifest.widgets, name) ? manifest.widgets[name] : undefined;
  if (!widget) {
    findings.error(
      [...place, 'use'],
      `there is no widget "${use}"`,
      suggest(use, [...Object.keys(manifest.widgets), 'core/value', 'core/chart', 'core/table', 'core/feed']),
    );
    return;
  }
  if (broken.has(`widgets.${name}`)) return;
  const newest = Math.max(1, ...Object.keys(widget.changes ?? {}).map(Number));
  if (v !== newest) findings.error([...place, 'v'], `is ${v}, the options of "${use}" are at version ${newest}`, `Write v: ${newest}`);
  checkOptions(widget.options, options, [...place, 'options'], findings);
  const ports = Object.keys(widget.ports ?? {});
  for (const port of Object.keys(bind))
    if (!ports.includes(port)) findings.error([...place, 'bind', port], `"${use}" has no port "${port}"`, suggest(port, ports));
}

function checkDimension(scope: Scope, dimension: string, place: Place): void {
  if (dimension === 'unit') return;
  const slash = dimension.indexOf('/');
  const [dataset = '', field] = dimension.slice(slash + 1).split('.');
  const name = `${dimension.slice(0, slash + 1)}${dataset}`;
  const found = datasetNamed(scope, name);
  if (found === 'unknown')
    scope.findings.error(place, `there is no dataset "${name}"`, suggest(name, Object.keys(scope.manifest.datasets)));
  else if (found && field !== undefined && fieldNamed(scope, found, field) === 'unknown')
    scope.findings.error(place, `there is no field "${field}"`, suggest(field, Object.keys(found.row.properties)));
}

function checkLinks(scope: Scope, { links = {} }: PageTemplate, place: Place): void {
  for (const [id, link] of Object.entries(links)) {
    const at = [...place, 'links', id, 'do'];
    if ('by' in link.do) checkDimension(scope, link.do.by, [...at, 'by']);
    if (link.do.kind === 'drill') checkTarget(scope, link.do.to, [...at, 'to']);
    if (link.do.kind === 'detail')
      for (const [port, query] of Object.entries(link.do.bind ?? {})) checkQuery(scope, query as Binding, [...at, 'bind', port]);
  }
}

function checkTarget(scope: Scope, target: string, place: Place): void {
  const page = target.startsWith('pg_') ? undefined : localName(scope, target);
  const pages = Object.keys(scope.manifest.pages);
  if (page !== undefined && !pages.includes(page)) scope.findings.error(place, `there is no page "${target}"`, suggest(target, pages));
}
