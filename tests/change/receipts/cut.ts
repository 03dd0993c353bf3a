import { connect, createServer, type Socket } from 'node:net';

/** Where a connection is cut: after so many bytes of the request, or of its answer. */
export interface Cut {
  readonly of: 'request' | 'answer';
  readonly after: number;
  /** The connection stays open and silent until then. */
  readonly until?: () => Promise<unknown>;
}

/** What a client has of an answer. */
export interface Answer {
  readonly status: number;
  readonly headers: { readonly [name: string]: string };
  readonly body: string;
}

/** Sends the bytes of a request to a port of this machine and gives the answer. */
export async function exchange(port: number, request: Buffer): Promise<Answer> {
  const answer = answerIn(await conversation(port, request));
  if (!answer) throw new Error('half an answer');
  return answer;
}

/** Sends a request through a proxy that cuts both connections at one byte. Gives what the server has answered as far as the proxy knows it, which is more than the client does. */
export async function exchangeCut(port: number, request: Buffer, cut: Cut): Promise<Answer | undefined> {
  let answered = Buffer.alloc(0);
  const proxy = createServer((client) => {
    const server = connect(port, '127.0.0.1');
    let isCut = false;
    const cutBoth = async () => {
      if (isCut) return;
      isCut = true;
      await cut.until?.();
      // Half of the cuts are of the kind that says nothing, half reset the connection.
      for (const socket of [client, server]) cut.after % 2 === 0 ? socket.destroy() : reset(socket);
    };
    for (const socket of [client, server]) socket.on('error', () => socket.destroy());
    let asked = 0;
    client.on('data', (bytes: Buffer) => {
      const left = cut.of === 'request' ? bytes.subarray(0, cut.after - asked) : bytes;
      asked += left.length;
      const isOver = cut.of === 'request' ? asked === cut.after : asked === request.length && cut.after === 0;
      server.write(left, () => isOver && cutBoth());
    });
    server.on('data', (bytes: Buffer) => {
      const left = bytes.subarray(0, Math.max(0, cut.after - answered.length));
      answered = Buffer.concat([answered, bytes]);
      client.write(left, () => answered.length >= cut.after && cutBoth());
    });
    server.on('close', () => client.destroy());
    client.on('close', () => server.destroy());
  });
  await new Promise<void>((done) => proxy.listen(0, '127.0.0.1', done));
  const address = proxy.address();
  await conversation(typeof address === 'object' && address ? address.port : 0, request);
  await new Promise((done) => proxy.close(done));
  return answerIn(answered);
}

function reset(socket: Socket): void {
  if (socket.destroyed) return;
  socket.resetAndDestroy();
}

/** All that came back until the end of the connection, or of a whole answer. */
function conversation(port: number, request: Buffer): Promise<Buffer> {
  return new Promise((resolve) => {
    let came = Buffer.alloc(0);
    const socket = connect(port, '127.0.0.1', () => socket.write(request));
    socket.on('data', (bytes: Buffer) => {
      came = Buffer.concat([came, bytes]);
      if (answerIn(came)) socket.end();
    });
    socket.on('error', () => socket.destroy());
    socket.on('close', () => resolve(came));
  });
}

/** A whole answer; nothing when a part of it is missing. */
function answerIn(bytes: Buffer): Answer | undefined {
  const end = bytes.indexOf('\r\n\r\n');
  if (end < 0) return undefined;
  const [first = '', ...lines] = bytes.subarray(0, end).toString('latin1').split('\r\n');
  const headers = Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]),
  );
  const body = bytes.subarray(end + 4);
  if (body.length < Number(headers['content-length'] ?? 0)) return undefined;
  return { status: Number(first.split(' ')[1]), headers, body: body.toString() };
}
