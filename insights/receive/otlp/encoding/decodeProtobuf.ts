import protobuf from 'protobufjs';
import { Refusal } from '../../refusal.ts';
import { messageType } from './schema.ts';

/** As many fields as JSON may hold values: an empty message is two bytes that become an object. */
const maxFields = 4_000_000;

/** Counts what it reads, so that a small body cannot become gigabytes of objects. */
class CountingReader extends protobuf.BufferReader {
  #left = maxFields;

  /** Tags, lengths and small numbers pass here: at least once a field. */
  override uint32(): number {
    this.#left -= 1;
    if (this.#left < 0) throw new Refusal(413, `The message holds more than ${maxFields} fields.`);
    return super.uint32();
  }
}

/**
 * A message in the form that OTLP's JSON has, but that bytes are a Buffer: names in camel case, 64-bit numbers as text,
 * what was not sent absent. Throws a {@link Refusal} for what is no such message.
 */
export function decodeProtobuf(name: string, body: Buffer): unknown {
  const type = messageType(name);
  try {
    return type.toObject(type.decode(new CountingReader(body)), { longs: String });
  } catch (error) {
    if (error instanceof Refusal) throw error;
    throw new Refusal(400, 'The body is not a protobuf message of this signal.');
  }
}
