import type { FastifyInstance } from 'fastify';
import type { WebSocket } from 'ws';
import type { Outbox } from './outbox.ts';

/** How many sockets the server keeps, and how many of one address: a wall of screens behind one router. */
export interface SocketLimits {
  readonly all: number;
  readonly ofAddress: number;
  /** A line that has not answered from one beat to the next is dead. Milliseconds. */
  readonly beat: number;
  /** A line that takes nothing of what there is for it is dead after so long. Milliseconds. */
  readonly patience: number;
}

export const usualLimits: SocketLimits = { all: 2500, ofAddress: 1000, beat: 20_000, patience: 15_000 };

/** Between two looks at lines that take nothing. Milliseconds. */
const checkLength = 1000;

interface Line {
  readonly address: string;
  readonly outbox: Outbox;
  isAlive: boolean;
}

/** All sockets that are open, and the two clocks that they share. */
export class Sockets {
  readonly #limits: SocketLimits;
  readonly #lines = new Map<WebSocket, Line>();
  readonly #ofAddress = new Map<string, number>();

  constructor(app: FastifyInstance, limits: SocketLimits) {
    this.#limits = limits;
    const check = setInterval(() => {
      for (const { outbox } of this.#lines.values()) outbox.check(limits.patience);
    }, checkLength);
    const heart = setInterval(() => this.#beat(), limits.beat);
    app.addHook('onClose', async () => {
      clearInterval(check);
      clearInterval(heart);
    });
  }

  /** Whether there is room for one more of an address. */
  hasRoom(address: string): boolean {
    return this.#lines.size < this.#limits.all && (this.#ofAddress.get(address) ?? 0) < this.#limits.ofAddress;
  }

  add(socket: WebSocket, { address, outbox }: { readonly address: string; readonly outbox: Outbox }): void {
    const line: Line = { address, outbox, isAlive: true };
    this.#lines.set(socket, line);
    this.#ofAddress.set(address, (this.#ofAddress.get(address) ?? 0) + 1);
    const answered = () => {
      line.isAlive = true;
    };
    socket.on('pong', answered);
    socket.on('message', answered);
    socket.on('close', () => {
      outbox.close();
      this.#lines.delete(socket);
      const left = (this.#ofAddress.get(address) ?? 1) - 1;
      if (left > 0) this.#ofAddress.set(address, left);
      else this.#ofAddress.delete(address);
    });
  }

  #beat(): void {
    for (const [socket, line] of this.#lines) {
      // Of a line that is still busy with what it was given, the outbox knows whether it moves.
      if (!line.isAlive && line.outbox.unsent === 0) socket.terminate();
      else {
        line.isAlive = false;
        socket.ping();
      }
    }
  }
}
