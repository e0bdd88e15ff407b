/** Events as drivers, money libraries and domain models make them, each stored and read back as its own kind. */
import { Buffer } from "node:buffer";
import { Decimal128, Long, ObjectId } from "bson";
import { Decimal } from "decimal.js";
import * as fc from "fast-check";
import { guarded } from "../mutants/mutant.ts";
import { Secret } from "../secret.ts";
import { type Sound, sound } from "./sound.ts";

/** A sink that stores events by a form of its own, and makes them anew of it. */
function holding<E, Stored>(
  name: string,
  events: fc.Arbitrary<E>,
  encode: (event: E) => Stored,
  decode: (stored: Stored) => E,
): Sound {
  return sound<E>({
    name: `takes ${name}`,
    build: (store) => () =>
      guarded((items) => void store.table.push(...items.map((it) => decode(encode(it))))),
    // What is read is the reader's own: a change of it changes nothing stored.
    fixture: (store) => ({ read: () => store.table.map((it) => decode(encode(it))) }),
    subject: { events },
  });
}

class Colour {
  readonly text: string;
  static readonly fallback = "#ff0000";
  constructor(text: string) {
    this.text = text || Colour.fallback;
  }
}

/** Private members as compilers for older engines make them. */
const amounts = new WeakMap<object, number>();
class Downlevelled {
  readonly currency = "EUR";
  constructor(amount: number) {
    amounts.set(this, amount);
  }
  get amount(): number {
    const amount = amounts.get(this);
    if (amount === undefined) throw new TypeError("Cannot read private member from an object");
    return amount;
  }
  toJSON(): unknown {
    return { amount: this.amount };
  }
}

class Day extends Date {
  constructor(time: number, readonly zone: string) {
    super(time);
  }
}

class Line {
  constructor(readonly product: string, readonly price: Secret<number>) {}
}
class Order {
  constructor(readonly id: number, readonly lines: readonly Line[]) {}
}

const times = fc.integer({ min: 0, max: 4e12 });

/** Sinks whose events are no rows of plain members. */
export const valueSinks: readonly Sound[] = [
  holding(
    "documents with an ObjectId",
    fc.uint8Array({ minLength: 12, maxLength: 12 }).map((bytes) => ({ _id: new ObjectId(bytes) })),
    ({ _id }) => _id.toHexString(),
    (hex) => ({ _id: ObjectId.createFromHexString(hex) }),
  ),
  holding(
    "documents with long integers and decimals of a database",
    fc.bigInt({ min: -(2n ** 62n), max: 2n ** 62n }).map((n) => ({
      long: Long.fromBigInt(n),
      sum: Decimal128.fromString(`${n}`),
    })),
    ({ long, sum }) => [`${long}`, `${sum}`] as const,
    ([long, sum]) => ({ long: Long.fromString(long), sum: Decimal128.fromString(sum) }),
  ),
  holding(
    "rows with a Node Buffer",
    fc.uint8Array({ minLength: 4 }).map((bytes) => ({ bytes: Buffer.from(bytes) })),
    ({ bytes }) => bytes.toString("hex"),
    (hex) => ({ bytes: Buffer.from(hex, "hex") }),
  ),
  holding(
    "prices of decimal.js",
    fc.double({ noNaN: true }).map((price) => ({ price: new Decimal(price) })),
    ({ price }) => price.valueOf(), // toString() drops the sign of -0.
    (price) => ({ price: new Decimal(price) }),
  ),
  holding(
    "instants and days of Temporal",
    times.map((time) => {
      const at = Temporal.Instant.fromEpochMilliseconds(time);
      return { at, day: at.toZonedDateTimeISO("UTC").toPlainDate() };
    }),
    ({ at, day }) => [`${at}`, `${day}`] as const,
    ([at, day]) => ({ at: Temporal.Instant.from(at), day: Temporal.PlainDate.from(day) }),
  ),
  holding(
    "sets and maps, and gives them back in another order",
    fc.record({
      tags: fc.uniqueArray(fc.string(), { minLength: 1 }).map((tags) => new Set(tags)),
      counts: fc.dictionary(fc.string(), fc.nat()).map((it) => new Map(Object.entries(it))),
    }),
    ({ tags, counts }) => ({ tags: [...tags].sort(), counts: [...counts].sort() }),
    ({ tags, counts }) => ({ tags: new Set(tags), counts: new Map(counts) }),
  ),
  holding(
    "objects with private members, in a map",
    fc.nat().map((value) => new Map([["secret", new Secret(value)]])),
    (map) => map.get("secret")!.value,
    (value) => new Map([["secret", new Secret(value)]]),
  ),
  holding(
    "objects with private members of a compiler's making",
    fc.nat().map((amount) => new Downlevelled(amount)),
    ({ amount }) => amount,
    (amount) => new Downlevelled(amount),
  ),
  holding(
    "a class that only looks as if it had private members",
    fc.string().map((text) => new Colour(text)),
    ({ text }) => text,
    (text) => new Colour(text),
  ),
  holding(
    "a subclass of Date",
    fc.tuple(times, fc.string()).map(([time, zone]) => new Day(time, zone)),
    (day) => [day.getTime(), day.zone] as const,
    ([time, zone]) => new Day(time, zone),
  ),
  holding(
    "classes within classes",
    fc.tuple(fc.nat(), fc.array(fc.tuple(fc.string(), fc.nat()))).map(([id, lines]) =>
      new Order(id, lines.map(([product, price]) => new Line(product, new Secret(price))))
    ),
    ({ id, lines }) => ({ id, lines: lines.map((it) => [it.product, it.price.value] as const) }),
    ({ id, lines }) => new Order(id, lines.map(([it, price]) => new Line(it, new Secret(price)))),
  ),
  holding(
    "texts with lone surrogates, and dates that are none",
    fc.record({ text: fc.string({ unit: "binary" }), at: fc.date({ noInvalidDate: false }) }),
    ({ text, at }) => [text, at.getTime()] as const,
    ([text, time]) => ({ text, at: new Date(time) }),
  ),
  holding(
    "addresses",
    fc.webUrl().map((url) => ({ url: new URL(url) })),
    ({ url }) => url.href,
    (href) => ({ url: new URL(href) }),
  ),
];
