/** Something to place: so many columns wide, so many rows high. */
export interface Cell {
  readonly id: string;
  readonly w: number;
  readonly h: number;
}

/** Where it stands; columns and rows count from 0. */
export interface Place {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

/** Places cells one after another from left to right. Without `dense` none stands before the one that precedes it; with it, small ones fill the holes. */
export function flow(cells: readonly Cell[], columns: number, dense = false): ReadonlyMap<string, Place> {
  const rows: number[] = [];
  const places = new Map<string, Place>();
  let x = 0;
  let y = 0;
  for (const cell of cells) {
    const w = Math.max(1, Math.min(cell.w, columns));
    const h = Math.max(1, cell.h);
    if (dense) {
      x = 0;
      y = 0;
    }
    while (x + w > columns || isTaken(rows, x, y, w, h)) {
      x += 1;
      if (x + w > columns) {
        x = 0;
        y += 1;
      }
    }
    take(rows, x, y, w, h);
    places.set(cell.id, { x, y, w, h });
  }
  return places;
}

/** Rows that the places need. */
export function height(places: ReadonlyMap<string, Place>): number {
  let rows = 0;
  for (const place of places.values()) rows = Math.max(rows, place.y + place.h);
  return rows;
}

// Each row is a set of bits, one a column; 24 columns fit a small integer.
function isTaken(rows: readonly number[], x: number, y: number, w: number, h: number): boolean {
  for (let row = y; row < y + h; row += 1) if ((rows[row] ?? 0) & bits(x, w)) return true;
  return false;
}

function take(rows: number[], x: number, y: number, w: number, h: number): void {
  for (let row = y; row < y + h; row += 1) rows[row] = (rows[row] ?? 0) | bits(x, w);
}

function bits(x: number, w: number): number {
  return ((1 << w) - 1) << x;
}
