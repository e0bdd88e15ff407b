import { DatabaseSync } from "node:sqlite";
import {
  closeSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeSync,
} from "node:fs";
import { tmpdir } from "node:os";
import type { Fixture } from "../../conformance/mod.ts";
import { guarded, nodeOf, type Row, rows } from "../mutants/mutant.ts";
import type { Sound } from "./sound.ts";

/** A database in memory with one table; the fixture owns it, and its partitions their statements. */
function openDatabase(): Fixture<Row> {
  const database = new DatabaseSync(":memory:");
  database.exec("CREATE TABLE IF NOT EXISTS rows (id INTEGER, text TEXT)");
  const sink = nodeOf<Row>(() => {
    const insert = database.prepare("INSERT INTO rows VALUES (?, ?)");
    return guarded((items) => {
      database.exec("BEGIN");
      try {
        for (const { id, text } of items) insert.run(id, text);
        database.exec("COMMIT");
      } catch (error) {
        database.exec("ROLLBACK");
        throw error;
      }
    });
  });
  return {
    sink,
    config: {},
    read: () =>
      database.prepare("SELECT id, text FROM rows ORDER BY rowid").all().map(({ id, text }) => ({
        id: Number(id),
        text: String(text),
      })),
    [Symbol.dispose]: () => database.close(),
  };
}

/** A folder of append-only files of lines, one file for each partition. */
function openFolder(): Fixture<Row> {
  const folder = mkdtempSync(`${tmpdir()}/zoo-`);
  let files = 0;
  const sink = nodeOf<Row>(() => {
    const file = openSync(`${folder}/${String(files++).padStart(6, "0")}.log`, "a");
    return guarded((items) => {
      if (items.length === 0) return;
      writeSync(file, items.map((item) => `${JSON.stringify(item)}\n`).join(""));
    }, () => closeSync(file));
  });
  return {
    sink,
    config: {},
    read: () =>
      readdirSync(folder).sort().flatMap((name) =>
        readFileSync(`${folder}/${name}`, "utf8").split("\n").filter((line) => line !== "")
          .map((line) => JSON.parse(line) as Row)
      ),
    [Symbol.dispose]: () => rmSync(folder, { recursive: true }),
  };
}

/** Sinks into a real storage. */
export const storedSinks: readonly Sound[] = [
  {
    name: "inserts into SQLite in one transaction a batch",
    // A text with a zero character is cut by the database's own reader: that is not a sink's bug.
    subject: {
      name: "SQLite",
      events: rows.filter(({ text }) => !text.includes("\0")),
      open: openDatabase,
    },
    options: { runs: 100 },
  },
  {
    name: "appends lines to files",
    subject: { name: "files", events: rows, open: openFolder },
    options: { runs: 60, maxWorkers: 4 },
  },
];
