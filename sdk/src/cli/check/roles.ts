import { verbs } from '../../plugin.ts';
import { workflowsOf } from '../../workflow.ts';
import { suggest } from '../findings.ts';
import { localName, type Scope, sound } from './scope.ts';

/** Checks that roles may do what there is to do: verbs, and steps of workflows. */
export function checkRoles(scope: Scope): void {
  for (const [role, permissions] of sound(scope, 'roles')) {
    for (const [index, permission] of permissions.entries()) {
      const place = ['roles', role, index];
      const dot = permission.lastIndexOf('.');
      const name = localName(scope, permission.slice(0, dot));
      if (name === undefined) continue;
      const dataset = Object.hasOwn(scope.manifest.datasets, name) ? scope.manifest.datasets[name] : undefined;
      if (!dataset) {
        scope.findings.error(place, `there is no dataset "${name}"`, suggest(name, Object.keys(scope.manifest.datasets)));
        continue;
      }
      const verb = permission.slice(dot + 1);
      const known: readonly string[] = [...verbs, ...workflowsOf(dataset).flatMap(({ transitions }) => Object.keys(transitions))];
      if (!known.includes(verb)) scope.findings.error(place, `there is no step "${verb}"`, suggest(verb, known));
    }
  }
}
