// biome-ignore-all lint/suspicious/noTemplateCurlyInString: what is found and put in its place is text of the product, which has templates of its own

/** A mistake that somebody might make in the product: one place in one file, written differently. */
export interface Mutation {
  readonly name: string;
  /** Path from the root of the core's sources. */
  readonly file: string;
  readonly find: string;
  readonly replace: string;
}

export const mutations: readonly Mutation[] = [
  {
    name: 'a period ends with the first moment of the next one',
    file: 'data/query/compile-condition.ts',
    find: 'return sql`(${column} >= ${from} AND ${column} < ${to})`;',
    replace: 'return sql`(${column} >= ${from} AND ${column} <= ${to})`;',
  },
  {
    name: 'the newest row is sought among those that the reader may not see',
    file: 'data/query/formula-newest.ts',
    find: 'const rows = fromWhere(source, where, at);',
    replace: 'const rows = fromWhere(Object.create(source, { scope: { value: undefined } }), where, at);',
  },
  {
    name: 'the newest row is that of all units together',
    file: 'data/query/formula-newest.ts',
    find: 'if (!unit) return',
    replace: 'if (unit || !unit) return',
  },
  {
    name: 'a sum is an average',
    file: 'data/query/aggregate.ts',
    find: 'const name: Sql = { sql: fn, values: [] };',
    replace: "const name: Sql = { sql: fn === 'sum' ? 'avg' : fn, values: [] };",
  },
  {
    name: 'the condition of a count is dropped',
    file: 'data/query/aggregate.ts',
    find: "if (fn === 'count') return sql`count(*)${filter}`;",
    replace: "if (fn === 'count') return sql`count(*)`;",
  },
  {
    name: 'the latest value is the oldest',
    file: 'data/query/aggregate.ts',
    find: 'places.map(({ name }) => sql`${identifier(name)} DESC`),',
    replace: 'places.map(({ name }) => sql`${identifier(name)} ASC`),',
  },
  {
    name: 'a median lies a little high',
    file: 'data/query/aggregate.ts',
    find: "fn === 'median' ? 0.5 : 0.9",
    replace: "fn === 'median' ? 0.55 : 0.9",
  },
  {
    name: 'a division by zero gives zero',
    file: 'data/query/formula-node.ts',
    find: 'return right === 0 ? null : left / right;',
    replace: 'return right === 0 ? 0 : left / right;',
  },
  {
    name: 'the working day ends an hour early',
    file: 'time/shifts.ts',
    find: '[13 * hour, 17 * hour],',
    replace: '[13 * hour, 16 * hour],',
  },
  {
    name: 'a release on the minute is late',
    file: 'data/query/formula-helpers.ts',
    find: 'c.due >= ${columnOf(released)}',
    replace: 'c.due > ${columnOf(released)}',
  },
  {
    name: 'a target that is a ceiling is a floor',
    file: 'data/query/formula-helpers.ts',
    find: "= ${'at_most'} THEN",
    replace: "= ${'no such kind'} THEN",
  },
  {
    name: 'a warning never ends',
    file: 'data/query/formula-helpers.ts',
    find: "compare(expires, '>', now),",
    replace: '',
  },
  {
    name: 'people are always those of the whole province',
    file: 'data/query/formula-units.ts',
    find: 'if (asked) return asked;',
    replace: 'if (asked) return () => [centre];',
  },
  {
    name: 'a delivery is expected before it is due',
    file: 'data/query/expected-records.ts',
    find: 'calendar) <= now;',
    replace: 'calendar) <= now + 100 * day;',
  },
  {
    name: 'a target is held against figures of other units',
    file: 'data/query/formula-helpers.ts',
    find: ' AND v.unit = ${columnOf(unit)}',
    replace: '',
  },
];
