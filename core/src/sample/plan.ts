import type { Json } from '@haidang/sdk';
import { formatInstant, toUtc, zone } from '../data/zone.ts';
import { endOfWork, hour, inOffice } from './calendar.ts';
import { codeOf } from './code.ts';
import { duration, type Random } from './random.ts';
import type { Place, Subject, Value } from './stream.ts';
import { type Text, type World, wordsOf, written } from './world.ts';

export interface Row {
  readonly [field: string]: Json;
}

/** The whole life of one row, known in advance: what it is when it comes, and what changes when. Instants are UTC milliseconds, events in order. */
export interface Plan {
  readonly at: number;
  readonly row: Row;
  readonly events: readonly { readonly at: number; readonly set: Row }[];
}

interface Drawing {
  readonly world: World;
  readonly from: Random;
  readonly arrival: number;
  readonly number: number;
  readonly subject: Subject;
  readonly place: Place;
  readonly unit: string;
  readonly text: string;
  readonly spot: string;
  readonly row: { [field: string]: Json };
  /** Local time of the instants in the row. */
  readonly times: { [field: string]: number };
}

/** Draws a row that comes at a local time, a whole second. With `faster` its life goes so many times faster and knows no office hours. */
export function draw(world: World, arrival: number, from: Random, faster?: number): Plan {
  const { stream } = world;
  const subject = pickSubject(world, arrival, from);
  const life = world.lives.get(subject)?.pick(from);
  if (!life) throw new RangeError('a subject of another world');
  const { text, place, unit } = somewhere(world, subject, arrival, from);
  const word = wordsOf(place, from);
  // Two codes for each second: one for rows of the history, one for those of a running centre.
  const number = (arrival / 1000) * 2 + (faster ? 1 : 0);
  const drawing: Drawing = {
    world,
    from,
    arrival,
    number,
    subject,
    place,
    unit,
    text: written(text, from, word),
    spot: word(text.spot ?? Object.keys(place.names)[0] ?? ''),
    row: {},
    times: {},
  };
  fill(drawing, drawing.row, subject.set, arrival);
  fill(drawing, drawing.row, stream.fields, arrival);
  const slow = (place.slow ?? 1) * (stream.pace?.slow[String(drawing.row[stream.pace.by])] ?? 1);
  const steps: { at: number; set: { [field: string]: Json } }[] = [];
  let at = arrival;
  for (const step of life.steps) {
    let time = step.after ? duration(from, step.after) : 0;
    if (step.work) time += duration(from, subject.work) * step.work * slow;
    at += Math.max(1000, time / (faster ?? 1));
    if (step.office && !faster) at = inOffice(at, stream.office, from);
    at = Math.ceil(at / 1000) * 1000;
    const set: { [field: string]: Json } = {};
    fill(drawing, set, step.set, at);
    steps.push({ at, set });
  }
  if (!faster) extend(drawing, steps);
  return { at: toUtc(zone, arrival), row: drawing.row, events: steps.map((step) => ({ at: toUtc(zone, step.at), set: step.set })) };
}

/** The row as it stands at an instant. */
export function stateAt({ row, events }: Plan, now: number): Row {
  const state = { ...row };
  for (const { at, set } of events) {
    if (at > now) break;
    Object.assign(state, set);
  }
  return state;
}

function pickSubject({ subjects }: World, local: number, from: Random): Subject {
  const subject = subjects[new Date(local).getUTCMonth()]?.pick(from);
  if (!subject) throw new RangeError('there are twelve months');
  return subject;
}

/** A text, and a place for it that has belonged to a unit by then; when there is none, its oldest unit. */
function somewhere({ texts, homes }: World, subject: Subject, local: number, from: Random): { text: Text; place: Place; unit: string } {
  for (let tries = 0; ; tries++) {
    const text = texts.get(subject)?.pick(from);
    const place = text?.places.pick(from);
    const units = (place && homes.get(place)) ?? [];
    const unit = units.find(({ since }) => since <= local) ?? (tries > 50 ? units.at(-1) : undefined);
    if (text && place && unit) return { text, place, unit: unit.unit };
  }
}

function fill(drawing: Drawing, into: { [field: string]: Json }, values: { readonly [field: string]: Value }, now: number): void {
  for (const [field, value] of Object.entries(values)) {
    const found = drawn(drawing, field, value, now);
    if (found !== undefined) into[field] = found;
  }
}

function drawn(drawing: Drawing, field: string, value: Value, now: number): Json | undefined {
  const { world, from, subject, row, times } = drawing;
  if (typeof value !== 'object' || value === null) return value;
  const instant = (local: number) => {
    times[field] = local;
    return formatInstant(toUtc(zone, local));
  };
  if ('code' in value) return codeOf(value.code, drawing.number);
  if ('chance' in value) return from.next() < value.chance;
  if ('copy' in value) {
    const time = times[value.copy];
    if (time !== undefined) times[field] = time;
    return row[value.copy];
  }
  if ('choose' in value) {
    const chosen = world.choice(subject.choose?.[field] ?? value.choose).pick(from);
    return chosen === 'unit' ? world.stream.byUnit?.[drawing.unit] : chosen;
  }
  if ('due' in value) return dueIn(value.due.within[String(row[value.due.by])], drawing, instant);
  if (value.take === 'arrival') return instant(drawing.arrival);
  if (value.take === 'now') return instant(now);
  return ofPlace(value.take, drawing);
}

function dueIn(within: string | undefined, { arrival, world }: Drawing, instant: (local: number) => string): string | undefined {
  const span = /^P(?:(\d+)D|T(\d+)H)$/.exec(within ?? '');
  if (!span) return undefined;
  return instant(span[1] === undefined ? arrival + Number(span[2]) * hour : endOfWork(arrival, Number(span[1]), world.stream.office));
}

function ofPlace(take: 'text' | 'unit' | 'point' | 'address', { text, spot, unit, place, from }: Drawing): Json {
  if (take === 'text') return text;
  if (take === 'unit') return unit;
  if (take === 'address') return spot;
  const [longitude = 0, latitude = 0] = place.point;
  // Even over a disc: a bell would put half of the rows on the middle.
  const distance = place.km * Math.sqrt(from.next());
  const angle = 2 * Math.PI * from.next();
  const east = (distance * Math.cos(angle)) / (111.32 * Math.cos((latitude * Math.PI) / 180));
  const round = (degrees: number) => Math.round(degrees * 1e6) / 1e6;
  return { type: 'Point', coordinates: [round(longitude + east), round(latitude + (distance * Math.sin(angle)) / 110.57)] };
}

/** Work that will be late may get more time, asked for before the deadline. */
function extend({ world: { stream }, times, from }: Drawing, steps: { at: number; set: { [field: string]: Json } }[]): void {
  const { extension } = stream;
  const due = extension && times[extension.of];
  if (!extension || due === undefined) return;
  const done = steps.findLast(({ set }) => typeof set[extension.done] === 'string')?.at;
  if (done === undefined || done <= due || from.next() >= extension.share) return;
  const asked = Math.floor((due - (1 + 7 * from.next()) * hour) / 1000) * 1000;
  const [first] = steps;
  if (!first || asked <= first.at) return;
  const until = from.next() < extension.kept ? endOfWork(done, 1, stream.office) : endOfWork(due, 1, stream.office);
  if (until <= due) return;
  const index = steps.findIndex(({ at }) => at > asked);
  steps.splice(index < 0 ? steps.length : index, 0, { at: asked, set: { [extension.of]: formatInstant(toUtc(zone, until)) } });
}
