// A core process as the command line starts one, with a clock that can be set. Options are its one argument, as JSON.
import { startServer } from '../../../core/dist/server.js';

let shift = 0;
process.on('message', (/** @type {{ readonly shift: number }} */ said) => {
  shift = said.shift;
});
const server = await startServer({
  ...JSON.parse(process.argv[2] ?? '{}'),
  port: 0,
  sample: false,
  simulate: false,
  clock: { now: () => Date.now() + shift },
});
process.on('SIGTERM', async () => {
  await server.stop();
  process.exit();
});
process.send?.({ url: server.url });
