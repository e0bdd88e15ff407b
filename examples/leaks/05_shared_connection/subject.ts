import { DatabaseSync } from "node:sqlite";
import * as fc from "fast-check";
import type { Subject } from "@watertight/sinks/conformance";
import { IntoVisits, type Visit } from "./sink.ts";

/** The storage, with a sink of this class before it. */
export function subjectOf(Into: typeof IntoVisits): Subject<Visit> {
  return {
    name: "05 shared connection",
    events: fc.record({ page: fc.string(), seconds: fc.nat() }),
    open() {
      // A database in memory that all connections share, as long as one is open.
      const url = `file:${crypto.randomUUID()}?mode=memory&cache=shared`;
      const database = new DatabaseSync(url);
      database.exec("CREATE TABLE visits (page TEXT NOT NULL, seconds INTEGER NOT NULL)");
      const all = database.prepare("SELECT page, seconds FROM visits ORDER BY rowid");
      return {
        sink: new Into(),
        config: { url },
        read: () => all.all().map((row) => ({ ...row }) as unknown as Visit),
        [Symbol.dispose]: () => database.close(),
      };
    },
  };
}

export const subject: Subject<Visit> = subjectOf(IntoVisits);
