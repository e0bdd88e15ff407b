import * as fc from "fast-check";

/** An order as it is stored: with members of every kind that BSON has. */
export class Order {
  constructor(
    readonly number: bigint,
    readonly total: number,
    readonly note: string | null,
    readonly placed: Date,
    readonly seal: Uint8Array,
    readonly lines: readonly { readonly "unit.price": number; readonly gift: boolean }[],
  ) {}
}

const lines = fc.array(fc.record({ "unit.price": fc.double(), gift: fc.boolean() }), {
  maxLength: 3,
});

/** Orders of these numbers, and all that BSON can keep. */
export function orders(numbers: fc.Arbitrary<bigint>): fc.Arbitrary<Order> {
  return fc.tuple(
    numbers,
    fc.double(),
    fc.option(fc.string({ unit: "binary" })),
    fc.date({ noInvalidDate: true }),
    fc.uint8Array({ maxLength: 8 }),
    lines,
  ).map((members) => new Order(...members));
}

/** All numbers of 64 bits. */
export const int64: fc.Arbitrary<bigint> = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });

/** What must be refused: it would come back as something else, or not at all. */
export const invalidOrders: fc.Arbitrary<unknown> = fc.constantFrom(
  { number: 2n ** 63n },
  { number: 1n, note: "\ud800" },
  { number: 1n, note: undefined },
  { number: 1n, placed: new Date(NaN) },
  { number: 1n, seal: new Uint16Array(1) },
  { number: 1n, lines: [{ gift: undefined }] },
  { number: 1n, lines: Array(1) },
  { number: 1n, lines: new Set([1]) },
  { number: 1n, $set: { total: 0 } },
  { number: 1n, lines: [{ $ref: "orders", $id: 1 }] },
  { number: 1n, _id: 7 },
  { number: 1n, total: () => 0 },
  null,
  "order",
);
