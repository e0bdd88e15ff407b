import { createWriteStream, readFileSync } from "node:fs";
import { decodeMulti, encode } from "@msgpack/msgpack";
import type { Subject } from "@watertight/sinks/conformance";
import { folderSubject, intoBytes, Reading, readings } from "./files.ts";

export const subject: Subject<Reading> = folderSubject({
  name: "@msgpack/msgpack",
  events: readings,
  guarantees: { durable: "on-write" },
  sink: intoBytes(({ text, value }) => encode([text, value]), (path) => createWriteStream(path)),
  read: (path) =>
    [...decodeMulti(readFileSync(path))].map((members) =>
      new Reading(...members as [string, number])
    ),
});
