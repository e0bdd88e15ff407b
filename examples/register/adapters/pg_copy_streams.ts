import { type EventEmitter, once } from "node:events";
import { finished } from "node:stream/promises";
// @ts-types="@types/pg"
import pg from "pg";
// @ts-types="@types/pg-copy-streams"
import { from } from "pg-copy-streams";
import { intoSink } from "@watertight/sinks";
import { pooled, type Subject, tcpFaults } from "@watertight/sinks/conformance";
import { testServer } from "../../config/test_server.ts";
import { Row, rows } from "./files.ts";

const { url } = testServer("WATERTIGHT_POSTGRES_URL", "postgres://postgres@127.0.0.1:1/postgres");

async function connected(port = new URL(url).port): Promise<pg.Client> {
  const client = new pg.Client(Object.assign(new URL(url), { port }).href);
  // A connection that is lost is told by what waits for it.
  client.on("error", () => {});
  await client.connect();
  return client;
}

/** One connection past the sink, to read with, and a table for each fixture. */
const tables = pooled(
  () => connected(),
  async (client, name) => void await client.query(`DROP TABLE ${name}`),
  (client) => client.end(),
);

/** A line of COPY; what has a meaning in one is escaped. */
function lineOf({ id, text }: Row): string {
  const escaped = text.replaceAll("\\", "\\\\").replaceAll("\t", "\\t").replaceAll("\n", "\\n")
    .replaceAll("\r", "\\r");
  return `${id}\t${escaped}\n`;
}

async function openCopy(port: number, table: string) {
  const client = await connected(String(port));
  const writable = client.query(from(`COPY ${table} (id, text) FROM STDIN`));
  const ended = finished(writable).finally(() => client.end());
  // The server answers that it takes rows, or the stream fails.
  const { connection } = client as unknown as { connection: EventEmitter };
  await Promise.race([once(connection, "copyInResponse"), ended]);
  return { writable, finished: ended };
}

/** One COPY for each partition: it is committed as it ends. */
export const subject: Subject<Row> = {
  name: "pg-copy-streams",
  // A text of PostgreSQL has no NUL.
  events: rows.filter(({ text }) => !text.includes("\0")),
  async open() {
    const { connection, name, [Symbol.asyncDispose]: drop } = await tables.namespace();
    const way = await tcpFaults(Number(new URL(url).port));
    await connection.query(`CREATE TABLE ${name} (id integer, text text, place serial)`);
    return {
      sink: intoSink({
        payload: Row,
        name: "rows",
        timeout: 300,
        encode: lineOf,
        open: () => openCopy(way.port, name),
      }),
      config: {},
      faults: way.faults,
      openResources: () => way.connections,
      async read() {
        const result = await connection.query(`SELECT id, text FROM ${name} ORDER BY place`);
        return result.rows.map(({ id, text }) => new Row(id, text));
      },
      async [Symbol.asyncDispose]() {
        await way[Symbol.asyncDispose]();
        await drop();
      },
    };
  },
  release: () => tables.close(),
};
