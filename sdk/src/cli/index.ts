export { type BuildReport, buildPlugin } from './build.ts';
export type { Finding } from './findings.ts';
