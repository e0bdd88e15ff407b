import { type CompiledQuery, type RawBuilder, sql } from "kysely";
import type { CellColumn, Kind } from "./cells.ts";
import type { Dialect, TableShape } from "./database.ts";

/** The table by its whole name. A dot in a name is a part of it. */
export function tableId({ schema, name }: TableShape): RawBuilder<unknown> {
  return schema === undefined ? sql.id(name) : sql.id(schema, name);
}

/** The columns of a table as a dialect keeps them. */
export function cellColumns({ columns, key }: TableShape, dialect: Dialect): CellColumn[] {
  return columns.map(([name, column]) => {
    const inKey = key.includes(name);
    const kind: Kind = inKey && dialect.keyKinds?.[column] || dialect.kinds[column];
    return { name, kind, inKey };
  });
}

/** A CREATE TABLE that leaves a table alone that is there. */
export function createTable(shape: TableShape, dialect: Dialect): CompiledQuery {
  const { key, sequence } = shape;
  const body = cellColumns(shape, dialect).map(({ name, kind, inKey }) =>
    sql`${sql.id(name)} ${sql.raw(kind.type)}${sql.raw(inKey ? " NOT NULL" : "")}`
  );
  if (sequence !== undefined) body.unshift(sql`${sql.id(sequence)} ${sql.raw(dialect.sequence)}`);
  if (key.length > 0) body.push(sql`PRIMARY KEY (${list(key)})`);
  const options = sql.raw(dialect.tableOptions);
  return sql`CREATE TABLE IF NOT EXISTS ${tableId(shape)} (${sql.join(body)}) ${options}`
    .compile(dialect.builder);
}

/** An INSERT of so many rows, which replace those of the same key, if there is one. */
export function insertRows(shape: TableShape, dialect: Dialect, rows: number): string {
  const { key } = shape;
  const columns = shape.columns.map(([name]) => name);
  const row = sql`(${sql.join(columns.map(() => null))})`;
  const replace = key.length > 0 ? dialect.replace(key, columns) : sql``;
  const values = dialect.rowsAtOnce ? sql.raw("?") : sql.join(Array<unknown>(rows).fill(row));
  return sql`INSERT INTO ${tableId(shape)} (${list(columns)}) VALUES ${values} ${replace}`
    .compile(dialect.builder).sql;
}

/** An INSERT of no row at all: the database looks whether it could be done. */
export function insertNothing(shape: TableShape, dialect: Dialect): CompiledQuery {
  const columns = shape.columns.map(([name]) => name);
  const table = tableId(shape);
  return sql`INSERT INTO ${table} (${list(columns)}) SELECT ${list(columns)} FROM ${table}
    WHERE false ${dialect.replace(shape.key, columns)}`.compile(dialect.builder);
}

/** Names as a list of columns. */
export function list(names: readonly string[]): RawBuilder<unknown> {
  return sql.join(names.map((name) => sql.id(name)));
}

/** An upsert as SQLite and PostgreSQL have it. */
export function onConflict(
  key: readonly string[],
  columns: readonly string[],
): RawBuilder<unknown> {
  const set = columns.map((name) => sql`${sql.id(name)} = excluded.${sql.id(name)}`);
  return sql`ON CONFLICT (${list(key)}) DO UPDATE SET ${sql.join(set)}`;
}

/**
 * Looks whether rows fit in a table as the database tells of it.
 *
 * @param told the columns that are there, with their types.
 * @throws {TypeError} naming the first column that is missing, or whose type would change a value.
 */
export function requireColumns(
  shape: TableShape,
  dialect: Dialect,
  told: readonly Readonly<Record<string, unknown>>[],
): void {
  const types = new Map(told.map(({ name, type }) => [String(name), String(type)]));
  const { sequence } = shape;
  const missing = [
    ...shape.columns.map(([name]) => name),
    ...sequence === undefined ? [] : [sequence],
  ]
    .find((name) => !types.has(name));
  if (missing !== undefined) {
    throw new TypeError(`it has no column named ${JSON.stringify(missing)}`);
  }
  for (const { name, kind } of cellColumns(shape, dialect)) {
    const type = types.get(name)!;
    if (kind.told.test(type)) continue;
    throw new TypeError(`its column ${JSON.stringify(name)} must be ${kind.type}: it is ${type}`);
  }
}
