import { type Random, type Sampler, sampler } from './random.ts';
import type { Life, Place, Stream, Subject } from './stream.ts';

type Part = string | { readonly name: string } | { readonly from: number; readonly to: number };

/** A text of a subject, with the places that have the words it needs. */
export interface Text {
  readonly parts: readonly Part[];
  readonly places: Sampler<Place>;
  /** What of the place the text speaks of: the first name in braces. */
  readonly spot?: string;
}

/** A stream made ready to draw from. */
export interface World {
  readonly stream: Stream;
  /** By month, January first. */
  readonly subjects: readonly Sampler<Subject>[];
  /** Mean of the totals above. */
  readonly usual: number;
  readonly texts: ReadonlyMap<Subject, Sampler<Text>>;
  readonly lives: ReadonlyMap<Subject, Sampler<Life>>;
  /** Units of each place, newest first, with the local midnight from which they count. */
  readonly homes: ReadonlyMap<Place, readonly { readonly unit: string; readonly since: number }[]>;
  choice(weights: { readonly [value: string]: number }): Sampler<string>;
}

/** Makes a stream ready. Throws a `RangeError` when something in it can never be drawn. */
export function worldOf(stream: Stream): World {
  const subjects = Array.from({ length: 12 }, (_, month) =>
    sampler(stream.subjects, ({ weight, months }) => weight * (months?.[month] ?? 1)),
  );
  const choices = new Map<object, Sampler<string>>();
  return {
    stream,
    subjects,
    usual: subjects.reduce((sum, { total }) => sum + total, 0) / 12,
    texts: new Map(
      stream.subjects.map((subject) => [
        subject,
        sampler(
          subject.texts.map((text) => textOf(text, stream.places)),
          () => 1,
        ),
      ]),
    ),
    lives: new Map(stream.subjects.map((subject) => [subject, livesOf(subject, stream)])),
    homes: new Map(stream.places.map((place) => [place, homesOf(place)])),
    choice(weights) {
      let found = choices.get(weights);
      if (!found) {
        found = sampler(Object.keys(weights), (value) => weights[value] ?? 0);
        choices.set(weights, found);
      }
      return found;
    },
  };
}

/** The text with words in its braces; `word` gives the same word for the same name. */
export function written({ parts }: Text, from: Random, word: (name: string) => string): string {
  let text = '';
  for (const part of parts) {
    if (typeof part === 'string') text += part;
    else if ('from' in part) text += part.from + Math.floor(from.next() * (part.to - part.from + 1));
    else text += word(part.name);
  }
  return text;
}

/** Words of a place, one for each name. */
export function wordsOf({ names }: Place, from: Random): (name: string) => string {
  const chosen = new Map<string, string>();
  return (name) => {
    const words = names[name] ?? [];
    const word = chosen.get(name) ?? words[Math.floor(from.next() * words.length)] ?? '';
    chosen.set(name, word);
    return word;
  };
}

function homesOf({ units }: Place): { unit: string; since: number }[] {
  return units.map((unit) => ({ unit, since: Date.parse(unit.slice(unit.indexOf('@') + 1)) })).sort((a, b) => b.since - a.since);
}

function livesOf(subject: Subject, { lives }: Stream): Sampler<Life> {
  const weights = new Map(Object.entries(lives).map(([name, life]) => [life, subject.lives?.[name] ?? life.weight]));
  return sampler([...weights.keys()], (life) => weights.get(life) ?? 0);
}

function textOf(text: string, places: readonly Place[]): Text {
  const parts = text.split(/\{([^}]+)\}/).map((part, index): Part => {
    if (index % 2 === 0) return part;
    const range = /^(\d+)\.\.(\d+)$/.exec(part);
    return range ? { from: Number(range[1]), to: Number(range[2]) } : { name: part };
  });
  const needed = parts.flatMap((part) => (typeof part === 'object' && 'name' in part ? [part.name] : []));
  const fitting = places.filter(({ names }) => needed.every((name) => (names[name]?.length ?? 0) > 0));
  if (fitting.length === 0) throw new RangeError(`no place has the words of "${text}"`);
  const [spot] = needed;
  return { parts, places: sampler(fitting, ({ weight }) => weight), ...(spot !== undefined && { spot }) };
}
