import type { Catalog, Time, Variable, WholePage } from '@haidang/sdk';
import type { Client, VarScalars } from '@haidang/sdk/client';
import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { byRank } from '../page/order.ts';
import type { Bounds } from './periods.ts';
import { say } from './texts.ts';
import { optionsOf, variableLabel } from './variable-options.ts';

/** What the controls of a page show and do. */
export interface VariablesOf {
  readonly page: WholePage;
  readonly catalog: Catalog;
  readonly client: Client;
  readonly locale: string;
  readonly time: Time | undefined;
  readonly period: Bounds | undefined;
  readonly vars: VarScalars;
  readonly chooseTime: (time: Time | undefined) => void;
  readonly chooseVar: (name: string, values: readonly string[]) => void;
}

/** The controls of a page: its period, then its variables by rank. */
export function variables(of: VariablesOf): TemplateResult {
  return html`${usesTime(of.page) ? timeControl(of) : nothing}${repeat(
    byRank(of.page.vars ?? {}),
    ([name]) => `${of.page.id} ${name}`,
    ([name, variable]) => control(name, variable, of),
  )}`;
}

function timeControl({ page, catalog, client, locale, time, period, chooseTime }: VariablesOf): TemplateResult {
  return html`<ioc-time .label=${say('time', locale)} .locale=${locale} .time=${time} .own=${page.time} .period=${period} .client=${client} .catalog=${catalog} @choose=${(event: CustomEvent<Time | undefined>) => chooseTime(event.detail ?? undefined)}></ioc-time>`;
}

function control(name: string, variable: Variable, { catalog, client, locale, vars, chooseVar }: VariablesOf): TemplateResult {
  const label = variableLabel({ name, variable, catalog, locale });
  const chosen = (vars[name] ?? []).map(String);
  const choose = (event: CustomEvent<readonly string[]>) => chooseVar(name, event.detail);
  if (variable.kind === 'number')
    return html`<ioc-entry .label=${label} .icon=${'sliders-horizontal'} .locale=${locale} .chosen=${chosen} .kind=${'number'} .min=${variable.min} .max=${variable.max} .step=${variable.step} @choose=${choose}></ioc-entry>`;
  if (variable.kind === 'text')
    return html`<ioc-entry .label=${label} .icon=${'search'} .locale=${locale} .chosen=${chosen} .kind=${'text'} .maxLength=${variable.maxLength} @choose=${choose}></ioc-entry>`;
  const isUnit = variable.kind === 'dimension' && variable.of === 'unit';
  return html`<ioc-options
    .label=${label} .icon=${isUnit ? 'map-pin' : 'tag'} .locale=${locale} .chosen=${chosen}
    .many=${variable.kind === 'dimension' && variable.many === true}
    .allWords=${say(isUnit ? 'unit.all' : 'all', locale)}
    .load=${() => optionsOf({ variable, catalog, client, locale })}
    .source=${`${catalog.version} ${locale} ${JSON.stringify(variable)}`}
    @choose=${choose}
  ></ioc-options>`;
}

/** Whether anything on the page follows its period. */
function usesTime({ time, widgets }: WholePage): boolean {
  return (
    time !== undefined ||
    Object.values(widgets).some(({ bind }) =>
      Object.values(bind ?? {}).some((binding) => typeof binding.time === 'object' && 'var' in binding.time),
    )
  );
}
