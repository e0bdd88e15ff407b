import * as fs from "node:fs";
import { join } from "node:path";
import * as fc from "fast-check";
import { injectFaults, type Subject, temporaryFolder } from "@watertight/sinks/conformance";
import { intoExport, type Order } from "./sink.ts";

/** The storage, with the sink that is made so before it. */
export function subjectOf(into: typeof intoExport): Subject<Order> {
  return {
    name: "10 success marker",
    events: fc.record({ customer: fc.string(), pieces: fc.nat() }),
    async open() {
      const { path: folder, [Symbol.dispose]: dispose } = await temporaryFolder();
      // A disk that is full takes no more bytes; to rename a file works all the same.
      const { client, faults } = injectFaults({ ...fs }, ["appendFileSync"]);
      const linesOf = (file: string) =>
        fs.readFileSync(join(folder, file), "utf8").split("\n").slice(0, -1);
      const isWhole = (file: string) => file.endsWith(".jsonl");
      return {
        sink: into(client),
        config: { folder },
        read: () =>
          fs.readdirSync(folder).filter(isWhole).flatMap(linesOf).map((line) => JSON.parse(line)),
        faults,
        [Symbol.dispose]: dispose,
      };
    },
  };
}

export const subject: Subject<Order> = subjectOf(intoExport);
