import { expect, it } from 'vitest';
import { describeDatabases } from '../../../../tests/support/databases.ts';
import type { Database } from '../database.ts';
import { createTables } from '../schema.ts';
import type { Column } from '../table.ts';
import type { LongGrain, Sql } from './dialect.ts';
import { run } from './statement.ts';

const one = (sql: string, ...values: unknown[]): Sql => ({ sql, values });

describeDatabases('the dialect', (open) => {
  const start = async () => {
    const database = await open();
    await createTables(database, []);
    return database;
  };
  const evaluate = async ({ read }: Database, { sql, values }: Sql) => (await run(read, `SELECT ${sql} AS value`, values))[0]?.value;

  it('puts moments into the same buckets, before 1970 too', async () => {
    const database = await start();
    const moments = [
      '2026-11-21T14:59:59.999',
      '2026-11-22T23:59:59.999',
      '2026-11-23T00:00:00.000',
      '2024-12-30T00:00:00.001',
      '2025-01-01T00:00:00',
      '1969-12-31T23:59:59.999',
      '1945-09-02T12:00:00',
      '2024-02-29T00:00:00',
    ];
    const expected: { readonly [grain in LongGrain | 'week']: readonly string[] } = {
      week: ['2026-11-16', '2026-11-16', '2026-11-23', '2024-12-30', '2024-12-30', '1969-12-29', '1945-08-27', '2024-02-26'],
      month: ['2026-11-01', '2026-11-01', '2026-11-01', '2024-12-01', '2025-01-01', '1969-12-01', '1945-09-01', '2024-02-01'],
      quarter: ['2026-10-01', '2026-10-01', '2026-10-01', '2024-10-01', '2025-01-01', '1969-10-01', '1945-07-01', '2024-01-01'],
      year: ['2026-01-01', '2026-01-01', '2026-01-01', '2024-01-01', '2025-01-01', '1969-01-01', '1945-01-01', '2024-01-01'],
    };
    for (const [grain, buckets] of Object.entries(expected) as [LongGrain | 'week', readonly string[]][]) {
      for (const [index, moment] of moments.entries()) {
        const ms = Date.parse(`${moment}Z`);
        if (grain !== 'week')
          expect(await evaluate(database, database.dialect.bucketOfInstant(one('CAST(? AS bigint) + ?', ms - 5, 5), grain))).toBe(
            buckets[index],
          );
        expect(await evaluate(database, database.dialect.bucketOfDate(one('CAST(? AS text)', moment.slice(0, 10)), grain))).toBe(
          buckets[index],
        );
      }
    }
  });

  it('interpolates quantiles between neighbours, by group, without missing values', async () => {
    const database = await start();
    const rows = [
      ['a', 1],
      ['a', 2],
      ['a', 10],
      ['a', 4],
      ['b', 7],
      ['c', null],
      ['b', null],
      ['d', 0.5],
      ['d', 0.25],
    ];
    const list = rows.map(() => 'SELECT CAST(? AS text) AS g0, CAST(? AS double precision) AS v').join(' UNION ALL ');
    const { sql, values } = database.dialect.quantile(one(list, ...rows.flat()), 1, 0.5);
    const found = await run(database.read, `${sql} ORDER BY 1`, values);
    expect(found.map(({ g0, value }) => [g0, value])).toEqual([
      ['a', 3],
      ['b', 7],
      ['d', 0.375],
    ]);
    const all = database.dialect.quantile(one(list, ...rows.flat()), 0, 0.9);
    expect((await run(database.read, all.sql, all.values)).map(({ value }) => value)).toEqual([expect.closeTo(8.2, 10)]);
    const none = database.dialect.quantile(one('SELECT CAST(NULL AS double precision) AS v'), 0, 0.5);
    expect(await run(database.read, none.sql, none.values)).toEqual([]);
  });

  it('finds items in lists and words in text, signs of patterns included', async () => {
    const database = await start();
    const { dialect } = database;
    const columns: readonly Column[] = [
      { name: 'id', store: 'integer' },
      { name: 'items', store: 'list' },
      { name: 'words', store: 'text' },
    ];
    await database.write.raw(`CREATE TABLE t (${columns.map(({ name, store }) => `${name} ${dialect.columnType(store)}`).join(', ')})`);
    const rows = [
      [1, ['a', 'b'], '100% den'],
      [2, ['ab', 1, true], 'den_duong'],
      [3, [], "d'en"],
      [4, undefined, undefined],
    ];
    await dialect.insert(database.write, {
      table: 't',
      columns,
      rows: rows.map((row) => row.map((value, index) => dialect.encode(columns[index]?.store ?? 'text', value))),
    });
    const ids = async ({ sql, values }: Sql) =>
      (await run(database.read, `SELECT id FROM t WHERE ${sql} ORDER BY id`, values)).map(({ id }) => id);
    expect(await ids(dialect.listHas(one('items'), 'a'))).toEqual([1]);
    expect(await ids(dialect.listHas(one('items'), 1))).toEqual([2]);
    expect(await ids(dialect.listHas(one('items'), "'; DROP TABLE t; --"))).toEqual([]);
    expect(await ids(dialect.contains(one('words'), 'den'))).toEqual([1, 2]);
    expect(await ids(dialect.contains(one('words'), '%'))).toEqual([1]);
    expect(await ids(dialect.contains(one('words'), '_'))).toEqual([2]);
    expect(await ids(dialect.contains(one('words'), "'"))).toEqual([3]);
  });

  it('adds rows with all that is said about them or not at all', async () => {
    const { dialect, read, write } = await start();
    const text = dialect.columnType('text');
    const key = `_id ${dialect.serialKey}`;
    await write.raw(`CREATE TABLE main (${key}, name ${text} NOT NULL)${dialect.tableOptions}`);
    await write.raw(`CREATE TABLE note (${key}, of ${dialect.columnType('integer')} NOT NULL)${dialect.tableOptions}`);
    await write.raw(`CREATE TABLE beside (${key}, name ${text} NOT NULL)${dialect.tableOptions}`);
    const columns: readonly Column[] = [{ name: 'name', store: 'text' }];
    const add = (names: readonly string[], beside: readonly (string | null)[]) =>
      dialect.transaction(write, (connection) =>
        dialect.add(connection, {
          table: 'main',
          columns,
          rows: names.map((name) => [name]),
          returning: ['_id', 'name'],
          about: [{ table: 'note', number: { name: 'of', store: 'integer' }, shared: [] }],
          besides: beside.map((name) => ({ table: 'beside', columns, rows: [[name]] })),
        }),
      );
    const all = async () => [
      await read('main').count({ n: '*' }),
      await read('note').select('of').orderBy('of'),
      await read('beside').count({ n: '*' }),
    ];
    const rows = await add(['a', 'b'], ['c', 'd']);
    expect(rows?.map(({ _id, name }) => [Number(_id), name])).toEqual([
      [1, 'a'],
      [2, 'b'],
    ]);
    const before = await all();
    expect(before[1]).toEqual([{ of: 1 }, { of: 2 }]);
    await expect(add(['e'], ['f', null, 'g'])).rejects.toThrow();
    expect(await all()).toEqual(before);
    await add(['h'], []);
    expect((await read('note').max({ of: 'of' }).first())?.of).toBe((await read('main').max({ of: '_id' }).first())?.of);
  });

  it('adds rows with those that belong to each, if something holds, or nothing at all', async () => {
    const { dialect, read, write } = await start();
    const [text, integer] = [dialect.columnType('text'), dialect.columnType('integer')];
    await write.raw(`CREATE TABLE main (_id ${dialect.serialKey}, town ${text}, no ${integer}, UNIQUE (town, no))${dialect.tableOptions}`);
    await write.raw(`CREATE TABLE part (name ${text} NOT NULL, at ${integer}, of ${integer} NOT NULL)${dialect.tableOptions}`);
    await write.raw(`CREATE TABLE beside (name ${text} NOT NULL)${dialect.tableOptions}`);
    await write('main').insert({ town: 'before', no: 0 });
    const name: Column = { name: 'name', store: 'text' };
    const add = (
      connection: typeof write,
      towns: readonly string[],
      parts: readonly (readonly [place: number, name: string | null])[],
      isGiven: boolean,
    ) =>
      dialect.add(connection, {
        table: 'main',
        columns: [
          { name: 'no', store: 'integer' },
          { name: 'town', store: 'text' },
        ],
        rows: towns.map((town, no) => [no, town]),
        key: ['town', 'no'],
        about: [],
        besides: [{ table: 'beside', columns: [name], rows: [['x']] }],
        belonging: [
          {
            table: 'part',
            columns: [name, { name: 'at', store: 'integer' }],
            number: { name: 'of', store: 'integer' },
            rows: parts.map(([, part], at) => [part, at]),
            of: parts.map(([place]) => place),
          },
          { table: 'part', columns: [name], number: { name: 'of', store: 'integer' }, rows: [], of: [] },
        ],
        given: { sql: '(SELECT count(*) FROM beside) < ?', values: [isGiven ? 100 : 0] },
      });
    const all = async () => [
      await read('main').join('part', 'main._id', 'part.of').orderBy('at').select('town', 'no', 'name'),
      Number((await read('main').count({ n: '*' }).first())?.n),
      Number((await read('beside').count({ n: '*' }).first())?.n),
    ];
    const towns = ['b', 'a', 'c\'"', 'd'];
    const parts = [
      [3, 'of d'],
      [1, 'of a'],
      [1, 'of a too'],
      [2, "c's"],
    ] as const;
    expect(await add(write, towns, parts, false)).toBeUndefined();
    expect(await all()).toEqual([[], 1, 0]);
    expect(await add(write, towns, parts, true)).toEqual([]);
    const told = [
      { town: 'd', no: 3, name: 'of d' },
      { town: 'a', no: 1, name: 'of a' },
      { town: 'a', no: 1, name: 'of a too' },
      { town: 'c\'"', no: 2, name: "c's" },
    ];
    expect(await all()).toEqual([told, 5, 1]);
    await expect(add(write, ['e'], [[0, null]], true)).rejects.toThrow();
    const within = (isGiven: boolean) => dialect.transaction(write, (connection) => add(connection, ['f'], [], isGiven));
    expect([await within(false), await within(true)]).toEqual([undefined, []]);
    expect(await all()).toEqual([told, 6, 2]);
  });

  it('reads rows that are in no table as if they were', async () => {
    const database = await start();
    const { dialect } = database;
    const columns: readonly Column[] = [
      { name: 'id', store: 'integer' },
      { name: 'value', store: 'text' },
      { name: 'at', store: 'instant' },
      { name: 'share', store: 'number' },
      { name: 'isOpen', store: 'boolean' },
    ];
    const rows = [
      [1, `d'Đường "A" {1,\\2}`, 1_795_000_000_000, 0.5, true],
      [2, '', -1, 3, false],
      [3, null, null, null, null],
    ].map((row) => row.map((value, index) => dialect.encode(columns[index]?.store ?? 'text', value)));
    const from = dialect.rows(columns, rows);
    const found = await run(database.read, `SELECT r.* FROM ${from.sql} AS r ORDER BY r."id"`, from.values);
    expect(found.map((row) => columns.map(({ name, store }) => dialect.decode(store, row[name]) ?? null))).toEqual([
      [1, `d'Đường "A" {1,\\2}`, 1_795_000_000_000, 0.5, true],
      [2, '', -1, 3, false],
      [3, null, null, null, null],
    ]);
    const none = dialect.rows(columns, []);
    expect(await run(database.read, `SELECT r.* FROM ${none.sql} AS r`, none.values)).toEqual([]);
  });

  it('adds up to the same number in whatever order the rows lie', async () => {
    const database = await start();
    const { dialect } = database;
    const number = dialect.columnType('number');
    await database.write.raw(`CREATE TABLE f (id integer, n ${number})`);
    const values = Array.from({ length: 60 }, (_, index) => (index % 7) / 3 + 10 ** ((index % 5) - 2) / 7);
    const total = async (order: readonly number[]) => {
      await database.write.raw('DELETE FROM f');
      for (const [id, n] of order.entries()) await database.write.raw('INSERT INTO f VALUES (?, ?)', [id, n]);
      const { sql, values: bound } = dialect.steady('sum', { sql: 'n', values: [] });
      return (await run(database.read, `SELECT ${sql} AS s FROM f`, bound))[0]?.s;
    };
    const orders = [values, [...values].reverse(), [...values].sort((a, b) => a - b), [...values.slice(31), ...values.slice(0, 31)]];
    const totals = [];
    for (const order of orders) totals.push(await total(order));
    expect(new Set(totals).size).toBe(1);
  });

  it('chooses the index that narrows most once the planner was told, on connections that are open', async () => {
    const database = await start();
    const { dialect, read, write } = database;
    if (database.kind === 'postgres') return expect(await dialect.tend(write)).toBeUndefined();
    await write.raw('CREATE TABLE reading (id INTEGER PRIMARY KEY, kind TEXT, at INTEGER, value REAL) STRICT');
    await write.raw('CREATE INDEX by_at ON reading (at)');
    await write.raw('CREATE INDEX by_kind ON reading (kind)');
    const question = "SELECT sum(value) FROM reading WHERE at >= 5 AND at < 9 AND kind IN ('a', 'b')";
    let asked = 0;
    const plan = async () => {
      await read.raw(question);
      // Another text each time: what is only explained runs nothing that would notice that tables have changed.
      return JSON.stringify(await read.raw(`EXPLAIN QUERY PLAN ${question} -- ${asked++}`));
    };
    await dialect.tend(write);
    const columns: readonly Column[] = [
      { name: 'kind', store: 'text' },
      { name: 'at', store: 'integer' },
    ];
    const rows = Array.from({ length: 20_000 }, (_, index) => ['abc'[index % 3], index]);
    await dialect.insert(write, { table: 'reading', columns, rows });
    expect(await plan()).toContain('by_kind');
    await dialect.tend(write);
    expect(await plan()).toContain('by_at');
  });

  it('orders text by code point', async () => {
    const database = await start();
    await database.write.raw(`CREATE TABLE t (word ${database.dialect.columnType('text')})`);
    const words = ['a', 'B', 'Z', 'z', 'é', 'e', 'đ', '_', ' ', '10', '9', '\u00ffa', '\u0001'];
    await database.write('t').insert(words.map((word) => ({ word })));
    expect((await database.read('t').orderBy('word')).map(({ word }) => word)).toEqual([...words].sort());
  });

  it('reads several SELECTs at once, in their order and with their cells as they were written', async () => {
    const database = await start();
    const { dialect, write, read } = database;
    const stores = ['text', 'integer', 'number', 'boolean', 'flag', 'instant', 'date', 'json', 'list'] as const;
    const columns: readonly Column[] = stores.map((store) => ({ name: `c_${store}`, store }));
    await write.raw(
      `CREATE TABLE t (_id ${dialect.serialKey}, ${columns.map(({ name, store }) => `${name} ${dialect.columnType(store)}`).join(', ')})${dialect.tableOptions}`,
    );
    const number = () => (Math.random() - 0.5) * 10 ** Math.floor(Math.random() * 600 - 300);
    const rows: unknown[][] = Array.from({ length: 3000 }, (_, index) => [
      `"Đường\u00a0${index}\\ 'ngõ'\n\u{1f6a7}`,
      index % 2 === 0 ? Number.MAX_SAFE_INTEGER - index : -index,
      index < 3 ? [0.1, 5e-324, 1.7976931348623157e308][index] : number(),
      index % 2 === 0,
      index % 2,
      -2_208_988_800_000 + index,
      '2026-11-21',
      { b: [1, { a: 'ơ' }], a: null },
      ['x', 'y "z"', index],
    ]);
    rows.push(stores.map(() => null));
    const cells = rows.map((row) => row.map((value, index) => dialect.encode(stores[index] ?? 'text', value)));
    await dialect.insert(write, { table: 't', columns, rows: cells });
    const list = columns.map(({ name }) => `"${name}"`).join(', ');
    const other = {
      name: 'others',
      columns: [{ name: 'n', store: 'integer' }],
      statement: one('SELECT count(*) AS n FROM "all" WHERE c_flag = ?', 1),
    } as const;
    const all = { name: 'all', columns, statement: one(`SELECT ${list} FROM t ORDER BY _id`), order: 'c_instant NULLS LAST' };
    const none = { name: 'none', columns, statement: one(`SELECT ${list} FROM t WHERE c_text = ?`, 'none') };
    expect(await dialect.reader([all, other, none])(read)).toEqual([rows, [[1500]], []]);
    const backwards = await dialect.reader([{ ...all, order: 'c_instant DESC NULLS FIRST' }])(read);
    expect(backwards).toEqual([[...rows].reverse()]);
  });

  it('reads more columns than a function takes arguments', async () => {
    const { dialect, read } = await start();
    const columns: readonly Column[] = Array.from({ length: 250 }, (_, index) => ({
      name: `c${index}`,
      store: index === 1 ? 'list' : 'integer',
    }));
    const list = columns.map(({ name }, index) => `${index === 1 ? "'[7]'" : index} AS "${name}"`);
    const statement = one(`SELECT ${list.join(', ').replace("'[7]'", dialect.kind === 'postgres' ? "'[7]'::jsonb" : "'[7]'")}`);
    const [[row] = []] = await dialect.reader([{ name: 'wide', columns, statement }])(read);
    expect(row).toEqual(columns.map((_, index) => (index === 1 ? [7] : index)));
  });

  it('reads on after the tables have changed and after a statement that failed, however many it has run', async () => {
    const { dialect, read, write } = await start();
    const reader = (sql: string) => dialect.reader([{ name: 'q', columns: [{ name: 'n', store: 'integer' }], statement: one(sql) }]);
    const count = reader('SELECT count(*) AS n FROM later');
    await expect(count(read)).rejects.toThrow('later');
    await write.raw('CREATE TABLE later (id INTEGER)');
    expect(await count(read)).toEqual([[[0]]]);
    await write.raw('ALTER TABLE later ADD COLUMN more INTEGER');
    await write.raw('INSERT INTO later VALUES (1, 2)');
    expect(await count(read)).toEqual([[[1]]]);
    for (let n = 0; n < 500; n++) expect(await reader(`SELECT ${n} AS n`)(read)).toEqual([[[n]]]);
    expect(await count(read)).toEqual([[[1]]]);
  });

  it('inserts tens of thousands of rows and updates those that conflict', async () => {
    const database = await start();
    const { dialect, write, read } = database;
    await write.raw(
      `CREATE TABLE t (_id ${dialect.serialKey}, code ${dialect.columnType('text')} NOT NULL, n ${dialect.columnType('integer')}, at ${dialect.columnType('instant')})${dialect.tableOptions}`,
    );
    await write.raw('CREATE UNIQUE INDEX t_code ON t (code)');
    const columns: readonly Column[] = [
      { name: 'code', store: 'text' },
      { name: 'n', store: 'integer' },
    ];
    const shared = [{ name: 'at', store: 'instant', cell: 1_800_000_000_000 }] as const;
    const rows = Array.from({ length: 40_000 }, (_, index) => [`k${index}`, index]);
    await dialect.insert(write, { table: 't', columns, shared, rows });
    await dialect.insert(write, {
      table: 't',
      columns,
      shared: [{ ...shared[0], cell: 2 }],
      rows: [
        ['k5', -5],
        ['new', 0],
      ],
      conflict: ['code'],
    });
    expect(await read('t').count({ n: '*' }).sum({ sum: 'n' }).min({ low: 'at' }).first()).toEqual({
      n: 40_001,
      sum: (39_999 * 40_000) / 2 - 10,
      low: 2,
    });
    const key: readonly Column[] = [
      { name: 'code', store: 'text' },
      { name: 'n', store: 'integer' },
    ];
    const found = await dialect.selectByKeys(read, { table: 't', columns: ['_id', 'n'], key, keys: rows.slice(0, 20_000) });
    expect(found).toHaveLength(19_999);
  });

  it('reads by key what a table holds after a column has another type, on connections that read it before', async () => {
    const { dialect, read, write } = await open();
    await write.raw(`CREATE TABLE t (code ${dialect.columnType('text')}, n ${dialect.columnType('integer')})${dialect.tableOptions}`);
    await write('t').insert({ code: 'a', n: 1 });
    const select = (connection: typeof write) =>
      dialect.selectByKeys(connection, { table: 't', columns: ['n'], key: [{ name: 'code', store: 'text' }], keys: [['a']] });
    const within = () => dialect.transaction(write, select);
    expect([await select(read), await within()]).toEqual([[{ n: 1 }], [{ n: 1 }]]);
    await write.raw('ALTER TABLE t RENAME COLUMN n TO n_before');
    await write.raw(`ALTER TABLE t ADD COLUMN n ${dialect.columnType('number')}`);
    await write('t').update({ n: 1.5 });
    expect([await within(), await select(read), await select(read)]).toEqual([[{ n: 1.5 }], [{ n: 1.5 }], [{ n: 1.5 }]]);
  });

  it('adds rows and a row about each, all or none, alone or in a transaction', async () => {
    const { dialect, write, read } = await start();
    const [text, integer] = [dialect.columnType('text'), dialect.columnType('integer')];
    await write.raw(`CREATE TABLE t (_id ${dialect.serialKey}, code ${text} UNIQUE, n ${integer})${dialect.tableOptions}`);
    await write.raw(`CREATE TABLE told (kind ${text}, of ${text})${dialect.tableOptions}`);
    const columns: readonly Column[] = [{ name: 'code', store: 'text' }];
    const add = (connection: typeof write, codes: readonly string[]) =>
      dialect.add(connection, {
        table: 't',
        columns,
        shared: [{ name: 'n', store: 'integer', cell: 7 }],
        rows: codes.map((code) => [code]),
        returning: ['code', '_id'],
        about: [{ table: 'told', number: { name: 'of', store: 'text' }, shared: [{ name: 'kind', store: 'text', cell: 'new' }] }],
        besides: [
          { table: 'told', columns: [{ name: 'kind', store: 'text' }], rows: [['one'], ['two']] },
          { table: 'told', columns: [{ name: 'kind', store: 'text' }], rows: [] },
        ],
      });
    const codes = Array.from({ length: 3_000 }, (_, index) => `k${index}`);
    const alone = await add(write, codes);
    const within = await dialect.transaction(write, (connection) => add(connection, ['a', 'b']));
    const back = [...(alone ?? []), ...(within ?? [])];
    const failing = add(write, ['c', 'k5', 'd']);
    await expect(failing).rejects.toThrow();
    expect(dialect.isRace(await failing.catch((error: unknown) => error))).toBe(true);
    expect(dialect.isRace(new Error('another'))).toBe(false);
    expect(dialect.isOfRow(await failing.catch((error: unknown) => error))).toBe(true);
    expect(dialect.isOfRow(new Error('no connection'))).toBe(false);
    const stopped = dialect.transaction(write, async (connection) => {
      await add(connection, ['e']);
      throw new Error('stop');
    });
    await expect(stopped).rejects.toThrow('stop');
    const rows = await read('t').orderBy('_id').select();
    expect(rows.map(({ code, n }) => [code, n])).toEqual([...codes, 'a', 'b'].map((code) => [code, 7]));
    const pairs = (list: readonly Record<string, unknown>[]) => list.map(({ _id, code }) => `${code} ${_id}`).sort();
    expect(pairs(back)).toEqual(pairs(rows));
    const told = await read('told').select();
    const besides = told.filter(({ of }) => of === null).map(({ kind }) => kind);
    // Once for each time that rows were kept, and not for those that failed.
    expect(besides.sort()).toEqual(['one', 'one', 'two', 'two']);
    const about = told.filter(({ of }) => of !== null);
    expect(about.map(({ kind, of }) => `${kind} ${of}`).sort()).toEqual(rows.map(({ _id }) => `new ${_id}`).sort());
  });

  it('keeps text, numbers and missing cells as they are, in many rows and as keys', async () => {
    const { dialect, write, read } = await start();
    const columns: readonly Column[] = [
      { name: 'word', store: 'text' },
      { name: 'n', store: 'number' },
      { name: 'yes', store: 'boolean' },
      { name: 'extra', store: 'json' },
    ];
    await write.raw(`CREATE TABLE t (${columns.map(({ name, store }) => `${name} ${dialect.columnType(store)}`).join(', ')})`);
    const words = ['', ' ', 'NULL', 'null', '"', '\\', '\\"', "d'en", '{a,b}', ',', 'a\nb\tc', '\u0001', 'Đèn "đỏ" \\ 🚦', '()', '%_'];
    const numbers = [0, -1.5, 1e21, 5e-324, 1 / 3, undefined];
    const rows = words.map((word, index) => [word, numbers[index % numbers.length], index % 2 === 0, { [word]: [word, null] }]);
    const encoded = rows.map((row) => row.map((value, index) => dialect.encode(columns[index]?.store ?? 'text', value)));
    await dialect.insert(write, { table: 't', columns, rows: encoded });
    const key = columns.slice(0, 1);
    const found = await dialect.selectByKeys(read, {
      table: 't',
      columns: columns.map(({ name }) => name),
      key,
      keys: words.map((word) => [word]),
    });
    const byWord = new Map(found.map((row) => [row.word, columns.map(({ name, store }) => dialect.decode(store, row[name]))]));
    expect(words.map((word) => byWord.get(word))).toEqual(rows);
  });

  it('writes nothing of a transaction that fails', async () => {
    const database = await start();
    const { dialect, write, read } = database;
    const work = dialect.transaction(write, async (connection) => {
      await connection('meta').insert({ name: 'x', value: '1' });
      throw new Error('stop');
    });
    await expect(work).rejects.toThrow('stop');
    expect(await read('meta').where({ name: 'x' })).toEqual([]);
  });

  it('lets readers only read', async () => {
    const { read } = await start();
    await expect(read('meta').insert({ name: 'x', value: '1' })).rejects.toThrow(/read-?only/);
  });
});
