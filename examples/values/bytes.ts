import { shown } from "./shown.ts";

const encoder = new TextEncoder();

/**
 * The bytes that a function of a sink's options gave of an event, or those of its text in UTF-8.
 *
 * @param what the option, as the message says.
 * @throws {TypeError} when it is neither, or a text that would come back as another one.
 */
export function bytesOf(what: string, encoded: unknown): Uint8Array<ArrayBuffer> {
  // A copy, which slice() of a Buffer is not: whose bytes they are, and what becomes of them, nobody says.
  if (encoded instanceof Uint8Array) return new Uint8Array(encoded);
  if (typeof encoded === "string" && encoded.isWellFormed()) return encoder.encode(encoded);
  throw new TypeError(
    `Cannot store the event as ${what} must give bytes, or a text without lone surrogates: ` +
      `it is ${shown(encoded)}`,
  );
}
