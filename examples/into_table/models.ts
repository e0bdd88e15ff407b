import * as fc from "fast-check";
import type { PayloadType } from "@watertight/sinks";
import type { Column, Columns } from "./cells.ts";

/** A row with a column of every type. */
export class Payment {
  constructor(
    readonly id: bigint,
    readonly amount: number,
    readonly note: string | null,
    readonly settled: boolean,
  ) {}
}

/** A row that replaces the one of the same account and currency. */
export class Balance {
  constructor(
    readonly account: bigint,
    readonly currency: string,
    readonly amount: number,
    readonly remark: string | null,
  ) {}
}

/** What is written to a table, and how it is read back. */
export interface Model<R> {
  readonly payload: PayloadType<R>;
  readonly columns: Columns<R>;
  readonly table: string;
  readonly key: readonly (keyof R & string)[];
  readonly events: (values: Values) => fc.Arbitrary<R>;
  /** What no database may take. */
  readonly invalid: readonly unknown[];
  /** The row of its members, in the order of the columns. */
  readonly row: (members: readonly unknown[]) => R;
}

/** What a database can keep beside integers and booleans, which are the same in all. */
export interface Values {
  readonly numbers: fc.Arbitrary<number>;
  readonly texts: fc.Arbitrary<string>;
}

const integers = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });

/** Payments, which stay. */
export const payments: Model<Payment> = {
  payload: Payment,
  columns: { id: "integer", amount: "number", note: "text", settled: "boolean" },
  table: "payments",
  key: [],
  events: ({ numbers, texts }) =>
    fc.tuple(integers, numbers, fc.option(texts), fc.boolean())
      .map((members) => new Payment(...members)),
  invalid: [
    new Payment(2n ** 63n, 0, null, true),
    new Payment(1n, 0, "\ud800", true),
    { id: 1n, amount: 0, note: undefined, settled: true },
    { id: 1n, amount: 0, note: null, settled: true, currency: "EUR" },
  ],
  row: (members) => new Payment(...members as ConstructorParameters<typeof Payment>),
};

/** Texts that one collation or another takes for the same. */
const currencies = ["", " ", "EUR", "eur", "EUR ", "é", "e\u0301", "ß", "ss", "\u{1f4b6}"];

/** Balances, which replace each other: few accounts, so that rows of one key meet. */
export const balances: Model<Balance> = {
  payload: Balance,
  columns: { account: "integer", currency: "text", amount: "number", remark: "text" },
  table: "balances",
  key: ["account", "currency"],
  events: ({ numbers, texts }) =>
    fc.tuple(
      fc.bigInt({ min: -2n, max: 2n }),
      fc.constantFrom(...currencies),
      numbers,
      fc.option(texts),
    ).map((members) => new Balance(...members)),
  invalid: [
    { account: null, currency: "EUR", amount: 0, remark: null },
    { account: 1n, currency: null, amount: 0, remark: null },
    new Balance(1n, "\ud800", 0, null),
    new Balance(1n, "EUR", 0, "\udc00"),
  ],
  row: (members) => new Balance(...members as ConstructorParameters<typeof Balance>),
};

/** Every text of whole characters. */
export const anyText: fc.Arbitrary<string> = fc.string({ unit: "binary" });
/** The same without U+0000. */
export const textWithoutNul: fc.Arbitrary<string> = anyText.filter((text) => !text.includes("\0"));

/** How a database gives a value back, by the type of its column. */
const decode: Readonly<Record<Column, (value: unknown) => unknown>> = {
  integer: (value) => BigInt(value as string),
  number: (value) => value,
  boolean: (value) => Number(value) === 1,
  text: (value) => value,
};

/** A row of a database as it was written. */
export function rowOf<R>({ columns, row }: Model<R>, read: Readonly<Record<string, unknown>>): R {
  const members = Object.entries<Column>(columns).map(([name, column]) =>
    read[name] === null ? null : decode[column](read[name])
  );
  return row(members);
}
