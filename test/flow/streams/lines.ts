/** Lines in the files of a folder: what the streams of others are checked with. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as fc from "fast-check";
import * as v from "valibot";
import {
  type ByteOptions,
  type IntoSink,
  intoSink,
  type StandardSchemaV1,
} from "@watertight/sinks";
import { type FaultSwitch, type Subject, temporaryFolder } from "@watertight/sinks/conformance";

/** The event. */
export class Line {
  constructor(readonly text: string) {}
}

/** The section of a sink that writes files. */
export const folderSection: StandardSchemaV1<unknown, { folder: string }> = v.strictObject({
  folder: v.pipe(v.string(), v.nonEmpty()),
});

/** A line of a file, whatever its text is. */
export function encodeLine({ text }: Line): string {
  return `${JSON.stringify(text)}\n`;
}

/** Longer than a call takes on a busy machine, and less than the checks wait. */
export const timeout = 2_000;

/** The sink over a stream of bytes: a line for each event. */
export function intoLines(open: ByteOptions<Line, { folder: string }>["open"]): IntoSink<Line> {
  return intoSink({
    payload: Line,
    name: "lines",
    config: folderSection,
    timeout,
    encode: encodeLine,
    open,
  });
}

/** Files that are made in this order are read in this order; no two are the same. */
export function newFile(folder: string, worker: number): string {
  const place = String(readdirSync(folder).length).padStart(6, "0");
  return join(folder, `${place}-${worker}-${crypto.randomUUID()}`);
}

/** The lines of bytes. @throws {SyntaxError} when the last one is torn. */
export function linesIn(bytes: Uint8Array): Line[] {
  const texts = new TextDecoder("utf-8", { fatal: true }).decode(bytes).split("\n");
  const last = texts.pop();
  if (last !== "") throw new SyntaxError(`Cannot read as a file must end its last line: ${last}`);
  return texts.map((text) => new Line(JSON.parse(text)));
}

/** What is particular about a sink that writes lines into files. */
export interface LinesOptions extends Partial<Pick<Subject<Line>, "guarantees" | "exempt">> {
  readonly name: string;
  /** Makes the sink, with the switch of its files where there is one. */
  readonly sink: () => { readonly sink: IntoSink<Line>; readonly faults?: FaultSwitch };
  /** What is in a file; default: lines of text. */
  readonly read?: (bytes: Uint8Array) => readonly Line[];
  readonly readable?: "always" | "closed";
}

/** A subject over a folder of its own. */
export function linesSubject(options: LinesOptions): Subject<Line> {
  const { name, guarantees, exempt, read = linesIn, readable } = options;
  return {
    name,
    events: fc.string({ unit: "binary" }).map((text) => new Line(text)),
    ...guarantees && { guarantees },
    ...exempt && { exempt },
    invalidConfigs: [
      { config: undefined, key: "config" },
      { config: {}, key: "folder" },
      { config: { folder: "" }, key: "folder" },
      { config: { folder: "a", folders: "b" }, key: "folders" },
    ],
    async open() {
      const folder = await temporaryFolder("lines-");
      return {
        ...options.sink(),
        config: { folder: folder.path },
        read: () =>
          readdirSync(folder.path).sort().flatMap((file) =>
            read(readFileSync(join(folder.path, file)))
          ),
        ...readable && { readable },
        [Symbol.dispose]: () => folder[Symbol.dispose](),
      };
    },
  };
}
