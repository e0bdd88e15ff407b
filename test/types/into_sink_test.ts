import { createWriteStream } from "node:fs";
import { Writable } from "node:stream";
import { type IntoSink, intoSink, payload } from "@watertight/sinks";
import { object, string } from "valibot";

// A line here is a proof: it compiles, or its @ts-expect-error finds the error it names.

class Line {
  constructor(readonly text: string) {}
}

const lines = { payload: Line, name: "lines" };
const path = object({ path: string() });
const encode = ({ text }: Line) => text;

/** Never called: the compiler is the one who runs it. */
export function proofs(): readonly IntoSink<Line>[] {
  return [
    intoSink({ ...lines, open: () => new WritableStream<Line>() }),
    intoSink({ ...lines, encode, config: path, open: ({ path }) => createWriteStream(path) }),
    intoSink({ ...lines, encode, open: () => Writable.toWeb(createWriteStream("lines")) }),
    intoSink({
      ...lines,
      encode,
      async open(_section, worker) {
        const { readable, writable } = new CompressionStream("gzip");
        const file = await Deno.open(`lines-${worker}.gz`);
        return { writable, finished: readable.pipeTo(file.writable) };
      },
    }),
    intoSink({
      ...lines,
      config: (section) => String(section),
      open: (path) => async (batch) => await Deno.writeTextFile(path, batch.map(encode).join()),
    }),
    intoSink({
      ...lines,
      open: () => ({
        writeBatch(batch) {
          batch.map(encode);
        },
        close(failure) {
          failure?.message.toUpperCase();
        },
      }),
    }),
    // @ts-expect-error: a stream of bytes takes no lines
    intoSink({ ...lines, open: () => new WritableStream<Uint8Array>() }),
    // @ts-expect-error: what a server answers must be looked at
    intoSink({ ...lines, open: () => (batch) => fetch("", { body: batch.map(encode).join() }) }),
    // @ts-expect-error: the type of the events is that of the payload
    intoSink({ payload: payload<number>(), name: "numbers", open: () => () => {} }),
  ];
}

Deno.test("the proofs of what intoSink() takes compile", () => {
  if (typeof proofs !== "function") throw new Error("the proofs were not loaded");
});
