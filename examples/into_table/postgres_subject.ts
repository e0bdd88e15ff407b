import * as fc from "fast-check";
// @ts-types="@types/pg"
import pg from "pg";
import type { Subject } from "@watertight/sinks/conformance";
import { Balance, balances, Payment, payments, textWithoutNul } from "./models.ts";
import { type Inspector, type ServerFixtures, serverSubject } from "./server_subject.ts";

/** How fixtures on PostgreSQL are made: each in a schema of its own. */
export const postgresFixtures: ServerFixtures = {
  name: "PostgreSQL",
  variable: "WATERTIGHT_POSTGRES_URL",
  values: {
    numbers: fc.double(),
    texts: textWithoutNul,
    invalid: [new Payment(1n, 0, "a\0b", true), new Balance(1n, "a\0b", 0, null)],
    age: 300,
    within: 600,
  },
  inspect,
  pool: (url, place) =>
    new pg.Pool({ connectionString: url, options: `-c search_path=${place}` })
      .on("error", () => {}),
  make: (place) => `CREATE SCHEMA ${place}`,
  remove: (place) => `DROP SCHEMA ${place} CASCADE`,
  config: (url, place) => ({ url, schema: place }),
  quote: (name) => `"${name}"`,
};

async function inspect(url: string): Promise<Inspector> {
  const client = new pg.Client({
    connectionString: url,
    options: "-c client_min_messages=warning",
  });
  // A server that goes away while nobody asks it anything is told of by whoever asks next.
  client.on("error", () => {});
  await client.connect();
  return {
    execute: async (sql) => void await client.query(sql),
    async select(sql) {
      try {
        return (await client.query(sql)).rows;
      } catch (error) {
        if ((error as { code?: string }).code === "42P01") return [];
        throw error;
      }
    },
    [Symbol.asyncDispose]: () => client.end(),
  };
}

/** Rows that stay, on PostgreSQL. */
export const subject: Subject<Payment> = serverSubject(postgresFixtures, payments);
/** Rows that replace each other, on PostgreSQL. */
export const keyedSubject: Subject<Balance> = serverSubject(postgresFixtures, balances);
