import type { CompiledQuery, Kysely, RawBuilder } from "kysely";
import type { MaybePromise } from "@watertight/sinks";
import type { Column, Kinds } from "./cells.ts";

/** A table as the sink makes it, or must find it. */
export interface TableShape {
  readonly schema: string | undefined;
  readonly name: string;
  readonly columns: readonly (readonly [string, Column])[];
  /** The columns by which rows replace each other; none: every row stays. */
  readonly key: readonly string[];
  /** The column that numbers the rows as they are stored. */
  readonly sequence: string | undefined;
}

/** What the databases of one kind have in common. */
export interface Dialect {
  /** Builds statements; it is connected to nothing. */
  readonly builder: Kysely<unknown>;
  readonly kinds: Kinds;
  /** How a column of a key is kept, where that is not as elsewhere. */
  readonly keyKinds?: Partial<Kinds>;
  /** The type of a column that numbers the rows. */
  readonly sequence: string;
  /** What follows the columns in a CREATE TABLE. */
  readonly tableOptions: string;
  /** What makes an INSERT replace the row of the same key: all `columns` are set. */
  replace(key: readonly string[], columns: readonly string[]): RawBuilder<unknown>;
  /** The most parameters of a statement. */
  readonly mostParameters: number;
  /** Whether the driver takes all rows of an INSERT as one parameter. */
  readonly rowsAtOnce?: true;
}

/** A statement with its parameters. */
export interface Statement {
  readonly sql: string;
  /** The cells of all rows, one after the other; a list of rows where the driver takes them at once. */
  readonly parameters: readonly unknown[];
  /** That of a statement that comes again and again with other parameters: it is worth preparing. */
  readonly name: string | undefined;
}

/** A database as one partition uses it. */
export interface Database {
  readonly dialect: Dialect;
  /** Connects. @throws {Error} when there is no such database. */
  open(): MaybePromise<void>;
  /** Runs a statement for what it gives, such as the columns of a table. */
  query(query: CompiledQuery): MaybePromise<readonly Readonly<Record<string, unknown>>[]>;
  /**
   * Makes the table unless it is there, and makes ready for the INSERT that comes again and again.
   *
   * @throws {Error} when it is there, and rows do not fit in.
   */
  prepare(shape: TableShape, insert: Omit<Statement, "parameters">): MaybePromise<void>;
  /** Runs the statements in their order in one transaction: all or none. */
  transact(statements: Iterable<Statement>): MaybePromise<void>;
  /** Gives back what {@linkcode open} took, also after it failed. */
  close(): MaybePromise<void>;
}
