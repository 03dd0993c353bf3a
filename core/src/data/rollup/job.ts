import { setTimeout } from 'node:timers/promises';
import { Job } from '../../jobs/job.ts';
import type { DataContext } from '../context.ts';
import type { Database } from '../database.ts';
import { rollupsOf } from './definition.ts';
import { setReady } from './ready.ts';
import { refresh, rollupLock } from './refresh.ts';
import { markTable, type Rollup } from './rollup.ts';
import { findSparse } from './sparse.ts';
import { beginBuild, hasKept, type Progress, readProgress, settle } from './state.ts';

/** Between two looks at what has been marked, ms. */
const every = 5_000;
/** So many marks are made anew at once, fewer only after they have waited for so long, ms: answers are exact without, and what is marked again meanwhile is made once. */
const [many, longest] = [200, 30_000];
/** Marks that wait, at most: an answer reads the rows of each. */
const mostMarks = 500;
/** So many times longer than a turn has taken others have the database for themselves while they write. */
const others = 6;

/** All roll-ups of a centre, by name. */
function rollupsByName(context: DataContext): ReadonlyMap<string, Rollup> {
  return new Map([...rollupsOf(context).values()].flat().map((rollup) => [rollup.name, rollup]));
}

/** Makes a centre ready for its roll-ups, before anything is written or read. */
export async function openRollups(context: DataContext): Promise<void> {
  const rollups = rollupsByName(context);
  const { database } = context;
  const before = await settle(database, rollups);
  // What rows that are gone have left is in no other place: it is not left out until the job comes.
  for (const rollup of unbuilt(before, rollups))
    if (await hasKept(database.read, rollup.name)) await beginBuild(database, rollupLock, rollup);
  await learnReady(context, rollups, await readProgress(database));
}

/** Keeps the roll-ups of a centre: builds those that are new or mean something else now, and makes anew what writers have marked. */
export function rollupJob(context: DataContext, onError: (error: Error) => void): Job {
  let newest = 0;
  let next = 0;
  const work = async () => {
    await context.database.dialect.makeWay(context.database.write);
    const started = performance.now();
    const { hasMore, hasBegun, isDone, ...turn } = await takeTurn(context, started >= next);
    const took = performance.now() - started;
    if (isDone && !hasMore) next = started + longest;
    await findSparse(context);
    // Answers are exact without it: it makes way for those who are writing.
    if (hasMore && !hasBegun && turn.newest > newest) await setTimeout(others * took);
    newest = turn.newest;
    return hasMore;
  };
  return new Job({ name: 'rollup', every, work, onError });
}

/** One turn of that; says whether there is more to do. */
export async function tendRollups(context: DataContext): Promise<boolean> {
  const { hasMore } = await takeTurn(context, true);
  return hasMore;
}

/** What a turn has come to. */
interface Turn {
  readonly hasMore: boolean;
  /** It has marked what is to be built: not all new marks are those of others. */
  readonly hasBegun: boolean;
  /** What was marked has been looked at. */
  readonly isDone: boolean;
  /** The newest mark that waits. */
  readonly newest: number;
}

/** `isDue`: also a few marks are looked at, which do not make a roll-up wait that is to be read. */
async function takeTurn(context: DataContext, isDue: boolean): Promise<Turn> {
  const rollups = rollupsByName(context);
  const { database } = context;
  const before = await settle(database, rollups);
  const toBuild = unbuilt(before, rollups);
  for (const rollup of toBuild) await beginBuild(database, rollupLock, rollup);
  const hasBegun = toBuild.length > 0;
  const isBuilding =
    hasBegun || before.states.some(({ name, definition, ready }) => ready === 0 && rollups.get(name)?.definition === definition);
  const isDone = isBuilding || (before.newest > 0 && (isDue || (await hasMarks(database, many))));
  const hasMore = isDone && (await refresh(context, rollups));
  const after = isDone ? await readProgress(database) : before;
  await learnReady(context, rollups, after);
  return { hasMore, hasBegun, isDone, newest: after.newest };
}

function unbuilt({ states }: Progress, rollups: ReadonlyMap<string, Rollup>): readonly Rollup[] {
  return states.flatMap(({ name, definition, last_mark }) => {
    const rollup = rollups.get(name);
    return last_mark === null && rollup?.definition === definition ? [rollup] : [];
  });
}

async function learnReady(context: DataContext, rollups: ReadonlyMap<string, Rollup>, { states, newest }: Progress): Promise<void> {
  const ready = states.filter(({ name, definition, ready }) => ready === 1 && rollups.get(name)?.definition === definition);
  // What rows that are removed leave is in cells alone.
  const free = ready.filter(({ name }) => rollups.get(name)?.table.entry.dataset.keep === undefined).map(({ name }) => name);
  const late = new Set(newest === 0 ? [] : await behind(context.database, free));
  setReady(context, new Set(ready.map(({ name }) => name).filter((name) => !late.has(name))));
}

/** Roll-ups that are not read while so much is marked, as after a large delivery, that the rows themselves are as quick: all at once, so that plans are made anew but twice. */
async function behind(database: Database, names: readonly string[]): Promise<readonly string[]> {
  if (!(await hasMarks(database, mostMarks))) return [];
  const { read } = database;
  const late: string[] = [];
  for (const name of names) if (!(await hasKept(read, name))) late.push(name);
  return late;
}

/** Whether more marks wait than so many. */
async function hasMarks({ read }: Database, count: number): Promise<boolean> {
  const one: unknown = await read(markTable).offset(count).first('id');
  return one !== undefined;
}
