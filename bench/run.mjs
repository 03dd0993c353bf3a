// npm run bench -- scale …: see scale.mjs.
// npm run bench -- [--json] [--check] [--database sqlite|postgres] [--rounds N] [--seconds N] [--rows N] [scenario …]
import { parseArgs } from 'node:util';
import { openDatabases } from './harness/databases.mjs';
import { measure } from './harness/measure.mjs';
import { conditionsText, heading, resultText } from './harness/print.mjs';
import { floors, lineOf, underFloor } from './harness/result.mjs';
import { seed } from './harness/sides.mjs';

const { values, positionals } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    check: { type: 'boolean', default: false },
    database: { type: 'string', default: 'sqlite' },
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '4' },
    rows: { type: 'string', default: '50000' },
    sizes: { type: 'string' },
  },
  allowPositionals: true,
});
const { database } = values;
const [rounds, seconds, rows] = [Number(values.rounds), Number(values.seconds), Number(values.rows)];
const known = [...Object.keys(floors), 'scale'];
const unknown = positionals.find((name) => !known.includes(name));
if (unknown !== undefined || (database !== 'sqlite' && database !== 'postgres') || !(rounds >= 1 && seconds > 0 && rows >= 1)) {
  console.error(
    `usage: npm run bench -- [--json] [--check] [--database sqlite|postgres] [--rounds N] [--seconds N] [--rows N] [${known.join('|')} …]`,
  );
  process.exit(2);
}
if (positionals.includes('scale')) {
  const sizes = values.sizes?.split(',').map(Number);
  const { measureScale } = await import('./scale.mjs');
  const faults = await measureScale({ database, json: values.json, ...(sizes && { sizes }) });
  for (const fault of faults) console.error(fault);
  process.exit(values.check && faults.length > 0 ? 1 : 0);
}
const options = { database, rounds, seconds, rows };
const say = (/** @type {string} */ text) => {
  if (!values.json) console.log(text);
};

say(heading(options));
const databases = await openDatabases(database);
const lines = [];
try {
  const report = await seed(databases, rows);
  for (const name of positionals.length > 0 ? positionals : Object.keys(floors)) {
    const scenario = await import(`./${name}.mjs`);
    const measurement = await measure({ scenario, databases, report, options });
    const line = lineOf(name, measurement.rounds);
    if (lines.length === 0) say(conditionsText(measurement));
    lines.push(line);
    if (values.json) console.log(JSON.stringify(line));
    else say(resultText(scenario.unit, line, measurement.rounds));
  }
} finally {
  await databases.close();
}
const faults = underFloor(lines);
for (const fault of faults) console.error(fault);
if (values.check && faults.length > 0) process.exitCode = 1;
