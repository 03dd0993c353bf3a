declare module 'knex/lib/dialects/sqlite3/index.js' {
  import knex from 'knex';

  const Client: typeof knex.Client;
  export default Client;
}
