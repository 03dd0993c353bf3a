import { checkLevel } from './indicators.ts';
import { checkQuery } from './query.ts';
import { type Scope, sound } from './scope.ts';

/** Checks every alert rule: what it watches, its limits, and that somebody has to respond to what is more than low (ANSI/ISA-18.2). */
export function checkAlerts(scope: Scope): void {
  for (const [name, { watch, priority, respond, when, clears }] of sound(scope, 'alerts')) {
    checkQuery(scope, watch, ['alerts', name, 'watch']);
    if (when !== undefined && when !== 'late' && when !== 'frozen') checkLevel(scope, when, ['alerts', name, 'when']);
    if (clears !== undefined) checkLevel(scope, clears, ['alerts', name, 'clears']);
    if (respond === undefined && priority !== 'low')
      scope.findings.error(
        ['alerts', name, 'respond'],
        `is missing, and the priority is ${priority}`,
        "Say how soon somebody has to respond, or make it priority: 'low'",
      );
  }
}
