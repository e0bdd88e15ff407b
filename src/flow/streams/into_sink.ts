import { systemClock } from "../../bridge/clock.ts";
import { describe } from "../../protocol/describe.ts";
import { explainIntoSink, type IntoSink } from "../../protocol/mod.ts";
import { checkedSection, isSectionCheck } from "./checked_section.ts";
import type { IntoSinkOptions } from "./into_sink_options.ts";
import { targetOf } from "./open_target.ts";
import { TargetPartition } from "./target_partition.ts";

/** The arguments of a build after the configuration. */
type BuildArguments = Parameters<IntoSink<unknown>["buildPartition"]> extends
  [unknown, ...infer Rest] ? Rest : never;

/**
 * Makes a sink of what there is already: a stream of the Web or of Node, or a function that stores a batch. `open`
 * gives each partition one of its own, and the partition adds what the contract asks of it:
 *
 * - A write waits until the stream is ready, and until it has taken every chunk; an empty batch does nothing.
 * - After a failed write, and after close, a write throws. A close then flushes and releases, and does not throw.
 * - A close throws what failed first, be it between two calls; closing again gives the same outcome and does nothing.
 * - Neither the array nor, where there is an `encode`, an event is held on to after the call.
 * - What the target throws is thrown as it is; what is no Error becomes the cause of one.
 *
 * What it cannot add is what the target does not say: a stream that takes a chunk for written while it still holds it
 * back can lose it to a later failure, and the sink is durable on close at best. `Deno.FsFile.writable` holds 64 KiB,
 * which in Deno 2.9.6 a full disk swallows without an error of the close, `CompressionStream` what it compresses, and
 * `Writable.toWeb` as much as the stream of Node, which therefore is better given as it is.
 *
 * @returns the sink, frozen.
 * @throws {TypeError} when an option is missing or wrong. A build rejects with what is wrong with its section or with
 * what `open` gave, and with what these two throw.
 *
 * @example A file of lines for each partition, by a stream of Node
 * ```ts
 * import { createWriteStream, mkdtempSync, readFileSync } from "node:fs";
 * import { once } from "node:events";
 * import { tmpdir } from "node:os";
 * import { intoSink } from "@watertight/sinks";
 *
 * class Line {
 *   constructor(readonly text: string) {}
 * }
 * const path = `${mkdtempSync(`${tmpdir()}/`)}/lines`;
 *
 * const intoFiles = intoSink({
 *   payload: Line,
 *   name: "files",
 *   encode: ({ text }) => `${JSON.stringify(text)}\n`,
 *   async open(_section, worker) {
 *     const file = createWriteStream(`${path}-${worker}`, { flags: "a" });
 *     await once(file, "open"); // A file that cannot be opened fails the build.
 *     return file;
 *   },
 * });
 * const partition = await intoFiles.buildPartition({}, 0, 1);
 * await partition.writeBatch([new Line("a"), new Line("b")]);
 * console.assert(readFileSync(`${path}-0`, "utf8") === '"a"\n"b"\n');
 * await partition.close();
 * ```
 *
 * @example A function, with a configuration that is checked at build
 * ```ts
 * import { intoSink, payload } from "@watertight/sinks";
 *
 * const server = { rows: [] as number[], store: async (rows: readonly number[]) => void server.rows.push(...rows) };
 *
 * const intoServer = intoSink({
 *   payload: payload<{ id: number }>(),
 *   name: "rows",
 *   timeout: 5_000,
 *   config(section) {
 *     const { table } = Object(section);
 *     if (typeof table === "string") return { table };
 *     throw new TypeError(`Cannot build the partition as table must be a text: it is ${table}`);
 *   },
 *   open: () => (rows) => server.store(rows.map(({ id }) => id)),
 * });
 * const partition = await intoServer.buildPartition({ table: "a" }, 0, 1);
 * await partition.writeBatch([{ id: 7 }]);
 * await partition.close();
 * console.assert(server.rows.length === 1);
 * ```
 *
 * @example A stream that is piped on: the partition is closed once the end of it is
 * ```ts
 * import { intoSink, payload } from "@watertight/sinks";
 *
 * const parts: Uint8Array[] = [];
 * const intoGzip = intoSink({
 *   payload: payload<string>(),
 *   name: "gzip",
 *   encode: (line) => `${line}\n`,
 *   open() {
 *     const { readable, writable } = new CompressionStream("gzip");
 *     const stored = new WritableStream({ write: (part: Uint8Array) => void parts.push(part) });
 *     return { writable, finished: readable.pipeTo(stored) };
 *   },
 * });
 * const partition = await intoGzip.buildPartition({}, 0, 1);
 * await partition.writeBatch(["a", "b"]);
 * await partition.close();
 * console.assert(parts.length > 0);
 * ```
 */
export function intoSink<E, C = unknown>(options: IntoSinkOptions<E, C>): IntoSink<E> {
  const { payload, name, config: check, timeout, encode, open } = options;
  const sink: IntoSink<E> = Object.freeze({
    payload,
    name,
    routerBranchSafe: true,
    async buildPartition(config: unknown, ...lent: BuildArguments) {
      const section = await checkedSection<C>(check, config);
      const target = targetOf<E>(await open(section, ...lent), encode);
      return new TargetPartition(target, { timeout, clock: systemClock });
    },
  });
  const [problem] = [...explainIntoSink(sink), ...problemsOf(options)];
  if (problem === undefined) return sink;
  throw new TypeError(`Cannot make a sink as ${problem}`);
}

/** What is wrong with the options beside the members of the sink. */
function* problemsOf(
  options: { readonly [K in keyof IntoSinkOptions<unknown>]?: unknown },
): Iterable<string> {
  const { open, encode, config, timeout } = options;
  if (typeof open !== "function") yield `open must be a function: it is ${describe(open)}`;
  if (encode !== undefined && typeof encode !== "function") {
    yield `encode must be a function: it is ${describe(encode)}`;
  }
  if (config !== undefined && !isSectionCheck(config)) {
    yield `config must be a Standard Schema or a function: it is ${describe(config)}`;
  }
  if (timeout !== undefined && !(typeof timeout === "number" && timeout > 0)) {
    yield `timeout must be a positive number of milliseconds: it is ${describe(timeout)}`;
  }
}
