import { createWriteStream, readFileSync } from "node:fs";
import { once } from "node:events";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import avro from "avsc";
import type { Subject } from "@watertight/sinks/conformance";
import { folderSubject, intoReadings, Reading, readings } from "./files.ts";

const type = avro.Type.forSchema({
  type: "record",
  name: "Reading",
  fields: [{ name: "text", type: "string" }, { name: "value", type: "double" }],
});

/** Takes the bytes that are there at once: to wait for a stream would wait for the file, too. */
async function read(path: string): Promise<Reading[]> {
  const bytes = readFileSync(path);
  const read: Reading[] = [];
  for await (
    const { text, value } of Readable.from([bytes]).pipe(new avro.streams.BlockDecoder())
  ) {
    read.push(new Reading(text, value));
  }
  return read;
}

const common = { events: readings, read, readable: "closed" } as const;

/** The stream that the library opens a file with. */
export const file: Subject<Reading> = folderSubject({
  ...common,
  name: "avsc: createFileEncoder",
  sink: intoReadings((path) => avro.createFileEncoder(path, type)),
});

/** The same encoder with the end of the file to wait for. */
export const blocks: Subject<Reading> = folderSubject({
  ...common,
  name: "avsc: BlockEncoder",
  sink: intoReadings(async (path) => {
    const file = createWriteStream(path);
    await once(file, "open");
    const writable = new avro.streams.BlockEncoder(type);
    return { writable, finished: pipeline(writable, file) };
  }),
});
