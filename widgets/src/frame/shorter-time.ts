/** Minutes are enough where room is scarce, and the day alone where the data are of another day. */
export function shorter(time: string): string {
  return time.replace(/^(\d\d:\d\d):\d\d$/, '$1').replace(/^\d\d:\d\d (\d\d\/\d\d)$/, '$1');
}
