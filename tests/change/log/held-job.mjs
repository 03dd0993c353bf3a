// Holds the locks of two jobs in the middle of their work, until it is told to go on.
import { once } from 'node:events';
import { openDatabase } from '../../../core/dist/data/open.js';
import { aloneWriting } from '../../../core/dist/jobs/alone.js';

const database = await openDatabase({ url: process.argv[2] ?? '' });
const goOn = once(process, 'message');
const say = (/** @type {string} */ what) => process.send?.(what);

const writing = aloneWriting(database, 'effect', async (connection) => {
  say('holds effect');
  await goOn;
  await connection('meta').insert({ name: 'effect', value: 'first' }).onConflict('name').merge();
});
const quiet = database.dialect.alone(database.read, 'quiet', async () => {
  say('holds quiet');
  await goOn;
});
const [written, done] = await Promise.allSettled([writing, quiet]);
say(`effect ${written.status}`);
say(`quiet ${done.status}`);
await database.close();
process.exit();
