import { type Dataset, type Span, verbs, type Workflow, workflowsOf } from '@haidang/sdk';
import { readSpan } from '../time/span.ts';
import { stepsOf } from './find-step.ts';

const taken: ReadonlySet<string> = new Set(verbs);

/** What is wrong with the workflows of a dataset, so that its records could not be moved safely. */
export function workflowFault(dataset: Dataset): string | undefined {
  const workflows = workflowsOf(dataset);
  const fields = workflows.map(({ field }) => field);
  const steps = stepsOf(dataset).map(({ name }) => name);
  const clocks = workflows.flatMap((workflow) => Object.keys(workflow.clocks ?? {}));
  const unknown = fields.find((field) => !dataset.row.properties[field]?.enum);
  if (unknown !== undefined) return `the field "${unknown}" lists no states`;
  const verb = steps.find((name) => taken.has(name));
  if (verb !== undefined) return `no step may be called "${verb}"`;
  const doubled = [fields, steps, clocks].map(twice).find((name) => name !== undefined);
  if (doubled !== undefined) return `"${doubled}" is there twice`;
  const span = spansOf(workflows).find((each) => !readSpan(each));
  return span && `${JSON.stringify(span)} is no length of time`;
}

function spansOf(workflows: readonly Workflow[]): readonly Span[] {
  const clocks = workflows.flatMap((workflow) => Object.values(workflow.clocks ?? {}));
  return [
    ...workflows.flatMap(({ transitions }) => Object.values(transitions).flatMap(({ after }) => after ?? [])),
    ...clocks.flatMap(({ limits }) => limits.map(({ within }) => within)),
    ...clocks.flatMap(({ escalate = [] }) => escalate.flatMap(({ at }) => (typeof at === 'number' ? [] : [at]))),
  ];
}

function twice(names: readonly string[]): string | undefined {
  return names.find((name, index) => names.indexOf(name) !== index);
}
