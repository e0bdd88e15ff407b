import { createWriteStream } from "node:fs";
import { appendFile, writeFile } from "node:fs/promises";
import { once } from "node:events";
import { pipeline } from "node:stream/promises";
import { createGzip, gunzipSync } from "node:zlib";
import { filesSubject, keeping, lineOf } from "../mutants/files.ts";
import { guarded } from "../mutants/mutant.ts";
import type { Sound } from "./sound.ts";

/** Each history opens files and removes them. */
const options = { runs: 60 };

/** Sinks that write files and wait for them, read without blocking. */
export const fileSinks: readonly Sound[] = [
  {
    name: "ends the stream of a file and waits until it has finished",
    options,
    subject: filesSubject("a finished stream", (path) => {
      const stream = createWriteStream(path);
      return guarded((items) => void stream.write(items.map(lineOf).join("")), async () => {
        stream.end();
        await once(stream, "finish");
      });
    }),
  },
  {
    name: "ends the stream of a file and waits until it is closed",
    options,
    subject: filesSubject("a closed stream", (path) => {
      const stream = createWriteStream(path);
      return guarded((items) => void stream.write(items.map(lineOf).join("")), async () => {
        stream.end();
        await once(stream, "close");
      });
    }),
  },
  {
    name: "writes to the stream of an open file and closes its writer",
    options,
    subject: filesSubject("a web stream", async (path) => {
      const file = await Deno.open(path, { write: true, create: true });
      const writer = file.writable.getWriter();
      const encoder = new TextEncoder();
      return guarded(
        (items) => writer.write(encoder.encode(items.map(lineOf).join(""))),
        () => writer.close(),
      );
    }),
  },
  {
    name: "compresses into the stream of a file",
    options,
    subject: filesSubject(
      "a compressed stream",
      (path) => {
        const gzip = createGzip();
        const done = pipeline(gzip, createWriteStream(path));
        return guarded((items) => void gzip.write(items.map(lineOf).join("")), async () => {
          gzip.end();
          await done;
        });
      },
      // What a partition has not closed yet is no whole archive.
      (bytes) => bytes.length === 0 ? "" : new TextDecoder().decode(gunzipSync(bytes)),
    ),
  },
  {
    name: "writes its file in close",
    options,
    subject: filesSubject(
      "a file at once",
      (path) => keeping((lines) => writeFile(path, lines.join(""))),
    ),
  },
  {
    name: "appends every batch to its file",
    options,
    subject: filesSubject(
      "an appended file",
      (path) => guarded((items) => appendFile(path, items.map(lineOf).join(""))),
    ),
  },
];
