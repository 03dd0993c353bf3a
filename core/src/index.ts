export { run } from './cli.ts';
export type { Clock } from './clock.ts';
export { type RunningServer, type ServerOptions, startServer } from './server.ts';
