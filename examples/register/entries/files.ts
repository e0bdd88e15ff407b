import type { Entry } from "../entry.ts";

/** Libraries that write files, a line or a whole one at a time. */
export const files: readonly Entry[] = [
  {
    name: "winston: file",
    library: "winston",
    kind: "file",
    adapter: "winston.ts",
    subject: async () => (await import("../adapters/winston.ts")).plain,
    violates: {},
  },
  {
    name: "winston: file with maxsize",
    library: "winston",
    kind: "file",
    adapter: "winston.ts",
    subject: async () => (await import("../adapters/winston.ts")).rotated,
    violates: { "calls.settle": "winston_maxsize" },
    atTimes: ["calls.no-stray-errors", "close.quiescent"],
    callLimit: 300,
  },
  {
    name: "csv-writer",
    library: "csv-writer",
    kind: "file",
    adapter: "csv_writer.ts",
    subject: async () => (await import("../adapters/csv_writer.ts")).subject,
    violates: {
      "write.empty-batch": "csv_writer_no_rows",
      "write.faithful": "csv_writer_carriage_return",
    },
  },
  {
    name: "lowdb: JSONFileSyncPreset",
    library: "lowdb",
    kind: "file",
    adapter: "lowdb.ts",
    subject: async () => (await import("../adapters/lowdb.ts")).subject,
    violates: { "workers.no-cross-talk": "lowdb_opened_twice" },
  },
  {
    name: "sonic-boom",
    library: "sonic-boom",
    kind: "file",
    adapter: "sonic_boom.ts",
    subject: async () => (await import("../adapters/sonic_boom.ts")).subject,
    violates: {},
  },
  {
    name: "write-file-atomic",
    library: "write-file-atomic",
    kind: "file",
    adapter: "write_file_atomic.ts",
    subject: async () => (await import("../adapters/write_file_atomic.ts")).subject,
    violates: {},
  },
];
