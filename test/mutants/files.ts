import { createWriteStream } from "node:fs";
import { appendFile, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { MaybePromise, SinkPartition } from "../../mod.ts";
import { type AnySubject, copyOf, guarded, type Mutant, nodeOf, type Row, rows } from "./mutant.ts";

/** Makes a partition that stores rows in a file of its own, one a line. */
export type BuildFile = (path: string) => MaybePromise<SinkPartition<Row>>;

/** Rows in the files of a folder. To read them takes about as long as to write them: nothing is blocked meanwhile. */
export function filesSubject(
  name: string,
  build: BuildFile,
  decode: (bytes: Uint8Array) => string = (bytes) => new TextDecoder().decode(bytes),
): AnySubject {
  return {
    name,
    events: rows,
    async open() {
      const folder = await mkdtemp(join(tmpdir(), "rows-"));
      let files = 0;
      return {
        sink: nodeOf(() => build(join(folder, String(files++).padStart(6, "0")))),
        config: {},
        async read() {
          const stored: Row[] = [];
          for (const file of (await readdir(folder)).sort()) {
            const text = decode(await readFile(join(folder, file)));
            for (const line of text.split("\n").slice(0, -1)) stored.push(JSON.parse(line));
          }
          return stored;
        },
        [Symbol.asyncDispose]: () => removed(folder),
      };
    },
  };
}

/** Removes a folder; what a sink has left running may make a file in it meanwhile, and is given time to end. */
async function removed(folder: string, patience = 100): Promise<void> {
  try {
    await rm(folder, { recursive: true });
  } catch (error) {
    if (patience < 1) throw error;
    await new Promise((resolve) => setTimeout(resolve, 100 / patience));
    await removed(folder, patience / 2);
  }
}

/** A row as it stands in a file. */
export function lineOf(row: Row): string {
  return `${JSON.stringify(row)}\n`;
}

/** A partition that keeps lines until its close, and then does this with them. */
export function keeping(
  close: (lines: readonly string[]) => MaybePromise<void>,
): SinkPartition<Row> {
  const lines: string[] = [];
  return guarded(
    (items) => void lines.push(...items.map(copyOf).map(lineOf)),
    () => close(lines),
  );
}

const encoder = new TextEncoder();

function mutant(name: string, models: string, build: BuildFile): Mutant {
  const says = /after the last close had settled/;
  // Three calls do, but threads run a race in them: one of some more may be what shows it every time.
  return { name, models, calls: 6, says, subject: filesSubject(name, build) };
}

/** Sinks whose close does not wait for a file. Only on Linux is it seen beside a reading that takes as long. */
export const fileMutants: readonly Mutant[] = [
  mutant(
    "ends the stream of its file and waits for nothing",
    "stream.end() taken for the end: what is buffered is written after close (node:fs).",
    (path) => {
      const stream = createWriteStream(path);
      return keeping((lines) => {
        for (const line of lines) stream.write(line);
        stream.end();
      });
    },
  ),
  mutant(
    "writes its file once it is closed",
    "void writeFile(): a snapshot that a process which ends does not finish.",
    (path) => keeping((lines) => void writeFile(path, lines.join(""))),
  ),
  mutant(
    "appends its last batch once it is closed",
    "The tail of a buffer flushed in close, by the only call that is not awaited.",
    (path) => {
      const lines: string[] = [];
      return guarded(async (items) => {
        const next = items.map(lineOf);
        await appendFile(path, lines.splice(0).join(""));
        lines.push(...next);
      }, () => void appendFile(path, lines.join("")));
    },
  ),
  mutant(
    "lets the flush of an open file float",
    "void this.flush() in a close that cannot be async: each line is written a turn later.",
    async (path) => {
      const file = await Deno.open(path, { write: true, create: true });
      const flush = async (lines: readonly string[]) => {
        for (const line of lines) await file.write(encoder.encode(line));
        file.close();
      };
      return keeping((lines) => void flush(lines));
    },
  ),
  mutant(
    "closes the writer of a stream without await",
    "writer.close() gives a promise, unlike most functions of that name (Web Streams).",
    async (path) => {
      const file = await Deno.open(path, { write: true, create: true });
      const writer = file.writable.getWriter();
      return keeping((lines) => {
        for (const line of lines) void writer.write(encoder.encode(line));
        void writer.close();
      });
    },
  ),
];
