import type { Entry } from "../entry.ts";

/** Stores within the process. */
export const embedded: readonly Entry[] = [
  {
    name: "classic-level",
    library: "classic-level",
    kind: "embedded",
    adapter: "classic_level.ts",
    subject: async () => (await import("../adapters/classic_level.ts")).subject,
    violates: {},
  },
  {
    name: "lmdb",
    library: "lmdb",
    kind: "embedded",
    adapter: "lmdb.ts",
    subject: async () => (await import("../adapters/lmdb.ts")).subject,
    violates: { "write.faithful": "lmdb_negative_zero" },
  },
  {
    name: "@seald-io/nedb",
    library: "@seald-io/nedb",
    kind: "embedded",
    adapter: "nedb.ts",
    subject: async () => (await import("../adapters/nedb.ts")).subject,
    violates: {},
  },
  {
    name: "sql.js",
    library: "sql.js",
    kind: "embedded",
    adapter: "sql_js.ts",
    subject: async () => (await import("../adapters/sql_js.ts")).subject,
    violates: { "write.faithful": "sql_js_byte_order_mark" },
    averts: ["sql_js_thrown_text"],
  },
  {
    name: "node:sqlite",
    library: "Deno",
    kind: "embedded",
    adapter: "node_sqlite.ts",
    subject: async () => (await import("../adapters/node_sqlite.ts")).subject,
    violates: { "write.faithful": "node_sqlite_nul" },
  },
  {
    name: "Deno KV: atomic",
    library: "Deno",
    kind: "embedded",
    adapter: "deno_kv.ts",
    subject: async () => (await import("../adapters/deno_kv.ts")).subject,
    violates: { "write.accepts": "deno_kv_mutations" },
  },
  {
    name: "@duckdb/node-api: appender",
    library: "@duckdb/node-api",
    kind: "embedded",
    adapter: "duckdb.ts",
    subject: async () => (await import("../adapters/duckdb.ts")).subject,
    violates: { "write.faithful": "duckdb_byte_order_mark" },
    averts: ["duckdb_closed_appender"],
  },
];
