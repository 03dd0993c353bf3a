// A process that does nothing but fire the timers of a centre, at an hour that is given. Options are its one argument, as JSON.
import { openCentre } from '../../../core/dist/centre.js';
import { Timers } from '../../../core/dist/workflow/timers/timers.js';

const { now, ...place } = JSON.parse(process.argv[2] ?? '{}');
const centre = await openCentre({ ...place, withPages: false, clock: { now: () => now }, changed() {} });
const timers = new Timers(centre.context, (error) => {
  throw error;
});
process.send?.('ready');
// What somebody else is at is looked at again.
for (let idle = 0; idle < 3; ) {
  if (await timers.work()) idle = 0;
  else {
    idle++;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}
await centre.close();
