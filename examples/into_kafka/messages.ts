import { Buffer } from "node:buffer";
import { bytesOf } from "../values/bytes.ts";

/** An event as Kafka keeps it. */
export interface KafkaMessage {
  /** The partition of the topic that keeps it. */
  readonly partition: number;
  readonly key: Buffer | null;
  readonly value: Buffer;
}

/** How events become messages, and what a message may be. */
export interface Encoding<E> {
  readonly encode: (event: E) => string | Uint8Array;
  readonly key: ((event: E) => string | Uint8Array) | undefined;
  /** The partition of a key, or of what has none. */
  readonly partition: (key: Buffer | null) => number;
  /** The most bytes of a message with what surrounds it. */
  readonly mostBytes: number;
}

/** An event as a message. @throws {TypeError} when Kafka would refuse it, or keep something else. */
export function encodeMessage<E>(event: E, encoding: Encoding<E>): KafkaMessage {
  const key = encoding.key ? bufferOf("key", encoding.key(event)) : null;
  const value = bufferOf("encode", encoding.encode(event));
  const message = { partition: encoding.partition(key), key, value };
  const size = bytesIn(message);
  if (size <= encoding.mostBytes) return message;
  throw new TypeError(
    `Cannot store the event as a message must have at most ${encoding.mostBytes} bytes: it is ${size}`,
  );
}

/** Its lengths, offsets and attributes in a chunk take no more than so many bytes. */
const mostAround = 32;

/** How much of a chunk a message takes, at most. */
export function bytesIn({ key, value }: KafkaMessage): number {
  return mostAround + (key?.length ?? 0) + value.length;
}

/** The client takes bytes for text unless they are a Buffer. */
function bufferOf(what: string, encoded: unknown): Buffer {
  const { buffer, byteOffset, byteLength } = bytesOf(what, encoded);
  return Buffer.from(buffer, byteOffset, byteLength);
}
