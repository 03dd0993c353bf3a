import { type Clock, type Dataset, workflowsOf } from '@haidang/sdk';

/** A clock of a dataset, and the field whose states it runs and rests in. Names are unique over the workflows of a dataset. */
export interface NamedClock {
  readonly name: string;
  readonly clock: Clock;
  readonly state: string;
  /** The first of these states. */
  readonly initial: string;
}

export function clocksOf(dataset: Dataset): readonly NamedClock[] {
  return workflowsOf(dataset).flatMap(({ field, initial, clocks = {} }) =>
    Object.entries(clocks).map(([name, clock]) => ({ name, clock, state: field, initial })),
  );
}
