import { connect } from "node:net";
import {
  DummyDriver,
  Kysely,
  MysqlAdapter,
  MysqlIntrospector,
  MysqlQueryCompiler,
  sql,
} from "kysely";
import { createPool, type Pool, type PoolOptions } from "mysql2/promise";
import { isInteger, isText, type Kind } from "./cells.ts";
import type { Dialect, TableShape } from "./database.ts";
import type { Connections, Rows, ServerKind } from "./server.ts";
import { endPool, Sockets } from "./sockets.ts";
import { createTable, requireColumns } from "./statements.ts";

const text: Kind = {
  type: "longtext",
  told: /^((tiny|medium|long)?text|varchar\(\d+\)) /,
  wanted: "a text without lone surrogates",
  encode: (value) => isText(value) ? value : undefined,
};

const dialect: Dialect = {
  builder: new Kysely({
    dialect: {
      createAdapter: () => new MysqlAdapter(),
      createDriver: () => new DummyDriver(),
      createIntrospector: (database) => new MysqlIntrospector(database),
      createQueryCompiler: () => new MysqlQueryCompiler(),
    },
  }),
  kinds: {
    boolean: {
      type: "boolean",
      told: /^tinyint/,
      wanted: "a boolean",
      encode: (value) => typeof value === "boolean" ? value : undefined,
    },
    number: {
      type: "double",
      told: /^double$/,
      wanted: "a finite number other than -0",
      encode: (value) =>
        typeof value === "number" && Number.isFinite(value) && !Object.is(value, -0)
          ? value
          : undefined,
    },
    integer: {
      type: "bigint",
      told: /^bigint(\(\d+\))?$/,
      wanted: "a bigint of 64 bits",
      encode: (value) => isInteger(value) ? value : undefined,
    },
    text,
  },
  keyKinds: {
    // No index holds a whole longtext, and other collations take some texts for the same.
    text: {
      type: "varchar(255)",
      told: /^varchar\(\d+\) utf8mb4_nopad_bin$/,
      wanted: "a text of at most 255 characters without lone surrogates",
      encode: (value) => isText(value) && [...value].length <= 255 ? value : undefined,
    },
  },
  sequence: "bigint NOT NULL AUTO_INCREMENT PRIMARY KEY",
  tableOptions: "ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin",
  replace(_key, columns) {
    const set = columns.map((name) => sql`${sql.id(name)} = VALUES(${sql.id(name)})`);
    return sql`ON DUPLICATE KEY UPDATE ${sql.join(set)}`;
  },
  // The driver writes them into the statement, all rows at once: nobody counts them.
  mostParameters: Infinity,
  rowsAtOnce: true,
};

/** Numbers of a deadlock, and of a lock that was not to be had in time. */
const conflicts: readonly unknown[] = [1213, 1205];

/** MariaDB. */
export const mariadb: ServerKind = {
  dialect,
  async prepare(query, shape) {
    const [mode] = await query(sql`SELECT @@sql_mode AS mode`.compile(dialect.builder));
    if (!/STRICT_(TRANS|ALL)_TABLES/.test(String(mode?.["mode"]))) {
      throw new TypeError("sql_mode must be strict, or texts are cut: it is " + mode?.["mode"]);
    }
    await query(createTable(shape, dialect));
    const where = sql`WHERE table_name = ${shape.name}
      AND table_schema = coalesce(${shape.schema ?? null}, database())`;
    const told = sql`SELECT column_name AS name, concat_ws(' ', column_type, collation_name) AS type
      FROM information_schema.columns ${where}`;
    requireColumns(shape, dialect, await query(told.compile(dialect.builder)));
    if (shape.key.length === 0) return;
    const keys = sql`SELECT index_name AS name, column_name AS part
      FROM information_schema.statistics ${where} AND non_unique = 0`;
    requireKey(shape, await query(keys.compile(dialect.builder)));
  },
  isConflict: (error) => conflicts.includes(Reflect.get(Object(error), "errno")),
};

/** A row replaces one that is the same by any unique index: the key must be the only one. */
function requireKey({ key }: TableShape, told: Rows): void {
  const indexes = Map.groupBy(told, ({ name }) => name);
  const parts = [...indexes.values()].map((rows) => rows.map(({ part }) => String(part)).sort());
  const wanted = [...key].sort().join();
  if (parts.length > 0 && parts.every((it) => it.join() === wanted)) return;
  const shown = parts.map((it) => `(${it.join()})`).join(" and ") || "there is none";
  throw new TypeError(`its only unique index must be that of its key (${wanted}): ${shown}`);
}

/** Connections of a pool that somebody else keeps. */
export function lentMariadb(pool: Pool): Connections {
  return {
    async take() {
      const connection = await pool.getConnection();
      return {
        async query(text, values = []) {
          const [rows] = await connection.query(text, [...values]);
          return rows as unknown as Rows;
        },
        release: (broken) => broken ? connection.destroy() : connection.release(),
      };
    },
    close: () => Promise.resolve(),
  };
}

/** A connection at a URL, made anew whenever it is lost. */
export function ownMariadb(url: string, patience: number): Connections {
  const sockets = new Sockets();
  const pool = createPool({
    uri: url,
    connectionLimit: 1,
    charset: "utf8mb4",
    connectTimeout: patience,
    stream: ({ config }: { config: { host: string; port: number } }) =>
      sockets.add(connect({ host: config.host, port: config.port, noDelay: true })),
  } as PoolOptions);
  return { ...lentMariadb(pool), close: (patience) => endPool(pool, sockets, patience) };
}
