import type { Query } from '@haidang/sdk';
import { Random } from '../../../core/src/data/query/oracle/random/random.ts';
import { type Line, rowsOf, type TestCentre } from './centre.ts';
import { makePair, type Pair } from './pair.ts';
import { makeQuestions, type Question } from './questions.ts';

/** What became of one pair: answers that were not the same, and how many open questions were answered otherwise once what is allowed had changed. */
export interface Outcome {
  readonly differences: readonly string[];
  readonly open: number;
  readonly moved: number;
  readonly frames: number;
}

const questionCount = 10;
const watched = 3;
const formats = ['csv', 'xlsx', 'ndjson', 'geojson', 'csv'] as const;
/** How long a change may take to be looked at, ms. */
const patience = 10_000;

/** Fills two centres with a pair, asks both the same by every way there is, and compares what comes byte by byte. */
export async function comparePair(seed: string, number: number, centres: readonly [TestCentre, TestCentre]): Promise<Outcome> {
  const random = new Random(seed, 'pair', number);
  const pair = makePair(random);
  const questions = makeQuestions(random, pair, questionCount);
  const queries = Object.fromEntries(questions.map(({ query }, index) => [`q${index}`, query]));
  const differences: string[] = [];
  const compare = (what: string, [a, b]: readonly string[]) => {
    if (a !== b) differences.push(`pair ${number} of seed ${seed}, ${pair.reader.caller.id}, ${what}: ${firstDifference(a, b, questions)}`);
  };
  await both(centres, async (centre, world) => {
    centre.caller = pair.reader.caller;
    await centre.clear();
    await centre.write(pair.worlds[world]);
    if (number % 3 === 0) await centre.assess();
  });
  const before = await both(centres, (centre) => centre.query(queries));
  compare('queries', before);
  compare('further pages', await both(centres, (centre) => centre.query(nextPages(before[0], queries))));
  for (const [index, { query, isExported }] of questions.entries()) {
    if (!isExported) continue;
    const format = formats[index % formats.length] ?? 'csv';
    const files = await both(centres, (centre) => centre.export(query, format));
    compare(`export ${JSON.stringify(query)} as ${format}`, files);
    if (format !== 'geojson' && isOpenAnswer(before[0], index) && !files[0].startsWith('200'))
      throw new Error(`no file: ${files[0].slice(0, 500)}`);
  }
  const live = await compareLive(pair, questions, centres);
  for (const [what, frames] of live.compared) compare(what, frames);
  const after = await both(centres, (centre) => centre.query(queries));
  compare('queries after the change', after);
  const [told, later] = [rowsOf(before[0]), rowsOf(after[0])];
  const open = questions.flatMap(({ isOpen }, index) => (isOpen ? [`q${index}`] : []));
  const refused = open.find((id) => told[id] === undefined);
  if (refused !== undefined)
    throw new Error(`${pair.reader.caller.id} is refused ${JSON.stringify(queries[refused])}: ${refusalOf(before[0], refused)}`);
  return { differences, open: open.length, moved: open.filter((id) => told[id] !== later[id]).length, frames: live.frames };
}

/** The same over sockets: the first answers, silence while only hidden rows change, and what stands at the end. */
async function compareLive(
  pair: Pair,
  questions: readonly Question[],
  centres: readonly [TestCentre, TestCentre],
): Promise<{ readonly compared: readonly (readonly [what: string, frames: readonly string[]])[]; readonly frames: number }> {
  const queries = Object.fromEntries(questions.slice(0, watched).map(({ query }, index) => [`q${index}`, query]));
  const lines = await both(centres, (centre) => centre.watch(queries));
  try {
    await Promise.all(lines.map((line) => line.heard(watched)));
    const first = lines.map(inOrder);
    const [, second] = centres;
    const before = second.hub.runs;
    await second.write(pair.hiddenChange);
    if (pair.hiddenChange.length > 0) await looked(second, before);
    await Promise.all(lines.map((line) => line.settled()));
    const quiet = lines.map(inOrder);
    await both(centres, (centre, world) => centre.write(pair.allowedChange[world]));
    const last = await both(centres, async (centre, world) => {
      const { results }: { results: { [id: string]: { error?: unknown } } } = JSON.parse(await centre.query(queries));
      const line = lines[world];
      for (const [id, result] of Object.entries(results)) if (result.error === undefined) await shows(line, id, JSON.stringify(result));
      return line.frames.length;
    });
    return {
      compared: [
        ['first frames', first],
        ['frames after a change of what is hidden', quiet],
      ],
      frames: last[0] + last[1],
    };
  } finally {
    for (const line of lines) line.close();
  }
}

/** Until the watches have run that rest on what was changed, if any do. */
async function looked({ hub }: TestCentre, before: number): Promise<void> {
  const start = performance.now();
  let runs = before;
  let since = start;
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, 10));
    const now = performance.now();
    if (hub.runs !== runs) since = now;
    runs = hub.runs;
    if (runs > before && now - since > 60) return;
    // Nothing that is looked at rests on it.
    if (now - start > 700) return;
  }
}

/** Until the newest frame of a watch is this result. */
async function shows(line: Line, id: string, result: string): Promise<void> {
  const until = performance.now() + patience;
  const wanted = `{"type":"result","id":${JSON.stringify(id)},"result":${result}}`;
  for (;;) {
    const frame = line.frames.findLast((each) => each.includes(`"id":${JSON.stringify(id)}`));
    if (frame === wanted) return;
    if (performance.now() > until) throw new Error(`a watch stays at\n${frame}\ninstead of\n${wanted}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** Frames by watch: which watch comes first is a matter of time. */
function inOrder({ frames }: Line): string {
  const id = (frame: string) => /"id":"(\w+)"/.exec(frame)?.[1] ?? '';
  return frames.toSorted((a, b) => id(a).localeCompare(id(b))).join('\n');
}

function nextPages(body: string, queries: { readonly [id: string]: Query }): { readonly [id: string]: Query } {
  const { results }: { results: { [id: string]: { next?: string } } } = JSON.parse(body);
  return Object.fromEntries(
    Object.entries(results).flatMap(([id, { next }]) => {
      const query = queries[id];
      return next === undefined || !query ? [] : [[id, { ...query, after: next }]];
    }),
  );
}

async function both<T>(
  [a, b]: readonly [TestCentre, TestCentre],
  run: (centre: TestCentre, world: 0 | 1) => Promise<T>,
): Promise<readonly [T, T]> {
  return Promise.all([run(a, 0), run(b, 1)]);
}

function firstDifference(a = '', b = '', questions: readonly Question[]): string {
  let at = 0;
  while (a[at] === b[at]) at++;
  const id = [...a.slice(0, at).matchAll(/"q(\d+)"/g)].at(-1)?.[1];
  const from = Math.max(0, at - 150);
  return `${JSON.stringify(questions[Number(id ?? -1)]?.query)}\n  ${a.slice(from, at + 150)}\n  ${b.slice(from, at + 150)}`;
}

function isOpenAnswer(body: string, index: number): boolean {
  return rowsOf(body)[`q${index}`] !== undefined;
}

function refusalOf(body: string, id: string): string {
  const { results }: { results: { [id: string]: unknown } } = JSON.parse(body);
  return JSON.stringify(results[id]);
}
