/** Replaces Knex's own log, which prints thousands of lines in one outage. Every fault reaches the caller as a rejection; whoever handles it decides what is said. */
export const quietly = {
  warn() {},
  error() {},
  deprecate() {},
  debug() {},
};
