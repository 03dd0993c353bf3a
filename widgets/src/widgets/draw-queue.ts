/** Time that drawing may take of a frame, in milliseconds: the rest is for people's input. */
const budget = 8;

const waiting = new Set<() => void>();
let frame = 0;

/** Draws with the next frame; the same drawing waits once. Of many drawings as many are done as fit into a frame, the others in the frames after: however fast figures come, no task gets long. */
export function drawSoon(draw: () => void): void {
  waiting.add(draw);
  if (frame === 0) frame = requestAnimationFrame(work);
}

/** Forgets a drawing that waits. */
export function drawNoMore(draw: () => void): void {
  waiting.delete(draw);
}

function work(): void {
  const start = performance.now();
  for (const draw of waiting) {
    waiting.delete(draw);
    try {
      draw();
    } catch (error) {
      // The others still have to be drawn.
      reportError(error);
    }
    if (performance.now() - start > budget) break;
  }
  frame = waiting.size > 0 ? requestAnimationFrame(work) : 0;
}
