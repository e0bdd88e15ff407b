import type { Writable } from "node:stream";
import { finished } from "node:stream/promises";
import type { NodeWritable } from "./into_sink_options.ts";

/** Whether a value is a writable stream of Node: what only looks like one has no count of what it holds back. */
export function isNodeWritable(value: unknown): value is NodeWritable {
  const { write, writableLength } = Object(value);
  return typeof write === "function" && typeof writableLength === "number";
}

/** A stream of the Web that stands for one of Node. */
interface WebStream {
  readonly writable: WritableStream<unknown>;
  /** Settles once the one of Node is closed, or has failed. */
  readonly finished: Promise<void>;
}

/**
 * A stream of Node as one of the Web. Unlike that of `Writable.toWeb` its write is done when the stream
 * says so, and not when the stream has room for more.
 */
export function webStreamOf(stream: NodeWritable): WebStream {
  const writable = new WritableStream({
    write: (chunk) =>
      new Promise<void>((resolve, reject) => {
        stream.write(chunk, (error) => {
          if (!error) return resolve();
          stream.destroy(error); // Not every stream does so itself.
          reject(error);
        });
      }),
    close: () => void stream.end(),
    abort: (reason) => void stream.destroy(reason),
  });
  // What is read from it, if it is a duplex, is not its end.
  return { writable, finished: finished(stream as unknown as Writable, { readable: false }) };
}
