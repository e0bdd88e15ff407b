import { count, describeThrown, describeValue, thrownText } from "../../conformance/describe.ts";
import { assertEquals } from "../assert.ts";

const hostile = new Proxy(new Error("x"), {
  get() {
    throw new Error("no");
  },
});

/** Thrown values, and how they read. */
const thrown: [unknown, string][] = [
  [new TypeError("no"), "TypeError: no"],
  ["oops", 'a thrown string: "oops"'],
  [undefined, "a thrown undefined: undefined"],
  [{ code: 1 }, 'a thrown object: {"code":1}'],
  [hostile, "a thrown object: a value that cannot be read"],
];

for (const [value, text] of thrown) {
  Deno.test(`describeThrown() reads ${text}`, () => {
    assertEquals(thrownText(describeThrown(value)), text);
  });
}

Deno.test("describeValue() keeps to its limit", () => {
  assertEquals(describeValue("abcdef", 5), '"abc…');
  assertEquals(describeValue("abc", 5), '"abc"');
});

Deno.test("describeValue() survives what cannot be read", () => {
  assertEquals(typeof describeValue(hostile), "string");
  const cyclic: unknown[] = [];
  cyclic.push(cyclic);
  assertEquals(describeValue(cyclic), "[[cyclic]]");
});

Deno.test("describeValue() says of a value whose toString throws that it cannot be read", () => {
  const toString = () => {
    throw new RangeError("boom");
  };
  assertEquals(describeValue({ toString }), "an object that cannot be read");
});

Deno.test("count() adds an s but to one", () => {
  assertEquals([0, 1, 2].map((number) => count(number, "event")), [
    "0 events",
    "1 event",
    "2 events",
  ]);
});
