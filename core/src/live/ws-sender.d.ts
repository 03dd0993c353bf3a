// The types of ws leave out its framing, which is public there (lib/sender.js).
import 'ws';

declare module 'ws' {
  const Sender: {
    /** A frame of RFC 6455, section 5.2, in parts. */
    frame(
      data: Buffer,
      options: {
        readonly fin: boolean;
        readonly rsv1: boolean;
        readonly opcode: number;
        readonly mask: boolean;
        readonly readOnly: boolean;
      },
    ): Buffer[];
  };
}
