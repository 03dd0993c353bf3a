import { readFile } from 'node:fs/promises';
import { HaidangError, type Mapping } from '@haidang/sdk';
import { checkDocument, faultText } from '@haidang/sdk/documents';
import { badFile } from '../read/bad-file.ts';

/** Reads a mapping file and checks its shape; whether it fits a dataset is seen when it is compiled. */
export async function readMapping(file: string): Promise<Mapping> {
  const mapping = parse(file, await read(file));
  const faults = checkDocument('mapping', mapping);
  const [first] = faults;
  if (!first) return mapping as Mapping;
  const say = (language: string) =>
    faults
      .slice(0, 5)
      .map((fault) => `${fault.path || '/'} ${faultText(fault, language)}`)
      .join('; ');
  throw new HaidangError('validation-failed', {
    file,
    path: first.path,
    reason: { vi: `Bản ánh xạ: ${say('vi')}.`, en: `The mapping: ${say('en')}.` },
  });
}

async function read(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    throw badFile({ file, reason: { vi: 'không đọc được bản ánh xạ.', en: 'the mapping cannot be read.' }, cause });
  }
}

function parse(file: string, content: string): unknown {
  try {
    return JSON.parse(content.replace(/^\ufeff/, '').normalize('NFC'));
  } catch (cause) {
    const said = cause instanceof Error ? cause.message : String(cause);
    throw badFile({ file, reason: { vi: `JSON sai: ${said}`, en: `broken JSON: ${said}` }, cause });
  }
}
