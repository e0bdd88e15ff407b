import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as fc from "fast-check";
import type { IntoSink } from "@watertight/sinks";
import { type Subject, temporaryFolder } from "@watertight/sinks/conformance";
import { intoStops, type Stop } from "./sink.ts";

/** The storage, with this sink before it. */
export function subjectOf(sink: IntoSink<Stop>): Subject<Stop> {
  return {
    name: "03 idle worker",
    events: fc.record({ parcel: fc.nat(), place: fc.string() }),
    async open() {
      const { path: folder, [Symbol.dispose]: dispose } = await temporaryFolder();
      const stopsOf = (file: string): Stop[] =>
        JSON.parse(readFileSync(join(folder, file), "utf8"));
      return {
        sink,
        config: { folder },
        readable: "closed", // an array is whole only at its end
        read: () => readdirSync(folder).flatMap(stopsOf),
        [Symbol.dispose]: dispose,
      };
    },
  };
}

export const subject: Subject<Stop> = subjectOf(intoStops);
