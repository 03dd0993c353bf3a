import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HaidangError } from '@haidang/sdk';
import { type Centre, openCentre } from '../centre.ts';
import { systemClock } from '../clock.ts';
import type { Database } from '../data/database.ts';
import { openDatabase } from '../data/open.ts';
import { UnitStore } from '../data/unit-store.ts';
import type { Unit } from '../data/units.ts';
import { findServer } from '../holder.ts';
import { unitsOf } from './server-sink.ts';

interface Place {
  readonly folder: string;
  readonly data: string;
  readonly databaseUrl?: string;
  readonly plugins?: readonly string[];
}

/** A centre like that of the place, on a database that is thrown away: what is written into it passes through every check and leaves no trace. */
export async function openTrial({ folder, data, databaseUrl, plugins }: Place): Promise<Centre> {
  const units = await knownUnits(data, databaseUrl);
  const temporary = await mkdtemp(join(tmpdir(), 'haidang-trial-'));
  const remove = () => rm(temporary, { recursive: true, force: true });
  try {
    const centre = await openCentre({ folder, data: temporary, clock: systemClock, changed: () => undefined, ...(plugins && { plugins }) });
    await centre.bringUnits(units, 'trial');
    return {
      ...centre,
      async close() {
        await centre.close();
        await remove();
      },
    };
  } catch (error) {
    await remove();
    throw error;
  }
}

/** Units that earlier imports have brought. */
async function knownUnits(data: string, databaseUrl: string | undefined): Promise<readonly Unit[]> {
  const url = await findServer(data);
  if (url !== undefined) return unitsOf(url);
  const database = await openAsItIs(data, databaseUrl);
  try {
    if (!database || !(await database.read.schema.hasTable('unit'))) return [];
    const units = new UnitStore(database);
    await units.reload();
    return units.all();
  } finally {
    await database?.close();
  }
}

/** The database of the place; nothing when there is none yet. */
async function openAsItIs(data: string, databaseUrl: string | undefined): Promise<Database | undefined> {
  try {
    return await openDatabase({ ...(databaseUrl === undefined ? { folder: data } : { url: databaseUrl }), readOnly: true });
  } catch (error) {
    if (databaseUrl === undefined && error instanceof HaidangError && error.code === 'not-ready') return undefined;
    throw error;
  }
}
