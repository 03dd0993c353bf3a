#!/usr/bin/env node
import { run } from './cli.ts';

process.exitCode = await run(process.argv.slice(2));
// Open pools and sockets must not keep a finished command alive.
process.exit();
