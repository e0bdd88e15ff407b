import { DatabaseSync } from "node:sqlite";
import * as fc from "fast-check";
import type { Fixture, Subject } from "@watertight/sinks/conformance";
import { FaultyConnections } from "./faulty_connections.ts";
import { IntoTable, type IntoTableOptions } from "./into_table.ts";
import {
  Balance,
  balances,
  type Model,
  Payment,
  payments,
  rowOf,
  textWithoutNul,
} from "./models.ts";
import type { Rival } from "./rival.ts";
import { invalidConfigs, limits, type StoredValues, tableSubject } from "./table_subject.ts";

export { Payment } from "./models.ts";

/** All that SQLite can keep: every double but NaN, every text of whole characters but U+0000. */
const values: StoredValues = {
  numbers: fc.double({ noNaN: true }),
  texts: textWithoutNul,
  invalid: [
    new Payment(1n, NaN, null, true),
    new Payment(1n, 0, "a\0b", true),
    new Balance(1n, "a\0b", 0, null),
  ],
  age: 5,
  within: 20,
};

/** How a subject gets the sink it checks. */
export type MakeSink<R> = (options: IntoTableOptions<R>) => IntoTable<R & object>;

/** A fixture over the database at a URL, which exists as long as the fixture does. */
export function openTable(url: string, make: MakeSink<Payment>, rival?: Rival): Fixture<Payment> {
  return openModel(url, payments, make, rival);
}

function openModel<R extends object>(
  url: string,
  model: Model<R>,
  make: MakeSink<R>,
  rival?: Rival,
): Fixture<R> {
  const own = new DatabaseSync(url);
  own.exec("PRAGMA synchronous = OFF"); // A check has no power cut to survive.
  const connections = new FaultyConnections(url, rival);
  const connect = (url: string) => connections.open(url);
  const { payload, columns, key, table } = model;
  return {
    sink: make({ payload, name: table, columns, key, connect }),
    config: { url, table, ...limits, buffer_max_age_s: values.age / 1000, timeout_s: 0.02 },
    sessionManager: { session: (name: string) => connections.session(name) },
    faults: connections,
    read: () => rows(own, model),
    openResources: () => connections.openResources,
    [Symbol.dispose]() {
      connections[Symbol.dispose]();
      own.close();
    },
  };
}

/** Everything in the table; nothing while there is none. */
function rows<R>(database: DatabaseSync, model: Model<R>): R[] {
  const { table, columns } = model;
  const tables = database.prepare("SELECT 1 FROM sqlite_schema WHERE name = ?");
  if (tables.get(table) === undefined) return [];
  const select = database.prepare(`SELECT ${Object.keys(columns)} FROM ${table} ORDER BY rowid`);
  select.setReadBigInts(true);
  return select.all().map((read) => rowOf(model, read));
}

/** A database in memory that no other fixture shares. */
export function memory(): string {
  return `file:${crypto.randomUUID()}?mode=memory&cache=shared`;
}

const wrong = (table: string) => {
  const url = memory();
  return [
    ...invalidConfigs(url, table),
    { config: { url: "file::memory:", table }, key: "url" },
    { config: { url, table, chunk_size: 100_000 }, key: "chunk_size" },
    { config: { url: "file:/no/such/folder/payments.db", table }, key: "url" },
    { config: { url, table: "sqlite_payments" }, key: "table" },
  ];
};

/** The sink over a database in memory: one connection for each partition, and one to read with. */
export const subject: Subject<Payment> = {
  ...tableSubject("IntoTable", payments, values),
  identity: ({ id }) => id,
  invalidConfigs: wrong("payments"),
  open: () => openTable(memory(), (options) => new IntoTable(options)),
};

/** The same with rows that replace each other. */
export const keyedSubject: Subject<Balance> = {
  ...tableSubject("IntoTable by key", balances, values),
  invalidConfigs: wrong("balances"),
  open: () => openModel(memory(), balances, (options) => new IntoTable(options)),
};
