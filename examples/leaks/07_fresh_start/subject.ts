import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as fc from "fast-check";
import { type Subject, temporaryFolder } from "@watertight/sinks/conformance";
import { type Deed, IntoAudit } from "./sink.ts";

/** The storage, with a sink of this class before it. */
export function subjectOf(Into: typeof IntoAudit): Subject<Deed> {
  return {
    name: "07 fresh start",
    events: fc.record({ user: fc.string(), deed: fc.string() }),
    async open() {
      const folder = await temporaryFolder();
      const path = join(folder.path, "audit.jsonl");
      const lines = () =>
        existsSync(path) ? readFileSync(path, "utf8").split("\n").slice(0, -1) : [];
      return {
        sink: new Into(),
        config: { path },
        read: () => lines().map((line) => JSON.parse(line)),
        [Symbol.dispose]: folder[Symbol.dispose],
      };
    },
  };
}

export const subject: Subject<Deed> = subjectOf(IntoAudit);
