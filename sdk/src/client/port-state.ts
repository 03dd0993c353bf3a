import type { PortData } from '../widget.ts';

/** Data of a widget by port. */
export interface Ports {
  readonly [port: string]: PortData;
}

/** What the body of a widget shows. `ready` draws the data, old ones too while newer load or fail. */
export type WidgetState = 'unbound' | 'loading' | 'ready' | 'empty' | 'denied' | 'error';

const worstFirst: readonly WidgetState[] = ['error', 'denied', 'loading', 'empty'];

/** State of a widget from the states of its ports: data as soon as one port has some, else the worst that keeps it from having any. */
export function widgetState(ports: Ports): WidgetState {
  const states = Object.values(ports).map(stateOf);
  if (states.includes('ready')) return 'ready';
  return worstFirst.find((state) => states.includes(state)) ?? 'unbound';
}

/** The port whose newest answer failed, if any. */
export function failedPort(ports: Ports): PortData | undefined {
  return Object.values(ports).find((port) => port.state === 'error' || (port.state === 'offline' && port.error !== undefined));
}

function stateOf({ state, result }: PortData): WidgetState {
  if (result && result.rows.length > 0) return 'ready';
  if (state === 'offline') return result ? 'empty' : 'error';
  // Rows that are said to be ready but are not there are an empty answer.
  return state === 'ready' ? 'empty' : state;
}
