import type { Caller } from '../../../core/src/access/caller.ts';
import type { Row } from '../../../core/src/data/cells.ts';

/** What a caller may read, said a second time without the core: by plain tests on rows. */
export interface Reader {
  readonly caller: Caller;
  readonly readable: ReadonlySet<string>;
  readonly mayReadPersonal: boolean;
  isAllowed(dataset: string, row: Row): boolean;
}

export const wards = ['22915@2025-03-01', '22918@2025-03-01', '23000@2025-03-01', '22918@2025-07-01', '24769@2025-07-01'] as const;
const [oldMuiNe, oldHamTien, , muiNe, xuanHuong] = wards;

const everything = new Set(['office', 'visit', 'patient', 'meter', 'gauge']);

function reader(
  id: string,
  { reach, rows }: Pick<Caller, 'reach' | 'rows'>,
  { readable = everything, mayReadPersonal = false }: Partial<Pick<Reader, 'readable' | 'mayReadPersonal'>>,
  isAllowed: Reader['isAllowed'],
): Reader {
  const can = (permission: string) => {
    const [dataset = '', verb] = permission.replace(/^test\//, '').split('.');
    if (!everything.has(dataset)) return true;
    return readable.has(dataset) && (verb === 'read' || verb === 'export' || (verb === 'personal' && mayReadPersonal));
  };
  return {
    caller: { id, language: 'vi', can, ...(reach && { reach }), ...(rows && { rows }) },
    readable,
    mayReadPersonal,
    isAllowed: (dataset, row) => readable.has(dataset) && isAllowed(dataset, row),
  };
}

const inWards = (row: Row, list: readonly string[]) => list.includes(String(row.ward));

export const readers: readonly Reader[] = [
  // An officer of a ward of today, which two wards of before became.
  reader('officer', { reach: { units: [muiNe], agencies: ['o1'] } }, {}, (dataset, row) => {
    const isOwn = inWards(row, [oldMuiNe, oldHamTien, muiNe]);
    return dataset === 'meter' || isOwn || (dataset === 'visit' && row.office === 'o1');
  }),
  reader('inspector', { reach: { units: [], agencies: ['o1', 'o2'] } }, { mayReadPersonal: true }, (dataset, row) => {
    return dataset === 'meter' || (dataset === 'visit' && (row.office === 'o1' || row.office === 'o2'));
  }),
  // Rows by conditions of their own, some of them on personal fields that the caller does not see.
  reader(
    'editor',
    {
      rows: (dataset) => {
        if (dataset === 'test/visit') return { status: { in: ['open', 'done'] }, urgent: true };
        if (dataset === 'test/patient') return { ward: { within: '593@2025-03-01' } };
        if (dataset === 'test/office') return { any: [{ kind: 'health' }, { chief: 'An' }] };
        return dataset === 'test/meter' ? { level: { lt: 5 } } : undefined;
      },
    },
    {},
    (dataset, row) => {
      if (dataset === 'visit') return (row.status === 'open' || row.status === 'done') && row.urgent === true;
      if (dataset === 'patient') return inWards(row, [oldMuiNe, oldHamTien, muiNe]);
      if (dataset === 'office') return row.kind === 'health' || row.chief === 'An';
      return dataset === 'gauge' || (typeof row.level === 'number' && row.level < 5);
    },
  ),
  reader('clerk', {}, {}, () => true),
  reader(
    'guest',
    {
      reach: { units: [xuanHuong], agencies: [] },
      rows: (dataset) => (dataset === 'test/visit' ? { 'office.kind': 'health' } : undefined),
    },
    { readable: new Set(['visit', 'meter', 'gauge']) },
    // Of the offices in reach only this one is for health.
    (dataset, row) => dataset === 'meter' || (inWards(row, [xuanHuong]) && (dataset === 'gauge' || row.office === 'o3')),
  ),
];
