import { DatabaseSync } from "node:sqlite";
import * as fc from "fast-check";
import type { Fixture, Subject } from "@watertight/sinks/conformance";
import type { Columns } from "./cells.ts";
import { FaultyConnections } from "./faulty_connections.ts";
import { IntoTable, type IntoTableOptions } from "./into_table.ts";

/** A row with a column of every type. */
export class Payment {
  constructor(
    readonly id: bigint,
    readonly amount: number,
    readonly note: string | null,
    readonly settled: boolean,
  ) {}
}

/** The columns of a payment. */
export const columns: Columns<Payment> = {
  id: "integer",
  amount: "number",
  note: "text",
  settled: "boolean",
};

/** All that SQLite can keep: every double but NaN, every text of whole characters but U+0000. */
export const payments: fc.Arbitrary<Payment> = fc.tuple(
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  fc.double({ noNaN: true }),
  fc.option(fc.string({ unit: "binary" }).filter((text) => !text.includes("\0"))),
  fc.boolean(),
).map((members) => new Payment(...members));

/** What must be refused: it would come back as something else. */
const invalidPayments: fc.Arbitrary<unknown> = fc.constantFrom(
  new Payment(2n ** 63n, 0, null, true),
  new Payment(1n, NaN, null, true),
  new Payment(1n, 0, "\ud800", true),
  new Payment(1n, 0, "a\0b", true),
  { id: 1n, amount: 0, note: undefined, settled: true },
  { id: 1n, amount: 0, note: null, settled: true, currency: "EUR" },
);

/** Small limits, so that histories of a few events reach the flushes and the chunk boundaries. */
const limits = { chunk_size: 7, buffer_max_records: 10 };

/** How a subject gets the sink it checks. */
export type MakeSink = (options: IntoTableOptions<Payment>) => IntoTable<Payment>;

/** A fixture over the database at a URL, which exists as long as the fixture does. */
export function openTable(url: string, make: MakeSink): Fixture<Payment> {
  const own = new DatabaseSync(url);
  const connections = new FaultyConnections(url);
  const connect = (url: string) => connections.open(url);
  return {
    sink: make({ payload: Payment, name: "payments", columns, connect }),
    config: { url, table, ...limits },
    sessionManager: { session: (name: string) => connections.session(name) },
    faults: connections,
    read: () => readPayments(own),
    openResources: () => connections.openResources,
    [Symbol.dispose]() {
      connections[Symbol.dispose]();
      own.close();
    },
  };
}

/** Everything in the table; nothing while there is none. */
function readPayments(database: DatabaseSync): Payment[] {
  const tables = database.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'payments'");
  if (tables.get() === undefined) return [];
  const rows = database.prepare("SELECT id, amount, note, settled FROM payments ORDER BY rowid");
  rows.setReadBigInts(true);
  return rows.all().map(({ id, amount, note, settled }) =>
    new Payment(id as bigint, amount as number, note as string | null, settled === 1n)
  );
}

/** A database in memory that no other fixture shares. */
export function memory(): string {
  return `file:${crypto.randomUUID()}?mode=memory&cache=shared`;
}

const url = memory();
const table = "payments";

/** The sink over a database in memory: one connection for each partition, and one to read with. */
export const subject: Subject<Payment> = {
  name: "IntoTable",
  events: payments,
  open: () => openTable(memory(), (options) => new IntoTable(options)),
  identity: ({ id }) => id,
  thresholds: [7, 10],
  invalidEvents: invalidPayments,
  stringConfig: {
    database: "main",
    table,
    chunk_size: "7",
    buffer_max_records: "10",
    buffer_max_bytes: "1000000",
    buffer_max_age_s: "60",
    flush_on_shutdown: "true",
  },
  invalidConfigs: [
    { config: undefined, key: "config" },
    { config: { table }, key: "url" },
    { config: { url: "payments.db", table }, key: "url" },
    { config: { url: "file::memory:", table }, key: "url" },
    { config: { url: "file:/no/such/folder/payments.db", table }, key: "url" },
    { config: { database: "other", table }, key: "database" },
    { config: { url }, key: "table" },
    { config: { url, table: "sqlite_payments" }, key: "table" },
    { config: { url, table, chunk_size: 0 }, key: "chunk_size" },
    { config: { url, table, chunk_size: 100_000 }, key: "chunk_size" },
    { config: { url, table, chunk_size: "many" }, key: "chunk_size" },
    { config: { url, table, buffer_max_records: -1 }, key: "buffer_max_records" },
    { config: { url, table, buffer_max_bytes: 0.5 }, key: "buffer_max_bytes" },
    { config: { url, table, buffer_max_age_s: "soon" }, key: "buffer_max_age_s" },
    { config: { url, table, flush_on_shutdown: "no" }, key: "flush_on_shutdown" },
    { config: { url, table, chunksize: 7 }, key: "chunksize" },
  ],
};
