import type { DatabaseSync } from "node:sqlite";
import { type IntoSink, payload } from "@watertight/sinks";

/** Inserts the lines of a log into SQLite, ten batches in a transaction. */
export function intoLog(database: DatabaseSync): IntoSink<string> {
  return {
    payload: payload<string>(),
    name: "log",
    routerBranchSafe: true,
    buildPartition() {
      const insert = database.prepare("INSERT INTO log (line) VALUES (?)");
      let batches: (readonly string[])[] = [];
      let open = true;

      function flush(): void {
        database.exec("BEGIN");
        for (const line of batches.flat()) insert.run(line);
        database.exec("COMMIT");
        batches = [];
      }

      return {
        writeBatch(lines) {
          if (!open) throw new Error("Cannot write as the partition must be open: it is closed");
          batches.push([...lines]);
          if (batches.length === 10) flush();
        },
        close() {
          if (!open) return;
          flush();
          open = false;
        },
      };
    },
  };
}
