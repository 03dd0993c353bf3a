import { setTimeout } from 'node:timers/promises';
import { Job } from '../../jobs/job.ts';
import type { DataContext } from '../context.ts';
import type { Database } from '../database.ts';
import { rollupsOf } from './definition.ts';
import { setReady } from './ready.ts';
import { refresh, rollupLock } from './refresh.ts';
import { markTable, type Rollup } from './rollup.ts';
import { findSparse } from './sparse.ts';
import { beginBuild, hasKept, readStates, settle } from './state.ts';

/** Between two looks at what has been marked, ms. */
const every = 1_000;
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
  await settle(database, rollups);
  // What rows that are gone have left is in no other place: it is not left out until the job comes.
  for (const rollup of await unbuilt(context, rollups))
    if (await hasKept(database.read, rollup.name)) await beginBuild(database, rollupLock, rollup);
  await learnReady(context, rollups);
}

/** Keeps the roll-ups of a centre: builds those that are new or mean something else now, and makes anew what writers have marked. */
export function rollupJob(context: DataContext, onError: (error: Error) => void): Job {
  let newest = 0;
  const work = async () => {
    const started = performance.now();
    const hasMore = await tendRollups(context);
    await findSparse(context);
    const now = await newestMark(context);
    // Answers are exact without it: it makes way for those who are writing.
    if (hasMore && now > newest) await setTimeout(others * (performance.now() - started));
    newest = now;
    return hasMore;
  };
  return new Job({ name: 'rollup', every, work, onError });
}

/** One turn of that; says whether there is more to do. */
export async function tendRollups(context: DataContext): Promise<boolean> {
  const rollups = rollupsByName(context);
  const { database } = context;
  await settle(database, rollups);
  for (const rollup of await unbuilt(context, rollups)) await beginBuild(database, rollupLock, rollup);
  const hasMore = await refresh(context, rollups);
  await learnReady(context, rollups);
  return hasMore;
}

async function unbuilt({ database }: DataContext, rollups: ReadonlyMap<string, Rollup>): Promise<readonly Rollup[]> {
  const states = (await readStates(database.read)).filter(({ last_mark }) => last_mark === null);
  return states.flatMap(({ name, definition }) => {
    const rollup = rollups.get(name);
    return rollup?.definition === definition ? [rollup] : [];
  });
}

async function learnReady(context: DataContext, rollups: ReadonlyMap<string, Rollup>): Promise<void> {
  const { database } = context;
  const states = await readStates(database.read);
  const ready = states.filter(({ name, definition, ready }) => ready === 1 && rollups.get(name)?.definition === definition);
  // What rows that are removed leave is in cells alone.
  const free = ready.filter(({ name }) => rollups.get(name)?.table.entry.dataset.keep === undefined).map(({ name }) => name);
  const late = new Set(await behind(database, free));
  setReady(context, new Set(ready.map(({ name }) => name).filter((name) => !late.has(name))));
}

/** Roll-ups that are not read while so much is marked, as after a large delivery, that the rows themselves are as quick: all at once, so that plans are made anew but twice. */
async function behind({ read }: Database, names: readonly string[]): Promise<readonly string[]> {
  const isMuch: unknown = await read(markTable).offset(mostMarks).first('id');
  if (!isMuch) return [];
  const late: string[] = [];
  for (const name of names) if (!(await hasKept(read, name))) late.push(name);
  return late;
}

async function newestMark({ database }: DataContext): Promise<number> {
  return Number((await database.read(markTable).max({ id: 'id' }).first())?.id ?? 0);
}
