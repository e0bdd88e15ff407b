import { differenceOf } from "../../../conformance/values/difference.ts";
import { assertEquals } from "../../assert.ts";

class Cents {
  constructor(readonly value: number) {}
}
const revoked = Proxy.revocable({}, {});
revoked.revoke();

/** What is stored, what was written, and where they differ. */
const cases: [unknown, unknown, string][] = [
  ["a", "b", '"a" ≠ "b"'],
  [0, -0, "0 ≠ -0"],
  [{ text: "a" }, { text: "b" }, 'text: "a" ≠ "b"'],
  [
    { id: 1, row: { tags: ["x", "y"] } },
    { id: 1, row: { tags: ["x", "z"] } },
    'row.tags.1: "y" ≠ "z"',
  ],
  [{ id: 1 }, { id: 1, text: undefined }, "text: is missing"],
  [{ id: 1, at: 7 }, { id: 1 }, "at: 7 was not there"],
  [{ value: 1 }, new Cents(1), "a Object ≠ a Cents"],
  [{ sum: { value: 2 } }, { sum: new Cents(1) }, "sum.value: 2 ≠ 1"],
  [new Set([1]), new Set([2]), "new Set([1]) ≠ new Set([2])"],
  [[1], [1, 2], "1: is missing"],
  [null, { id: 1 }, 'null ≠ {"id":1}'],
];

for (const [stored, written, text] of cases) {
  Deno.test(`differenceOf() says ${text}`, () => assertEquals(differenceOf(stored, written), text));
}

Deno.test("differenceOf() tells a date by its time", () => {
  const text = differenceOf({ at: new Date(0) }, { at: new Date(1) });
  assertEquals(
    text,
    'at: new Date("1970-01-01T00:00:00.000Z") ≠ new Date("1970-01-01T00:00:00.001Z")',
  );
});

Deno.test("differenceOf() says something of what cannot be read", () => {
  assertEquals(typeof differenceOf(revoked.proxy, { id: 1 }), "string");
});
