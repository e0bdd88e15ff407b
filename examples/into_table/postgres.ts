import { Socket } from "node:net";
import {
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  sql,
} from "kysely";
// @ts-types="@types/pg"
import pg from "pg";
import { isInteger, isText } from "./cells.ts";
import type { Dialect } from "./database.ts";
import type { Connections, ServerKind } from "./server.ts";
import { endPool, Sockets } from "./sockets.ts";
import { createTable, insertNothing, onConflict, requireColumns, tableId } from "./statements.ts";

const dialect: Dialect = {
  builder: new Kysely({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => new DummyDriver(),
      createIntrospector: (database) => new PostgresIntrospector(database),
      createQueryCompiler: () => new PostgresQueryCompiler(),
    },
  }),
  kinds: {
    boolean: {
      type: "boolean",
      told: /^boolean$/,
      wanted: "a boolean",
      encode: (value) => typeof value === "boolean" ? value : undefined,
    },
    number: {
      type: "double precision",
      told: /^double precision$/,
      wanted: "a number",
      // The driver sends texts, and that of -0 is "0".
      encode: (value) =>
        typeof value === "number" ? Object.is(value, -0) ? "-0" : `${value}` : undefined,
    },
    integer: {
      type: "bigint",
      told: /^bigint$/,
      wanted: "a bigint of 64 bits",
      encode: (value) => isInteger(value) ? `${value}` : undefined,
    },
    text: {
      type: "text",
      told: /^(text|character varying)$/,
      wanted: "a text without lone surrogates and U+0000",
      encode: (value) => isText(value) && !value.includes("\0") ? value : undefined,
    },
  },
  sequence: "bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY",
  tableOptions: "",
  replace: onConflict,
  // Counted in 16 bits.
  mostParameters: 65_535,
};

/** SQLSTATE of a deadlock, and of a transaction that cannot be serialized. */
const conflicts: readonly unknown[] = ["40P01", "40001"];
/** SQLSTATE of what two that create a table at once get: it is there now. */
const created: readonly unknown[] = ["23505", "42P07", "42710"];

/** PostgreSQL. */
export const postgres: ServerKind = {
  dialect,
  async prepare(query, shape) {
    try {
      await query(createTable(shape, dialect));
    } catch (error) {
      if (!created.includes(codeOf(error))) throw error;
    }
    const table = tableId(shape).compile(dialect.builder).sql;
    const told = sql`SELECT attname AS name, format_type(atttypid, atttypmod) AS type
      FROM pg_attribute WHERE attrelid = ${table}::regclass AND attnum > 0 AND NOT attisdropped`;
    requireColumns(shape, dialect, await query(told.compile(dialect.builder)));
    // Whether there is a unique index for the key is looked up only where an upsert is run.
    if (shape.key.length > 0) await query(insertNothing(shape, dialect));
  },
  isConflict: (error) => conflicts.includes(codeOf(error)),
};

function codeOf(error: unknown): unknown {
  return Reflect.get(Object(error), "code");
}

/** Connections of a pool that somebody else keeps. */
export function lentPostgres(pool: pg.Pool): Connections {
  return {
    async take() {
      const client = await pool.connect();
      // A connection that breaks while nobody waits for an answer tells it to nobody but its listeners.
      const ignore = () => {};
      client.on("error", ignore);
      return {
        async query(text, values = [], name = undefined) {
          return (await client.query({ text, values: [...values], ...name && { name } })).rows;
        },
        release(broken) {
          client.off("error", ignore);
          client.release(broken);
        },
      };
    },
    close: () => Promise.resolve(),
  };
}

/** A connection at a URL, made anew whenever it is lost. */
export function ownPostgres(url: string): Connections {
  const sockets = new Sockets();
  const pool = new pg.Pool({
    connectionString: url,
    max: 1,
    // It is kept as long as the partition: the age of the buffer is longer than the usual ten seconds.
    idleTimeoutMillis: 0,
    stream: () => sockets.add(new Socket()),
  });
  pool.on("error", () => {}); // An idle connection was lost: the next flush makes another one.
  return { ...lentPostgres(pool), close: (patience) => endPool(pool, sockets, patience) };
}
