import { describe } from "../../protocol/describe.ts";
import { isThenable } from "../../protocol/thenable.ts";
import { encoded } from "./encoded.ts";
import type {
  BatchWriter,
  IntoSinkOptions,
  NodeWritable,
  Pipeline,
  WriteBatch,
} from "./into_sink_options.ts";
import { isNodeWritable, webStreamOf } from "./node_stream.ts";
import { StreamTarget } from "./stream_target.ts";
import type { Target } from "./target.ts";

/** What `open` gave, as a target. @throws {TypeError} when it is none, or a stream that is not the partition's own. */
export function targetOf<E>(opened: unknown, encode: IntoSinkOptions<E>["encode"]): Target<E> {
  if (isStream(opened) || isNodeWritable(opened)) return streamTarget(opened, [], encode);
  if (isPipeline(opened)) return streamTarget(opened.writable, [opened.finished], encode);
  const stream = "a writable stream, alone or with its finished";
  if (encode) refuse(`${stream}, as there is an encode`, opened);
  if (typeof opened === "function") return batchTarget({ writeBatch: opened as WriteBatch<E> });
  if (isBatchWriter<E>(opened)) return batchTarget(opened);
  refuse(`${stream}, a function, or an object with writeBatch`, opened);
}

function refuse(wanted: string, actual: unknown): never {
  throw new TypeError(
    `Cannot build the partition as open must give ${wanted}: it gave ${describe(actual)}`,
  );
}

function streamTarget<E>(
  stream: WritableStream | NodeWritable,
  ends: readonly PromiseLike<unknown>[],
  encode: IntoSinkOptions<E>["encode"],
): Target<E> {
  if (isNodeWritable(stream)) {
    const { writable, finished } = webStreamOf(stream);
    return streamTarget(writable, [finished, ...ends], encode);
  }
  if (stream.locked) {
    throw new TypeError(
      "Cannot build the partition as open must give a stream of its own: it gave one that is locked",
    );
  }
  const chunksOf = encode
    ? (items: readonly E[]) => encoded(items, encode)
    : (items: readonly E[]) => items;
  return new StreamTarget<E, unknown>(stream, chunksOf, ends);
}

function batchTarget<E>(writer: BatchWriter<E>): Target<E> {
  return {
    write: (items) => writer.writeBatch(items),
    close: (failure) => writer.close?.(failure),
    abort: () => {},
  };
}

function isStream(value: unknown): value is WritableStream {
  return typeof Object(value).getWriter === "function";
}

function isPipeline(value: unknown): value is Pipeline<unknown> {
  const { finished, writable } = Object(value);
  return isThenable(finished) && (isStream(writable) || isNodeWritable(writable));
}

function isBatchWriter<E>(value: unknown): value is BatchWriter<E> {
  return typeof Object(value).writeBatch === "function";
}
