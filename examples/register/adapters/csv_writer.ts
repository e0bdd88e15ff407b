import { readFileSync } from "node:fs";
import { createObjectCsvWriter } from "csv-writer";
import { parse } from "csv-parse/sync";
import type { IntoSink } from "@watertight/sinks";
import type { Subject } from "@watertight/sinks/conformance";
import { folderOf, folderSubject, newPath, Row, rows } from "./files.ts";

/** Every line end that readers know, and records of any length: what is written is read as it stands. */
const lenient = {
  columns: true as const,
  record_delimiter: ["\r\n", "\n", "\r"],
  relax_column_count: true,
};

/** By hand, and not by intoSink, which would keep batches of no rows from it. */
const intoCsv: IntoSink<Row> = {
  payload: Row,
  name: "rows",
  routerBranchSafe: true,
  buildPartition(config, worker) {
    const path = newPath(folderOf(config), worker);
    const header = ["id", "text"].map((id) => ({ id, title: id }));
    const writer = createObjectCsvWriter({ path, header });
    let open = true;
    return {
      async writeBatch(batch) {
        if (!open) throw new Error("Cannot write as the partition must be open: it is closed");
        await writer.writeRecords([...batch]);
      },
      close: () => void (open = false),
    };
  },
};

export const subject: Subject<Row> = folderSubject({
  name: "csv-writer",
  events: rows,
  guarantees: { durable: "on-write" },
  sink: intoCsv,
  read: (path) =>
    parse<{ id: string; text: string }>(readFileSync(path), lenient)
      .map(({ id, text }) => new Row(Number(id), text)),
});
