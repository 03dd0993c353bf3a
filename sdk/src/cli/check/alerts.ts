import { checkQuery } from './query.ts';
import { type Scope, sound } from './scope.ts';

/** Checks every alert rule: what it watches, and that somebody has to respond to what is more than low (ANSI/ISA-18.2). */
export function checkAlerts(scope: Scope): void {
  for (const [name, { watch, priority, respond }] of sound(scope, 'alerts')) {
    checkQuery(scope, watch, ['alerts', name, 'watch']);
    if (respond === undefined && priority !== 'low')
      scope.findings.error(
        ['alerts', name, 'respond'],
        `is missing, and the priority is ${priority}`,
        "Say how soon somebody has to respond, or make it priority: 'low'",
      );
  }
}
