import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { HaidangError, type Ioc, type Page, type Problem } from '@haidang/sdk';
import { checkDocument, type Fault, fault, faultText } from '@haidang/sdk/documents';
import type { Unit, UnitLink } from '../data/units.ts';
import { mapProblems } from './map/faults.ts';
import { type MapFiles, noMapFiles, readMapFiles } from './map/map-files.ts';
import { readUnitLinks, readUnits } from './unit-files.ts';

/** A page file: the page, or what is wrong with it. A broken page keeps its place in the menu by its file name. */
export interface PageFile {
  readonly file: string;
  readonly page?: Page;
  readonly faults: readonly Fault[];
}

/** A locality as files: the centre, its pages, its units, the shapes of its maps. */
export interface Locality {
  readonly folder: string;
  readonly ioc: Ioc;
  readonly pages: readonly PageFile[];
  readonly units: readonly Unit[];
  readonly links: readonly UnitLink[];
  readonly map: MapFiles;
}

type Read = { readonly value: object; readonly faults: readonly [] } | { readonly value?: undefined; readonly faults: readonly Fault[] };

/** Reads a locality folder, without its pages and shapes where nobody will look at them. A centre without a readable `ioc.json` or units cannot start; a broken page or map can wait. */
export async function readLocality(folder: string, { withPages = true }: { readonly withPages?: boolean } = {}): Promise<Locality> {
  const file = join(folder, 'ioc.json');
  if (!existsSync(folder))
    throw new HaidangError('bad-file', { folder, reason: { vi: `Không có thư mục ${folder}.`, en: `There is no folder ${folder}.` } });
  if (!existsSync(file))
    throw new HaidangError('bad-file', { file, reason: { vi: 'Thư mục này không có ioc.json.', en: 'This folder has no ioc.json.' } });
  const ioc = await readDocument(file, 'ioc');
  if (!ioc.value) {
    const said = (language: string) => ioc.faults.map((each) => `${each.path || '/'}: ${faultText(each, language)}`).join('; ');
    throw new HaidangError('bad-file', { file, reason: { vi: said('vi'), en: said('en') } });
  }
  const pages: PageFile[] = [];
  for (const name of withPages ? await listPages(folder) : []) {
    const { value, faults } = await readDocument(join(folder, 'pages', name), 'page');
    pages.push({ file: name, ...(value && { page: value as Page }), faults });
  }
  const units = await readUnits(folder);
  return {
    folder,
    ioc: ioc.value as Ioc,
    pages: withoutDoubles(pages),
    units,
    links: await readUnitLinks(folder),
    map: withPages ? await readMapFiles(folder, new Set(units.map(({ key }) => key))) : noMapFiles,
  };
}

/** What is wrong with the pages and map files of a locality, in a language. */
export function localityProblems({ pages, map }: Locality, since: string, language: 'vi' | 'en'): Problem[] {
  return [...pages.flatMap((page) => pageProblems(page, since, language)), ...mapProblems(map.faults, since, language)];
}

/** What is wrong with a page, in a language. */
export function pageProblems({ file, faults }: PageFile, since: string, language: string): Problem[] {
  return faults.map((each) => ({
    of: `page:${basename(file, '.json')}`,
    code: 'document-invalid',
    message: `${each.path || '/'}: ${faultText(each, language)}`,
    since,
    fix: `pages/${file}`,
  }));
}

async function listPages(folder: string): Promise<string[]> {
  const pages = join(folder, 'pages');
  return existsSync(pages) ? (await readdir(pages)).filter((name) => name.endsWith('.json')).sort() : [];
}

async function readDocument(file: string, kind: 'ioc' | 'page'): Promise<Read> {
  try {
    // Editors on Windows put a mark before the text.
    const text = (await readFile(file, 'utf8')).replace(/^\uFEFF/, '');
    const value: unknown = JSON.parse(text.normalize('NFC'));
    const faults = checkDocument(kind, value);
    return faults.length === 0 && typeof value === 'object' && value !== null ? { value, faults: [] } : { faults };
  } catch (error) {
    // Where the text stops being JSON is all that can be said of the whole.
    const reason = error instanceof Error ? error.message.replaceAll(file, basename(file)) : String(error);
    return { faults: [fault('', 'not-json', { reason })] };
  }
}

/** Two pages with one id or slug: the later file is the broken one. */
function withoutDoubles(pages: readonly PageFile[]): PageFile[] {
  const seen = new Set<string>();
  return pages.map((entry) => {
    const { page, file } = entry;
    if (!page) return entry;
    const faults = (['id', 'slug'] as const).filter((name) => seen.has(page[name])).map((name) => fault(`/${name}`, 'doubled'));
    seen.add(page.id).add(page.slug);
    return faults.length > 0 ? { file, faults } : entry;
  });
}
