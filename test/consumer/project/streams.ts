/** Streams of the host made sinks: a file of Node, and a pipeline of the Web. */
import { once } from "node:events";
import { createWriteStream, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as fc from "fast-check";
import { type IntoSink, intoSink } from "@watertight/sinks";
import { assertConformance, temporaryFolder } from "@watertight/sinks/conformance";
import { Line } from "./lines.ts";

const encode = ({ text }: Line) => `${JSON.stringify(text)}\n`;
const linesIn = (file: string) =>
  file.split("\n").slice(0, -1).map((text) => new Line(JSON.parse(text)));
const events = fc.string().map((text) => new Line(text));
const options = { seed: 1, runs: 20, timeLimit: 60_000 };

const intoFiles = (folder: string): IntoSink<Line> =>
  intoSink({
    payload: Line,
    name: "files",
    encode,
    async open(_section, worker) {
      const place = String(readdirSync(folder).length).padStart(6, "0");
      const path = join(folder, `${place}-${worker}-${crypto.randomUUID()}`);
      const file = createWriteStream(path, { flags: "wx" });
      await once(file, "open");
      return file;
    },
  });

await assertConformance({
  name: "files",
  events,
  guarantees: { durable: "on-write" },
  async open() {
    const { path, [Symbol.dispose]: dispose } = await temporaryFolder();
    const read = () =>
      readdirSync(path).sort().flatMap((name) => linesIn(readFileSync(join(path, name), "utf8")));
    return { sink: intoFiles(path), config: {}, read, [Symbol.dispose]: dispose };
  },
}, options);

await assertConformance({
  name: "pipeline",
  events,
  open() {
    const files: string[] = [];
    const sink = intoSink({
      payload: Line,
      name: "pipeline",
      encode,
      open() {
        const place = files.push("") - 1;
        const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
        const decoder = new TextDecoder();
        const stored = new WritableStream<Uint8Array>({
          write: (chunk) => void (files[place] += decoder.decode(chunk)),
        });
        return { writable, finished: readable.pipeTo(stored) };
      },
    });
    return { sink, config: {}, read: () => files.flatMap(linesIn) };
  },
}, options);

console.log("both conform");
