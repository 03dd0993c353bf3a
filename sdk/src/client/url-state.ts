import type { VarValues } from '../page.ts';
import { type Time, timePresets } from '../query.ts';

/** What a viewer has chosen, as the address of the page says it. */
export interface ChosenView {
  readonly time?: Time;
  readonly vars: VarValues;
}

const moment = String.raw`\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2}))?`;
const bounds = new RegExp(`^(${moment})/(${moment})$`);
const duration = /^P(?=\d|T\d)(?:\d+Y)?(?:\d+M)?(?:\d+W)?(?:\d+D)?(?:T(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+S)?)?$/;
const said = 'said:';
const variable = /^v\.([a-z][a-zA-Z0-9]{0,31})$/;

/** Reads `?time=2011-07-01/2011-11-01&v.ward=a,b`. What is no period, or no name of a variable, counts as not there. */
export function parseView(search: string): ChosenView {
  let time: Time | undefined;
  const vars: { [name: string]: readonly string[] } = {};
  for (const pair of search.replace(/^\?/, '').split('&')) {
    const [rawName = '', rawValue = ''] = split(pair, '=');
    const name = decode(rawName);
    const of = variable.exec(name)?.[1];
    if (name === 'time') time = parseTime(decode(rawValue));
    // Commas within a value are escaped, so values are parted before they are decoded.
    else if (of) vars[of] = rawValue === '' ? [] : rawValue.split(',').map(decode);
  }
  return { ...(time === undefined ? {} : { time }), vars };
}

/** Writes the address of a view: the period first, then variables by name; an unset variable is left out. Starts with `?` unless empty. */
export function formatView({ time, vars }: ChosenView): string {
  const pairs = time === undefined ? [] : [`time=${encode(formatViewTime(time))}`];
  for (const name of Object.keys(vars).sort()) {
    const values = vars[name] ?? [];
    if (values.length > 0) pairs.push(`v.${name}=${values.map((value) => encode(value).replaceAll(',', '%2C')).join(',')}`);
  }
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`;
}

/** A period from its text in an address: a preset by name, `P30D` for the last so long, `from/to`, or `said:` and words. */
export function parseTime(text: string): Time | undefined {
  const preset = timePresets.find((name) => name === text);
  if (preset) return preset;
  if (duration.test(text)) return { last: `P${text.slice(1)}` };
  if (text.startsWith(said) && text.length > said.length) return { said: text.slice(said.length) };
  const [, from, to] = bounds.exec(text) ?? [];
  if (from === undefined || to === undefined || !isReal(from) || !isReal(to)) return undefined;
  return Date.parse(from) < Date.parse(to) ? { from, to } : undefined;
}

/** The text of a period in an address. */
export function formatViewTime(time: Time): string {
  if (typeof time === 'string') return time;
  if ('last' in time) return time.last;
  return 'said' in time ? `${said}${time.said}` : `${time.from}/${time.to}`;
}

// JavaScript reads 2011-02-31 as 3 March; only a date that says itself again is one.
function isReal(text: string): boolean {
  const date = text.slice(0, 10);
  const ms = Date.parse(date);
  return Number.isFinite(ms) && new Date(ms).toISOString().startsWith(date) && Number.isFinite(Date.parse(text));
}

function split(text: string, at: string): [string, string] {
  const index = text.indexOf(at);
  return index < 0 ? [text, ''] : [text.slice(0, index), text.slice(index + 1)];
}

// Slashes, colons, @ and commas need no escape in a query string, and an address is read by people.
function encode(text: string): string {
  return encodeURIComponent(text).replace(/%(2F|3A|40|2C)/g, decodeURIComponent);
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}
