import { office } from './facts/office.ts';
import { safety } from './facts/safety.ts';
import { services } from './facts/services.ts';
import type { Facts } from './facts/shape.ts';

/** The 19 workflows of the domain; that of a camera violation goes through two fields. `source` sets what is read from another system, `system` is a timer or rule. */
export const facts: readonly Facts[] = [...services, ...safety, ...office];
