import { createHash } from 'node:crypto';

/** A text that is equal for equal requests. */
export function requestText(parts: readonly unknown[]): string {
  return JSON.stringify(parts.map(textOf));
}

function textOf(part: unknown): string {
  if (part instanceof Uint8Array) return createHash('sha256').update(part).digest('base64url');
  try {
    return JSON.stringify(part) ?? '';
  } catch {
    // Nested too deeply for anything but a refusal, whatever it says.
    return 'too deep';
  }
}
