/**
 * Rows a second of `examples/into_table` at batches and chunks of 1,000 against the bulk path of each driver, in the
 * same run:
 *
 *     deno run --allow-all test/services/main.ts postgres mariadb -- deno run --allow-all test/bench/stores/into_table.ts
 *
 * Databases that no environment variable tells of are left out.
 */
import { DatabaseSync } from "node:sqlite";
import process from "node:process";
import { createConnection } from "mysql2/promise";
// @ts-types="@types/pg"
import pg from "pg";
import { IntoTable } from "../../../examples/into_table/into_table.ts";
import { Payment } from "../../../examples/into_table/models.ts";
import { compare } from "./compare.ts";

const size = 1_000;
const batch = Array.from(
  { length: size },
  (_, at) => new Payment(BigInt(at) * 12_345_678_901n, at * 1.1 + 0.5, `note ${at}`, at % 2 === 0),
);
const columns = { id: "integer", amount: "number", note: "text", settled: "boolean" } as const;
const cells = ({ id, amount, note, settled }: Payment) => [id, amount, note, settled];

/** A way to store a batch. */
interface Contender extends AsyncDisposable {
  store(): Promise<void>;
}

async function sinkAt(url: string): Promise<Contender> {
  const sink = new IntoTable({ payload: Payment, name: "payments", columns });
  const config = { url, table: "by_sink", buffer_max_records: size, chunk_size: size };
  const partition = await sink.buildPartition(config, 0, 1);
  return {
    store: async () => await partition.writeBatch(batch),
    [Symbol.asyncDispose]: async () => await partition.close(),
  };
}

/** One prepared INSERT, run for each row in a transaction. */
function bySqlite(url: string): Contender {
  const database = new DatabaseSync(url);
  database.exec(
    "CREATE TABLE by_driver (id INTEGER, amount ANY, note TEXT, settled INTEGER) STRICT",
  );
  const insert = database.prepare("INSERT INTO by_driver VALUES (?, ?, ?, ?)");
  return {
    store() {
      database.exec("BEGIN IMMEDIATE");
      for (const { id, amount, note, settled } of batch) {
        insert.run(id, amount, note, settled ? 1 : 0);
      }
      database.exec("COMMIT");
      return Promise.resolve();
    },
    [Symbol.asyncDispose]: () => Promise.resolve(database.close()),
  };
}

/** One prepared INSERT of all rows. */
async function byPg(url: string): Promise<Contender> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(
    "CREATE TABLE by_driver (id bigint, amount double precision, note text, settled boolean)",
  );
  const row = (_: unknown, at: number) =>
    `(${[1, 2, 3, 4].map((place) => `$${4 * at + place}`).join()})`;
  const text = `INSERT INTO by_driver VALUES ${Array.from({ length: size }, row).join()}`;
  return {
    async store() {
      await client.query("BEGIN");
      await client.query({ name: "bulk", text, values: batch.flatMap(cells) });
      await client.query("COMMIT");
    },
    [Symbol.asyncDispose]: () => client.end(),
  };
}

/** `VALUES ?` with all rows, the bulk insert that mysql2 documents. */
async function byMysql2(url: string): Promise<Contender> {
  const connection = await createConnection({ uri: url });
  await connection.query(
    "CREATE TABLE by_driver (id bigint, amount double, note longtext, settled boolean) " +
      "DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin",
  );
  return {
    async store() {
      await connection.query("BEGIN");
      await connection.query("INSERT INTO by_driver VALUES ?", [batch.map(cells)]);
      await connection.query("COMMIT");
    },
    [Symbol.asyncDispose]: () => connection.end(),
  };
}

async function contest(name: string, sink: Contender, driver: Contender): Promise<void> {
  await compare(`IntoTable on ${name}`, size, {
    sink: () => sink.store(),
    driver: () => driver.store(),
  });
  await sink[Symbol.asyncDispose]();
  await driver[Symbol.asyncDispose]();
}

const folder = await Deno.makeTempDir();
const file = `file:${folder}/payments.db`;
await contest("SQLite", await sinkAt(file), bySqlite(file));
await Deno.remove(folder, { recursive: true });
const { WATERTIGHT_POSTGRES_URL: postgres, WATERTIGHT_MARIADB_URL: mariadb } = process.env;
if (postgres) await contest("PostgreSQL", await sinkAt(postgres), await byPg(postgres));
if (mariadb) await contest("MariaDB", await sinkAt(mariadb), await byMysql2(mariadb));
