import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import { HaidangError, type Mapping } from '@haidang/sdk';
import { localCaller } from '../access/caller.ts';
import { openCentre } from '../centre.ts';
import { systemClock } from '../clock.ts';
import type { UnitLists } from '../data/units/unit-names.ts';
import { readLocality } from '../documents/locality.ts';
import { findServer } from '../holder.ts';
import { loadRegistry } from '../host/registry.ts';
import { installedPlugins } from '../install.ts';
import type { DatasetEntry, Registry } from '../registry.ts';
import { databaseSink } from './database-sink.ts';
import { unknownName } from './map/fit.ts';
import { HeaderMapper } from './map/header-mapper.ts';
import { Mapper } from './map/mapper.ts';
import { readMapping } from './map/mapping-file.ts';
import { meter, type Screen } from './progress.ts';
import type { Refusal } from './read/batch.ts';
import { readRows } from './read/rows.ts';
import { lineOf, RefusedFile } from './refused-file.ts';
import { noCounts, runImport } from './run.ts';
import { serverSink } from './server-sink.ts';
import type { Sink } from './sink.ts';
import { countsJson, summary } from './summary.ts';
import { openTrial } from './trial.ts';
import { openLists, serverLists } from './unit-lists.ts';

export interface ImportOptions {
  /** The locality. */
  readonly folder: string;
  /** Qualified: "field-reports/report". */
  readonly dataset: string;
  readonly file: string;
  /** How columns become fields; absent: they are headed by names or labels of fields. */
  readonly mapping?: string;
  /** Where the database and refused rows are kept. */
  readonly data: string;
  readonly databaseUrl?: string;
  /** Checks everything and writes nothing. */
  readonly dryRun?: boolean;
  /** Ends the output with one line of counts for programs. */
  readonly json?: boolean;
  readonly language?: 'vi' | 'en';
  /** Folders of built plugins; those of the installation when absent. */
  readonly plugins?: readonly string[];
  readonly out?: Screen;
  readonly err?: Screen;
}

/** Refusals that a trial shows, as it writes no file. */
const mostShown = 20;

/** `haidang import`: gives the exit code; throws what made the import stop. Rows that were taken in before stay, and running it again goes on from there. */
export async function importCommand(options: ImportOptions): Promise<number> {
  const { file, data, dryRun = false, json = false, language = 'vi', out = process.stdout, err = process.stderr } = options;
  const start = performance.now();
  const mapping = options.mapping === undefined ? undefined : await readMapping(options.mapping);
  const rows = await readRows(file);
  const { sink, registry, units } = await openTarget(options, mapping);
  const counts = noCounts();
  const shown = meter(err, language);
  try {
    const entry = datasetOf(registry, options.dataset);
    const mapper = mapping ? new Mapper(mapping, entry, registry, units) : new HeaderMapper(entry);
    const refusals = dryRun ? onScreen(err, language) : new RefusedFile({ folder: data, file, language });
    await refusals.clear();
    const brought = await runImport({
      file: { name: basename(file), sha256: await fingerprintOf(file) },
      rows,
      mapper,
      brought: mapping ?? {},
      sink,
      counts,
      refuse: (refused) => refusals.add(refused),
      step: () => shown.show(rows.progress, counts.read),
    });
    shown.stop();
    const seconds = (performance.now() - start) / 1000;
    const refusedFile = counts.refused > 0 && refusals instanceof RefusedFile ? refusals.path : undefined;
    const outcome = { counts, seconds, brought, mapper, entry, registry, isDryRun: dryRun, ...(refusedFile && { refusedFile }) };
    (json ? err : out).write(summary(outcome, language));
    if (json) out.write(`${countsJson(counts, seconds, dryRun)}\n`);
    return 0;
  } catch (error) {
    shown.stop();
    if (counts.read > 0 && !dryRun) err.write(stopped(counts.read, counts.refused, language));
    throw error;
  } finally {
    await sink.close();
  }
}

interface Target {
  readonly sink: Sink;
  readonly registry: Registry;
  readonly units: UnitLists;
}

async function openTarget(options: ImportOptions, mapping: Mapping | undefined): Promise<Target> {
  const { folder, data, dataset, databaseUrl, plugins, dryRun = false, language = 'vi' } = options;
  const caller = localCaller(language);
  const url = dryRun ? undefined : await findServer(data);
  if (url !== undefined) {
    const since = new Date(systemClock.now()).toISOString();
    const { ioc } = await readLocality(folder, { withPages: false });
    const registry = await loadRegistry({ folders: plugins ?? installedPlugins(), ioc, since });
    return { sink: serverSink({ url, dataset, language }), registry, units: await serverLists(url, mapping) };
  }
  const place = { folder, data, ...(databaseUrl !== undefined && { databaseUrl }), ...(plugins && { plugins }) };
  const centre = dryRun
    ? await openTrial(place)
    : await openCentre({ ...place, withPages: false, clock: systemClock, changed: () => undefined });
  const { registry, units } = centre.context;
  return { sink: databaseSink({ centre, dataset, caller }), registry, units: openLists(units) };
}

/** SHA-256 of a file. */
async function fingerprintOf(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file)) hash.update(chunk);
  return hash.digest('hex');
}

function datasetOf({ datasets }: Registry, name: string): DatasetEntry {
  const entry = datasets.get(name);
  if (!entry)
    throw new HaidangError('unknown-dataset', { dataset: name, reason: unknownName('tập dữ liệu', 'dataset', name, [...datasets.keys()]) });
  return entry;
}

function onScreen(err: Screen, language: 'vi' | 'en'): Pick<RefusedFile, 'clear' | 'add'> {
  let count = 0;
  return {
    clear: async () => undefined,
    async add(refusals: readonly Refusal[]) {
      for (const refusal of refusals) if (++count <= mostShown) err.write(`${lineOf(refusal, language)}\n`);
    },
  };
}

function stopped(read: number, refused: number, language: 'vi' | 'en'): string {
  return language === 'vi'
    ? `Đã dừng. ${read - refused} hàng đã nhận trước đó vẫn còn; chạy lại lệnh này sẽ tiếp tục, không nhân đôi.\n`
    : `Stopped. ${read - refused} rows that were accepted before are kept; running this again goes on and doubles nothing.\n`;
}
