import { bytesOf } from "../values/bytes.ts";
import { shown } from "../values/shown.ts";

/** An event as JetStream keeps it. */
export interface Message {
  /** By which JetStream tells that it has the message already. */
  readonly id: string;
  readonly data: Uint8Array;
}

/** How events become messages, and what a message may be. */
export interface Encoding<E> {
  readonly encode: (event: E) => string | Uint8Array;
  readonly messageId: (event: E) => string;
  /** The stream that is named in the header of a message. */
  readonly stream: string;
  /** The most bytes of a message, its header included. */
  readonly mostBytes: number;
}

/** An event as a message. @throws {TypeError} when JetStream would refuse it, or keep something else. */
export function encodeMessage<E>(event: E, encoding: Encoding<E>): Message {
  const id = encoding.messageId(event);
  if (typeof id !== "string" || !/^[\x21-\x7e]+$/.test(id)) {
    refuse("messageId must give visible ASCII characters", shown(id));
  }
  const data = bytesOf("encode", encoding.encode(event));
  const size = data.length + headerOf(id, encoding.stream).length;
  if (size <= encoding.mostBytes) return { id, data };
  return refuse(`a message must have at most ${encoding.mostBytes} bytes`, `${size}`);
}

/** The header as it is sent. */
function headerOf(id: string, stream: string): string {
  return `NATS/1.0\r\nNats-Msg-Id: ${id}\r\nNats-Expected-Stream: ${stream}\r\n\r\n`;
}

function refuse(requirement: string, actual: string): never {
  throw new TypeError(`Cannot store the event as ${requirement}: it is ${actual}`);
}
