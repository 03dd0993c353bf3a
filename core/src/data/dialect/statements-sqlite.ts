type Rows = Readonly<Record<string, unknown>>[];
type Done = (this: StatementEnd, error: Error | null, rows?: Rows) => void;

/** What a statement that has run says of itself. */
interface StatementEnd {
  readonly lastID?: number;
  readonly changes?: number;
}

interface Statement {
  all(values: readonly unknown[], done: Done): void;
  run(values: readonly unknown[], done: Done): void;
  finalize(): void;
}

/** A connection as the driver gives it. */
export interface SqliteConnection {
  prepare(sql: string, done: (error: Error | null) => void): Statement;
}

// Each keeps some kilobytes, and what was bound to it last.
const mostStatements = 200;
/** Characters of a statement that is worth keeping. */
const longest = 65_536;
/** Values that are bound to such a statement at most. */
const mostValues = 1_000;
const kept = new WeakMap<SqliteConnection, Map<string, Statement>>();

interface Run {
  readonly sql: string;
  readonly values: readonly unknown[];
  /** `run` gives no rows. */
  readonly method: 'all' | 'run';
}

/** Runs a statement, which a connection that has run it before does not parse again. */
export async function runOn(
  connection: SqliteConnection,
  { sql, values, method }: Run,
): Promise<{ readonly rows: Rows | undefined; readonly end: StatementEnd }> {
  const isKept = sql.length <= longest && values.length <= mostValues;
  const statement = (isKept && take(connection, sql)) || (await prepare(connection, sql));
  let isDone = false;
  try {
    const result = await new Promise<{ readonly rows: Rows | undefined; readonly end: StatementEnd }>((resolve, reject) =>
      statement[method](values, function (error, rows) {
        if (error) reject(error);
        else resolve({ rows, end: this });
      }),
    );
    isDone = true;
    return result;
  } finally {
    // One that failed half-way would hold on to what it has read, and keep later ones from being committed.
    if (isKept && isDone) keep(connection, sql, statement);
    else statement.finalize();
  }
}

/** Lets go of the statements of a connection, which cannot be closed before. */
export function release(connection: SqliteConnection): void {
  for (const statement of kept.get(connection)?.values() ?? []) statement.finalize();
  kept.delete(connection);
}

/** A statement that nobody is at. */
function take(connection: SqliteConnection, sql: string): Statement | undefined {
  const statements = kept.get(connection);
  const statement = statements?.get(sql);
  statements?.delete(sql);
  return statement;
}

function keep(connection: SqliteConnection, sql: string, statement: Statement): void {
  const statements = kept.get(connection) ?? new Map<string, Statement>();
  kept.set(connection, statements);
  // The same was sent twice at once.
  statements.get(sql)?.finalize();
  // The one that was used last stands last.
  statements.delete(sql);
  statements.set(sql, statement);
  if (statements.size <= mostStatements) return;
  const [oldest, unused] = statements.entries().next().value ?? [];
  if (oldest !== undefined) statements.delete(oldest);
  unused?.finalize();
}

function prepare(connection: SqliteConnection, sql: string): Promise<Statement> {
  return new Promise((resolve, reject) => {
    const statement = connection.prepare(sql, (error) => (error ? reject(error) : resolve(statement)));
  });
}
