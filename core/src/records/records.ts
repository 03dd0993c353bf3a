import { definePlugin, type PluginManifest } from '@haidang/sdk';
import type { LoadedPlugin } from '../registry.ts';
import { agency } from './agency.ts';
import { alarm } from './alarm.ts';
import { indicator_definition } from './indicator-definition.ts';
import { indicator_value } from './indicator-value.ts';
import { ingest_run } from './ingest-run.ts';
import { en } from './messages/en.ts';
import { vi } from './messages/vi.ts';
import { notification } from './notification.ts';
import { plan_target } from './plan-target.ts';
import { quality_issue } from './quality-issue.ts';
import { quality_run } from './quality-run.ts';
import { release_calendar } from './release-calendar.ts';
import { working_calendar } from './working-calendar.ts';

/** What the core itself contributes: records that every centre keeps, whatever plugins it has. */
export const records = definePlugin({
  datasets: {
    agency,
    working_calendar,
    indicator_definition,
    indicator_value,
    release_calendar,
    plan_target,
    quality_run,
    quality_issue,
    ingest_run,
    alarm,
    notification,
  },
  messages: { vi, en },
});

/** Plugin under whose name the core and the built-in widgets contribute. */
export const coreId = 'core';

/** The records as a plugin that was found, without a folder of its own. */
export function coreRecords(sdk: string): LoadedPlugin {
  const manifest: PluginManifest = {
    format: 1,
    id: coreId,
    version: sdk,
    sdk: `^${sdk}`,
    title: { vi: vi.title, en: en.title },
    languages: ['vi', 'en'],
    datasets: records.datasets ?? {},
    indicators: {},
    alerts: {},
    widgets: {},
    pages: {},
    roles: {},
  };
  return { manifest, folder: '', messages: { vi, en }, files: new Map() };
}

/** The built-in widgets and the records as the one plugin that both make up. */
export function withRecords(own: LoadedPlugin, widgets: LoadedPlugin | undefined): LoadedPlugin {
  if (!widgets) return own;
  const languages = [...new Set([...widgets.manifest.languages, ...own.manifest.languages])];
  return {
    ...widgets,
    manifest: {
      ...widgets.manifest,
      title: own.manifest.title,
      languages,
      datasets: { ...widgets.manifest.datasets, ...own.manifest.datasets },
    },
    messages: Object.fromEntries(languages.map((language) => [language, { ...own.messages[language], ...widgets.messages[language] }])),
  };
}
