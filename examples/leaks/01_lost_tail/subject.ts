import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as fc from "fast-check";
import type { IntoSink } from "@watertight/sinks";
import { type Subject, temporaryFolder } from "@watertight/sinks/conformance";
import { intoReadings, type Reading } from "./sink.ts";

/** The storage, with this sink before it. */
export function subjectOf(sink: IntoSink<Reading>): Subject<Reading> {
  return {
    name: "01 lost tail",
    events: fc.record({ sensor: fc.string(), celsius: fc.integer({ min: -40, max: 60 }) }),
    async open() {
      const { path: folder, [Symbol.dispose]: dispose } = await temporaryFolder();
      const linesOf = (file: string) =>
        readFileSync(join(folder, file), "utf8").split("\n").slice(0, -1);
      return {
        sink,
        config: { folder },
        read: () => readdirSync(folder).flatMap(linesOf).map((line) => JSON.parse(line)),
        [Symbol.dispose]: dispose,
      };
    },
  };
}

export const subject: Subject<Reading> = subjectOf(intoReadings);
