import type { Socket } from 'node:net';
import { Sender, type WebSocket } from 'ws';

/** While more than this is unsent, nothing more is handed to the line. Bytes. */
const busyAbove = 64 * 1024;
/** A longer message goes out in pieces of this size, each when the line is free. Bytes. */
const piece = 64 * 1024;
/** A line that stands still and holds more than this is closed at once. Bytes. */
const mostUnsent = 1024 * 1024;
/** So many names may wait at once: those of all watches that a socket may have, and as many refusals. */
const mostWaiting = 500;

/** Frames of texts that several sockets are sent. */
const frames = new WeakMap<Buffer, Buffer>();

/** What one socket is sent: the newest of each name, in the order in which the names last had news. What waits is only referred to; it becomes text when the line is free. */
export class Outbox {
  readonly #socket: WebSocket;
  readonly #line: Socket;
  readonly #waiting = new Map<string, () => Buffer>();
  /** What is left of a message that is under way. */
  #rest: Buffer | undefined;
  #taken = 0;
  #movedAt = performance.now();

  constructor(socket: WebSocket, line: Socket) {
    this.#socket = socket;
    this.#line = line;
    line.on('drain', this.#pump);
  }

  /** Bytes that are kept for this socket alone. */
  get unsent(): number {
    return this.#socket.bufferedAmount + (this.#rest?.length ?? 0);
  }

  /** Sends now, or when the line is free, unless newer news of the same name come before that. */
  put(name: string, text: () => Buffer): void {
    if (this.#waiting.size === 0 && !this.#rest && this.#socket.bufferedAmount <= busyAbove) {
      this.#send(text());
      return;
    }
    this.#waiting.delete(name);
    this.#waiting.set(name, text);
    if (this.#waiting.size > mostWaiting) this.#giveUp();
  }

  /** What waits under a name is not wanted any more. */
  drop(name: string): void {
    this.#waiting.delete(name);
  }

  /** Closes a line that takes nothing for so long though there is something for it, at once when that is much. To be called each second. */
  check(patience: number): void {
    const now = performance.now();
    if (this.unsent === 0 && this.#waiting.size === 0) {
      this.#movedAt = now;
      return;
    }
    const taken = this.#line.bytesWritten - this.#line.writableLength;
    if (taken !== this.#taken || this.unsent === 0) {
      this.#taken = taken;
      this.#movedAt = now;
      this.#pump();
    } else if (this.unsent > mostUnsent || now - this.#movedAt > patience) this.#giveUp();
  }

  close(): void {
    this.#line.off('drain', this.#pump);
    this.#waiting.clear();
    this.#rest = undefined;
  }

  readonly #pump = (): void => {
    while (this.#socket.readyState === this.#socket.OPEN && this.#socket.bufferedAmount <= busyAbove) {
      if (this.#rest) this.#sendPiece(this.#rest);
      else {
        const [next] = this.#waiting;
        if (!next) return;
        this.#waiting.delete(next[0]);
        this.#send(next[1]());
      }
    }
  };

  #send(text: Buffer): void {
    if (this.#socket.readyState !== this.#socket.OPEN) return;
    if (text.length > piece) this.#sendPiece(text);
    else this.#line.write(frameOf(text));
  }

  #sendPiece(text: Buffer): void {
    const isLast = text.length <= piece;
    this.#rest = isLast ? undefined : text.subarray(piece);
    this.#socket.send(isLast ? text : text.subarray(0, piece), { binary: false, fin: isLast });
  }

  #giveUp(): void {
    this.close();
    this.#socket.close(1013, 'too slow');
    this.#socket.terminate();
  }
}

/** A text as it goes over the line, made once however many sockets get it: no compression is agreed upon. */
function frameOf(text: Buffer): Buffer {
  const known = frames.get(text);
  if (known) return known;
  const frame = Buffer.concat(Sender.frame(text, { fin: true, rsv1: false, opcode: 1, mask: false, readOnly: true }));
  frames.set(text, frame);
  return frame;
}
