import type { Finding } from "./entry.ts";

/** What each script of `findings/` prints. */
export const findings: Readonly<Record<string, Finding>> = {
  arrow_appended_tables: {
    library: "apache-arrow",
    prints: "of the tables of 1 and of 2, one after the other, tableFromIPC reads [1]",
  },
  arrow_byte_order_mark: {
    library: "apache-arrow",
    prints: "of a text of 2 characters that begins with U+FEFF tableFromIPC reads 1",
  },
  avsc_file_encoder: {
    library: "avsc",
    prints: "at the finish of a createFileEncoder the file is whole: false",
  },
  csv_writer_carriage_return: {
    library: "csv-writer",
    prints:
      'a record whose text has a line feed: "1,\\"a\\nb\\"\\n", a carriage return: "1,a\\rb\\n"',
  },
  csv_writer_no_rows: {
    library: "csv-writer",
    prints: 'writeRecords of one row, none, one row: "id\\n1\\n\\n2\\n"',
  },
  deno_kv_mutations: {
    library: "Deno",
    prints: "1000 mutations: committed, 1001: TypeError: Too many mutations (max 1000)",
  },
  duckdb_byte_order_mark: {
    library: "@duckdb/node-api",
    prints: "of a text that begins with U+FEFF 2 characters are stored, and 1 is read",
  },
  duckdb_closed_appender: {
    library: "@duckdb/node-api",
    prints: "rows that an appender stored after it was closed: 1",
  },
  exceljs_texts: {
    library: "exceljs",
    prints: 'of the texts ["","a\\u0001b","a\\rb"] it reads back [null,"ab","a\\nb"]',
  },
  fast_csv_nul: {
    library: "@fast-csv/format",
    prints: 'the field "a\\u0000b" is written as "ab"',
  },
  hyparquet_byte_order_mark: {
    library: "hyparquet",
    prints: "of a text of 2 characters that begins with U+FEFF parquetReadObjects reads 1",
  },
  ioredis_disconnect: {
    library: "ioredis",
    prints:
      "1 s after disconnect from a server that hangs an XADD has not settled, later it has failed",
  },
  ioredis_sent_twice: {
    library: "ioredis",
    prints: "an XADD whose answer is lost succeeds: entries: 2",
    server: "WATERTIGHT_REDIS_URL",
  },
  lmdb_negative_zero: {
    library: "lmdb",
    prints: "after a put of -0 get gives 0",
  },
  lowdb_opened_twice: {
    library: "lowdb",
    prints: "one opener stored 1, then another 2: [2]",
  },
  msgpack_negative_zero: {
    library: "@msgpack/msgpack",
    prints: "decode(encode(-0)) gives 0",
  },
  node_sqlite_nul: {
    library: "Deno",
    prints: 'of the text "a\\u0000b" the bytes 610062 are stored, and "a" is read',
  },
  pg_copy_streams_hang: {
    library: "pg-copy-streams",
    prints: "2 s after the end of a COPY whose server hangs: it has neither finished nor failed",
    server: "WATERTIGHT_POSTGRES_URL",
  },
  protobufjs_lone_surrogate: {
    library: "protobufjs",
    prints: "of a lone surrogate verify says null, encode gives 5 bytes, decode an error",
  },
  sql_js_byte_order_mark: {
    library: "sql.js",
    prints: "of a text that begins with U+FEFF 2 characters are stored, and 1 is read",
  },
  sql_js_thrown_text: {
    library: "sql.js",
    prints:
      "a statement with undefined bound throws a string: Wrong API use : tried to bind a value of an unknown type (undefined).",
  },
  winston_maxsize: {
    library: "winston",
    prints:
      "2 s after the end of a file transport with maxsize: finish was emitted: false, lines stored: 0 of 2",
  },
};
