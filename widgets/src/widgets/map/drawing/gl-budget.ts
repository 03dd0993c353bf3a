/** WebGL contexts that the maps of a page may hold: a browser keeps about sixteen and takes the oldest from whoever wants one more. */
const most = 8;

const holders = new Set<object>();

/** Takes one of the contexts; false when all are taken. */
export function claimContext(holder: object): boolean {
  if (holders.size >= most && !holders.has(holder)) return false;
  holders.add(holder);
  return true;
}

export function releaseContext(holder: object): void {
  holders.delete(holder);
}
