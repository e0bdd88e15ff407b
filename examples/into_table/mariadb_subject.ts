import * as fc from "fast-check";
import { createConnection, createPool } from "mysql2/promise";
import type { Subject } from "@watertight/sinks/conformance";
import { anyText, Balance, balances, Payment, payments } from "./models.ts";
import type { Rows } from "./server.ts";
import { type Inspector, type ServerFixtures, serverSubject } from "./server_subject.ts";

/** How fixtures on MariaDB are made: each in a database of its own. */
export const mariadbFixtures: ServerFixtures = {
  name: "MariaDB",
  variable: "WATERTIGHT_MARIADB_URL",
  values: {
    numbers: fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => number + 0),
    texts: anyText,
    invalid: [
      ...[-0, NaN, Infinity, -Infinity].flatMap((number) => [
        new Payment(1n, number, null, true),
        new Balance(1n, "EUR", number, null),
      ]),
      new Balance(1n, "x".repeat(256), 0, null),
    ],
    age: 300,
    within: 600,
  },
  inspect,
  pool: (url) => createPool({ uri: url }),
  make: (place) => `CREATE DATABASE ${place}`,
  remove: (place) => `DROP DATABASE ${place}`,
  config: (url, place) => ({ url: Object.assign(new URL(url), { pathname: place }).href }),
  quote: (name) => `\`${name}\``,
};

async function inspect(url: string): Promise<Inspector> {
  const connection = await createConnection({
    uri: url,
    supportBigNumbers: true,
    bigNumberStrings: true,
  });
  // A server that goes away while nobody asks it anything is told of by whoever asks next.
  connection.on("error", () => {});
  return {
    execute: async (sql) => void await connection.query(sql),
    async select(sql) {
      try {
        // Prepared, so that numbers come as they are: mysql2 reads the texts of some of them as a neighbour.
        const [rows] = await connection.execute(sql);
        return rows as unknown as Rows;
      } catch (error) {
        if ((error as { errno?: number }).errno === 1146) return [];
        throw error;
      }
    },
    [Symbol.asyncDispose]: () => connection.end(),
  };
}

/** Rows that stay, on MariaDB. */
export const subject: Subject<Payment> = serverSubject(mariadbFixtures, payments);
/** Rows that replace each other, on MariaDB. */
export const keyedSubject: Subject<Balance> = serverSubject(mariadbFixtures, balances);
