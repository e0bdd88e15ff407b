import { DatabaseSync } from "node:sqlite";
import * as fc from "fast-check";
import type { Subject } from "@watertight/sinks/conformance";
import { intoLog } from "./sink.ts";

/** The storage, with the sink that is made so before it. */
export function subjectOf(into: typeof intoLog): Subject<string> {
  return {
    name: "02 borrowed batch",
    events: fc.string(),
    open() {
      const database = new DatabaseSync(":memory:");
      database.exec("CREATE TABLE log (line TEXT NOT NULL)");
      const all = database.prepare("SELECT line FROM log ORDER BY rowid");
      return {
        sink: into(database),
        config: {},
        read: () => all.all().map((row) => String(row["line"])),
        [Symbol.dispose]: () => database.close(),
      };
    },
  };
}

export const subject: Subject<string> = subjectOf(intoLog);
