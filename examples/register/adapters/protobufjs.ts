import { createWriteStream, readFileSync } from "node:fs";
import protobuf from "protobufjs";
import * as fc from "fast-check";
import type { Subject } from "@watertight/sinks/conformance";
import { folderSubject, intoBytes, Reading, readings } from "./files.ts";

const { root } = protobuf.parse(
  'syntax = "proto3"; message Reading { string text = 1; double value = 2; }',
);
const type = root.lookupType("Reading");

/** Each message with its length before it. */
export const subject: Subject<Reading> = folderSubject({
  name: "protobufjs: encodeDelimited",
  events: readings,
  guarantees: { durable: "on-write" },
  invalidEvents: fc.constant(new Reading("\ud800", 0)),
  sink: intoBytes(
    (reading) => type.encodeDelimited({ ...reading }).finish(),
    (path) => createWriteStream(path),
  ),
  read(path) {
    const reader = protobuf.Reader.create(readFileSync(path));
    const read: Reading[] = [];
    while (reader.pos < reader.len) {
      const { text, value } = type.decodeDelimited(reader) as unknown as Reading;
      read.push(new Reading(text, value));
    }
    return read;
  },
});
