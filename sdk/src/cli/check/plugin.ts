import { checkDocument } from '../../documents/check.ts';
import type { Messages, PluginManifest } from '../../manifest.ts';
import type { Findings } from '../findings.ts';
import { checkAlerts } from './alerts.ts';
import { checkDatasets } from './datasets.ts';
import { checkIndicators } from './indicators.ts';
import { checkMessages } from './messages.ts';
import { checkPages } from './pages.ts';
import { checkRoles } from './roles.ts';
import type { Scope } from './scope.ts';
import { checkWidgets } from './widgets.ts';

const kinds = ['datasets', 'indicators', 'alerts', 'widgets', 'pages', 'roles'] as const;
const identity: ReadonlySet<string> = new Set(['id', 'sdk', 'icon', 'needs', 'capabilities']);

/** Checks a plugin whole: first the form of each contribution, then what the sound ones say of each other. */
export function checkPlugin({
  manifest,
  messages,
  findings,
}: {
  readonly manifest: PluginManifest;
  readonly messages: { readonly [language: string]: Messages };
  readonly findings: Findings;
}): void {
  const broken = new Set<string>();
  for (const found of checkDocument('manifest', manifest)) {
    const [part = '', name] = found.path.split('/').slice(1);
    if (name !== undefined) broken.add(`${part}.${name.replaceAll('~1', '/').replaceAll('~0', '~')}`);
    // Said better by the check of messages.
    if (part === 'title') continue;
    findings.fault(identity.has(part) ? ['package.json', 'haidang'] : part === 'version' ? ['package.json'] : [], found);
  }
  const scope: Scope = { manifest, broken, findings };
  checkNames(scope);
  checkDatasets(scope);
  checkIndicators(scope);
  checkAlerts(scope);
  checkRoles(scope);
  checkWidgets(scope);
  checkPages(scope);
  checkMessages(scope, messages);
}

/** A name stands for one thing only: names are also keys of messages. */
function checkNames({ manifest, findings }: Scope): void {
  const seen = new Map<string, string>();
  for (const kind of kinds) {
    for (const name of Object.keys(manifest[kind])) {
      const other = seen.get(name);
      if (other)
        findings.error(
          [kind, name],
          `"${name}" is also the name of one of the ${other}`,
          'Rename one of them: a name is unique in its plugin',
        );
      seen.set(name, kind);
    }
  }
}
