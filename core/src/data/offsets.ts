/** From `at` (UTC milliseconds) on, local time is `offset` milliseconds ahead of UTC. */
export interface Transition {
  readonly at: number;
  readonly offset: number;
}

// Offsets are looked up by blocks of about four months; nearly every block has one offset only.
const block = 10_000_000_000;
// No zone has had two changes within this time that cancel each other out.
const step = 5 * 86_400_000;
const day = 86_400_000;

const formats = new Map<string, Intl.DateTimeFormat>();
const blocks = new Map<string, Map<number, readonly Transition[]>>();

/** Milliseconds by which local time is ahead of UTC at an instant, as the tz database has it. */
export function offsetAt(name: string, utc: number): number {
  const pieces = blockOf(name, Math.floor(utc / block));
  for (let index = pieces.length - 1; index > 0; index--) {
    const piece = pieces[index];
    if (piece && piece.at <= utc) return piece.offset;
  }
  return pieces[0]?.offset ?? 0;
}

/** Instant of a local time. Of an hour that comes twice the first counts; one that is skipped moves on by the gap (as `Temporal` does). */
export function toUtc(name: string, local: number): number {
  const before = offsetAt(name, local - day);
  const first = local - before;
  if (offsetAt(name, first) === before) return first;
  const after = offsetAt(name, local + day);
  return offsetAt(name, local - after) === after ? local - after : first;
}

/** Changes of the offset after `from` and up to `to`. */
export function transitions(name: string, from: number, to: number): Transition[] {
  const found: Transition[] = [];
  let offset = offsetAt(name, from);
  for (let number = Math.floor(from / block); number <= Math.floor(to / block); number++) {
    for (const piece of blockOf(name, number)) {
      if (piece.at <= from || piece.at > to || piece.offset === offset) continue;
      found.push(piece);
      offset = piece.offset;
    }
  }
  return found;
}

/** Whether the tz database knows a zone. */
export function isZone(name: string): boolean {
  try {
    format(name);
    return true;
  } catch {
    return false;
  }
}

function blockOf(name: string, number: number): readonly Transition[] {
  let ofZone = blocks.get(name);
  if (!ofZone) {
    ofZone = new Map();
    blocks.set(name, ofZone);
  }
  let pieces = ofZone.get(number);
  if (!pieces) {
    pieces = findPieces(name, number * block, (number + 1) * block);
    ofZone.set(number, pieces);
  }
  return pieces;
}

function findPieces(name: string, from: number, to: number): Transition[] {
  let offset = askOffset(name, from);
  const pieces = [{ at: from, offset }];
  for (let at = from; at < to; at += step) {
    const next = Math.min(at + step, to);
    const then = askOffset(name, next - 1);
    if (then === offset) continue;
    let low = at;
    let high = next - 1;
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2);
      if (askOffset(name, middle) === offset) low = middle;
      else high = middle;
    }
    pieces.push({ at: askOffset(name, low) === offset ? high : low, offset: then });
    offset = then;
  }
  return pieces;
}

// The name of an offset, "GMT+07:06:30", stands at the end and costs a fraction of what the parts of a local time do.
const named = /GMT(?:([+-])(\d\d):(\d\d)(?::(\d\d))?)?$/;

function askOffset(name: string, utc: number): number {
  const found = named.exec(format(name).format(utc));
  if (!found) throw new Error(`no offset is told of ${name}`);
  const [, sign, hours = 0, minutes = 0, seconds = 0] = found;
  const offset = ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000;
  return sign === '-' ? -offset : offset;
}

function format(name: string): Intl.DateTimeFormat {
  let found = formats.get(name);
  if (!found) {
    found = new Intl.DateTimeFormat('en-u-nu-latn', { timeZone: name, hour: 'numeric', timeZoneName: 'longOffset' });
    formats.set(name, found);
  }
  return found;
}
