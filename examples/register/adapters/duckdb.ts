import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { intoSink } from "@watertight/sinks";
import { pooled, type Subject } from "@watertight/sinks/conformance";
import { Reading, readings } from "./files.ts";

/** One database in memory, and a table for each fixture. */
const tables = pooled(
  async () => await (await DuckDBInstance.create(":memory:")).connect(),
  async (connection, name) => void await connection.run(`DROP TABLE ${name}`),
  (connection) => connection.closeSync(),
);

async function openAppender(connection: DuckDBConnection, table: string) {
  const appender = await connection.createAppender(table);
  return {
    writeBatch(batch: readonly Reading[]) {
      for (const { text, value } of batch) {
        appender.appendVarchar(text);
        appender.appendDouble(value);
        appender.endRow();
      }
      appender.flushSync();
    },
    close: () => appender.closeSync(),
  };
}

/** An appender for each partition, which flushes each batch. */
export const subject: Subject<Reading> = {
  name: "@duckdb/node-api: appender",
  events: readings,
  guarantees: { durable: "on-write" },
  async open() {
    const { connection, name: table, [Symbol.asyncDispose]: dispose } = await tables.namespace();
    await connection.run(`CREATE TABLE ${table} (text VARCHAR, value DOUBLE)`);
    return {
      sink: intoSink({
        payload: Reading,
        name: "readings",
        open: () => openAppender(connection, table),
      }),
      config: {},
      async read() {
        const query = `SELECT text, value FROM ${table} ORDER BY rowid`;
        const rows = (await connection.runAndReadAll(query)).getRows();
        return rows.map((members) => new Reading(...members as [string, number]));
      },
      [Symbol.asyncDispose]: dispose,
    };
  },
  release: () => tables.close(),
};
