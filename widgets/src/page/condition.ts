import type { Condition, PortData, Profile, Scalar, Threshold } from '@haidang/sdk';

/** What conditions speak about. `now` is the server's time, in milliseconds. */
export interface Facts {
  readonly profile: Profile;
  readonly vars: { readonly [name: string]: readonly Scalar[] };
  readonly ports?: { readonly [port: string]: PortData };
  readonly now: number;
}

/** Whether a section or widget is shown. A condition of a later version does not hide anything. */
export function holds(condition: Condition | undefined, facts: Facts): boolean {
  if (!condition) return true;
  if ('all' in condition) return condition.all.every((each) => holds(each, facts));
  if ('any' in condition) return condition.any.some((each) => holds(each, facts));
  if ('not' in condition) return !holds(condition.not, facts);
  if ('profile' in condition) return condition.profile.includes(facts.profile);
  if ('var' in condition) return isOneOf(facts.vars[condition.var] ?? [], condition.is);
  if ('port' in condition) return portIs(facts.ports?.[condition.port], condition.is);
  if ('hours' in condition) return isWithinHours(condition, facts.now);
  // Roles are the server's to judge: what the reader may not see is not in the page it sends.
  return true;
}

function isOneOf(chosen: readonly Scalar[], is: readonly Scalar[] | 'set'): boolean {
  return is === 'set' ? chosen.length > 0 : chosen.some((value) => is.some((one) => String(one) === String(value)));
}

function portIs(port: PortData | undefined, is: 'empty' | 'stale' | Threshold): boolean {
  if (is === 'empty') return port?.state === 'empty';
  const freshness = (port?.trust ?? port?.result?.trust)?.freshness;
  if (is === 'stale') return freshness === 'late' || freshness === 'frozen';
  const value = measured(port);
  return value !== undefined && meets(value, is);
}

/** The first number of the first row that is not a comparison. */
function measured(port: PortData | undefined): number | undefined {
  const { fields = [], rows = [] } = port?.result ?? {};
  const column = fields.findIndex((field) => (field.type === 'number' || field.type === 'integer') && !field.compare);
  const value = rows[0]?.[column];
  return typeof value === 'number' ? value : undefined;
}

const limit = /^(>=|<=|>|<|=)\s*(-?\d+(?:\.\d+)?)$/;
const range = /^(-?\d+(?:\.\d+)?)-(-?\d+(?:\.\d+)?)$/;

function meets(value: number, threshold: Threshold): boolean {
  const between = range.exec(threshold);
  if (between) return value >= Number(between[1]) && value <= Number(between[2]);
  const [, sign, text] = limit.exec(threshold) ?? [];
  const bound = Number(text);
  if (sign === '>=') return value >= bound;
  if (sign === '<=') return value <= bound;
  if (sign === '>') return value > bound;
  if (sign === '<') return value < bound;
  return sign === '=' && value === bound;
}

const clock = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Asia/Ho_Chi_Minh',
  hour: '2-digit',
  minute: '2-digit',
  weekday: 'short',
  hourCycle: 'h23',
});
const weekdays = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

/** `from` is included, `to` is not; "22:00" to "06:00" goes past midnight and belongs to the day on which it began. */
function isWithinHours({ hours: [from, to], days }: Extract<Condition, { hours: unknown }>, now: number): boolean {
  const parts = new Map(clock.formatToParts(now).map((part) => [part.type, part.value]));
  const time = `${parts.get('hour')}:${parts.get('minute')}`;
  const isPastMidnight = from > to && time < to;
  if (!(from > to ? time >= from || isPastMidnight : time >= from && time < to)) return false;
  const today = weekdays.indexOf(parts.get('weekday') ?? '');
  const day = isPastMidnight ? (today + 6) % 7 : today;
  return !days || days.some((one) => one === day + 1);
}
