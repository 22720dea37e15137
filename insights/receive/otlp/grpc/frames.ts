import { Refusal } from '../../refusal.ts';
import { unpack } from '../../unpack.ts';

/** One byte says whether a message is packed, four give its length: https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md */
const headBytes = 5;

/** The one message of a unary call, unpacked. Throws a {@link Refusal} for anything else. */
export async function readMessage(
  body: Buffer,
  encoding: string | undefined,
  maxBytes: number,
): Promise<Buffer> {
  const isWhole = body.length >= headBytes && body.readUInt32BE(1) === body.length - headBytes;
  if (!isWhole || (body[0] ?? 2) > 1) throw new Refusal(400, 'The body is not one gRPC message.');
  const message = body.subarray(headBytes);
  return body[0] === 0 ? message : unpack(message, encoding, maxBytes);
}

/** A message as it is sent, not packed. */
export function toFrame(message: Uint8Array): Buffer {
  const head = Buffer.alloc(headBytes);
  head.writeUInt32BE(message.length, 1);
  return Buffer.concat([head, message]);
}
