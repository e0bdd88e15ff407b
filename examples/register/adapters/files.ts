/** What the adapters that write into a folder share: events, a path for each partition, and a fixture. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import * as fc from "fast-check";
import {
  type ByteOptions,
  type IntoSink,
  intoSink,
  type MaybePromise,
  type TargetOfEvents,
} from "@watertight/sinks";
import { type Fixture, type Subject, temporaryFolder } from "@watertight/sinks/conformance";

/** An event of a text format: whole numbers and any text of whole characters. */
export class Row {
  constructor(readonly id: number, readonly text: string) {}
}

/** Every text of whole characters, and often one that a format has a meaning for. */
const texts: fc.Arbitrary<string> = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.string({ unit: fc.constantFrom(..."a\0\r\n\t ,;'\"<&\\\ufeff") }),
);

/** Rows with every text. */
export const rows: fc.Arbitrary<Row> = fc.tuple(fc.nat(), texts)
  .map((members) => new Row(...members));

/** An event of a format that has doubles: all of them. */
export class Reading {
  constructor(readonly text: string, readonly value: number) {}
}

/** Readings with every text and every double. */
export const readings: fc.Arbitrary<Reading> = fc
  .tuple(texts, fc.double())
  .map((members) => new Reading(...members));

/** The folder of a section. */
export function folderOf(section: unknown): string {
  const { folder } = Object(section);
  if (typeof folder === "string") return folder;
  throw new TypeError(`Cannot build the partition as folder must be a text: it is ${folder}`);
}

/** A path that no other partition has; in this order they are read. */
export function newPath(folder: string, worker: number): string {
  const place = String(readdirSync(folder).length).padStart(6, "0");
  return join(folder, `${place}-${worker}-${crypto.randomUUID()}`);
}

const row = { payload: Row, name: "rows", config: folderOf };
const reading = { payload: Reading, name: "readings", config: folderOf };

/** Rows into files, by what takes rows. */
export function intoRows(open: (path: string) => MaybePromise<TargetOfEvents<Row>>): IntoSink<Row> {
  return intoSink({ ...row, open: (folder: string, worker) => open(newPath(folder, worker)) });
}

/** Readings into files, by what takes readings. */
export function intoReadings(
  open: (path: string) => MaybePromise<TargetOfEvents<Reading>>,
): IntoSink<Reading> {
  return intoSink({ ...reading, open: (folder: string, worker) => open(newPath(folder, worker)) });
}

/** Readings into files, by an encoding of one and a stream of bytes. */
export function intoBytes(
  encode: (reading: Reading) => Uint8Array,
  open: (path: string) => ReturnType<ByteOptions<Reading>["open"]>,
): IntoSink<Reading> {
  const options = { ...reading, encode };
  return intoSink({ ...options, open: (folder: string, worker) => open(newPath(folder, worker)) });
}

/** A subject over a folder of its own for each fixture. */
export function folderSubject<E>(
  { read, readable, sink, ...subject }:
    & Omit<Subject<E>, "open">
    & Pick<Fixture<E>, "sink" | "readable">
    & {
      /** What is in one file, or in one folder that the library makes. */
      read(path: string): MaybePromise<Iterable<E>>;
    },
): Subject<E> {
  return {
    ...subject,
    async open() {
      const { path: folder, [Symbol.dispose]: dispose } = await temporaryFolder("register-");
      return {
        sink,
        config: { folder },
        read: () => joined(readdirSync(folder).sort().map((name) => read(join(folder, name)))),
        ...readable && { readable },
        [Symbol.dispose]: dispose,
      };
    },
  };
}

/** Without a promise where there is none: it would take as long as what a close has forgotten to await. */
function joined<E>(parts: readonly MaybePromise<Iterable<E>>[]): MaybePromise<Iterable<E>> {
  if (!parts.some((part) => part instanceof Promise)) {
    return (parts as readonly Iterable<E>[]).flatMap((part) => [...part]);
  }
  return Promise.all(parts).then(joined<E>);
}
