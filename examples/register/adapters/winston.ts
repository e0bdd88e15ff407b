import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createLogger, format, transports } from "winston";
import type { Subject } from "@watertight/sinks/conformance";
import { folderSubject, intoRows, Row, rows } from "./files.ts";

/** Lines of JSON, by a logger whose one transport is a file: what it holds back it writes as it ends. */
function winston(name: string, options: { readonly maxsize?: number }): Subject<Row> {
  return folderSubject({
    name,
    events: rows,
    sink: intoRows((filename) => {
      const file = new transports.File({ filename, ...options });
      const logger = createLogger({ format: format.json(), transports: file });
      return {
        writeBatch: (batch) => batch.forEach(({ id, text }) => void logger.info(text, { id })),
        async close() {
          const finished = once(file, "finish");
          logger.end();
          await finished;
        },
      };
    }),
    read: (path) =>
      readFileSync(path, "utf8").split("\n").slice(0, -1).map((line) => {
        const { id, message } = JSON.parse(line);
        return new Row(id, message);
      }),
  });
}

export const plain: Subject<Row> = winston("winston: file", {});
export const rotated: Subject<Row> = winston("winston: file with maxsize", { maxsize: 100 });
