import { describe } from "../../protocol/describe.ts";

const encoder = new TextEncoder();

/**
 * The events as bytes of their own, which nobody can change afterwards; no bytes at all where they encode to nothing.
 *
 * @throws {TypeError} when `encode` gives neither bytes nor a text that UTF-8 can hold.
 */
export function encoded<E>(
  items: readonly E[],
  encode: (event: E) => string | Uint8Array,
): readonly Uint8Array[] {
  const parts: Uint8Array[] = [];
  // Texts that follow each other are encoded together: a call for each of them takes four times as long.
  let text = "";
  const endText = () => {
    if (text !== "") parts.push(encoder.encode(text));
    text = "";
  };
  for (const item of items) {
    const part = partOf(encode(item));
    if (typeof part === "string") text += part;
    else {
      endText();
      parts.push(part);
    }
  }
  endText();
  const whole = joined(parts);
  return whole.byteLength === 0 ? [] : [whole];
}

function partOf(value: unknown): string | Uint8Array {
  if (typeof value === "string") {
    if (value.isWellFormed()) return value;
    throw new TypeError(
      "Cannot write as a text must be well-formed: it has a lone surrogate, which UTF-8 cannot hold",
    );
  }
  if (ArrayBuffer.isView(value)) {
    return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  }
  throw new TypeError(
    `Cannot write as encode must give a text or bytes: it gave ${describe(value)}`,
  );
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { byteLength }) => sum + byteLength, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.byteLength;
  }
  return whole;
}
