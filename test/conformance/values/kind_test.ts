import { runInNewContext } from "node:vm";
import { describeThrown, describeValue } from "../../../conformance/describe.ts";
import { changeOwn } from "../../../conformance/values/change.ts";
import { copyPlainData, isPlainData } from "../../../conformance/values/copy.ts";
import { differenceOf } from "../../../conformance/values/difference.ts";
import { deepEqual, keyOf } from "../../../conformance/values/equality.ts";
import { kindOf } from "../../../conformance/values/kind.ts";
import { assert, assertEquals } from "../../assert.ts";

/** A value of another realm, such as the host of Jest is to its tests. */
const foreign = (source: string): object => runInNewContext(`(${source})`);

/** Values of this realm, by the source that makes them in another one. */
const values: Record<string, unknown> = {
  "{}": {},
  "{ a: [1, { b: 2 }] }": { a: [1, { b: 2 }] },
  "[]": [],
  "new Date(5)": new Date(5),
  "new Date(NaN)": new Date(NaN),
  "/a/g": /a/g,
  "new Map([['a', { b: 1 }]])": new Map([["a", { b: 1 }]]),
  "new Set(['a', [1]])": new Set(["a", [1]]),
  "new Uint8Array([1, 2])": new Uint8Array([1, 2]),
  "new Int16Array([-1])": new Int16Array([-1]),
  "new ArrayBuffer(2)": new ArrayBuffer(2),
  "new Error('e')": new Error("e"),
};

for (const [source, own] of Object.entries(values)) {
  Deno.test(`${source} of another realm is the one of this realm`, () => {
    const other = foreign(source);
    assert(Object.getPrototypeOf(other) !== Object.getPrototypeOf(own), "it is of this realm");
    assert(deepEqual(other, own), "it does not equal the own one");
    assert(deepEqual(own, other), "the own one does not equal it");
    assert(deepEqual({ a: other }, { a: foreign(source) }), "two of another realm are not equal");
    assertEquals(keyOf(other), keyOf(own));
    assertEquals(isPlainData(other), isPlainData(own));
    if (!isPlainData(other)) return;
    const copy = copyPlainData(other);
    assert(
      Object.getPrototypeOf(copy) === Object.getPrototypeOf(own),
      "a copy is not of this realm",
    );
  });
}

/** Pairs of another realm, and what must tell them apart. */
const different: Record<string, [string, unknown]> = {
  "a date and another": ["new Date(5)", new Date(6)],
  "a map and one with another value": ["new Map([['a', 1]])", new Map([["a", 2]])],
  "a set and a larger one": ["new Set()", new Set([1])],
  "a list and an object": ["[1]", { 0: 1 }],
  "bytes and words": ["new Uint8Array([1])", new Uint16Array([1])],
  "bytes and other bytes": ["new Uint8Array([1])", new Uint8Array([2])],
  "an error and one that says something else": ["new Error('a')", new Error("b")],
  "an error and its subclass": ["new RangeError('a')", new Error("a")],
  "an object of a class and a plain one": ["new (class Object {})()", {}],
};

for (const [name, [source, own]] of Object.entries(different)) {
  Deno.test(`${name} of another realm differ`, () => {
    assert(!deepEqual(foreign(source), own), "they are equal");
    assert(!deepEqual(own, foreign(source)), "they are equal the other way round");
  });
}

Deno.test("a class of an author is no class of the platform, whatever its name", () => {
  const Map = class Map {};
  assertEquals(kindOf(new Map()), Map.prototype);
  assert(!deepEqual(new Map(), new globalThis.Map()), "it is taken for a map");
});

Deno.test("what is different inside a value of another realm is told", () => {
  assertEquals(differenceOf(foreign("{ a: { b: 1 } }"), { a: { b: 2 } }), "a.b: 1 ≠ 2");
  assertEquals(
    differenceOf(foreign("new Map([[1, 1]])"), new Map([[1, 2]])),
    "new Map([[1,1]]) ≠ new Map([[1,2]])",
  );
});

Deno.test("a value of another realm is described by what it holds", () => {
  assertEquals(describeValue(foreign("{ a: [{ b: 1 }] }")), '{"a":[{"b":1}]}');
  assertEquals(describeValue({ a: foreign("{ b: 1 }") }), '{"a":{"b":1}}');
});

Deno.test("a value of another realm is changed in place", () => {
  const [date, map] = [foreign("new Date(5)") as Date, foreign("new Map([[1, 1]])")];
  assert(changeOwn(date) && changeOwn(map), "nothing was changed");
  assertEquals([date.getTime(), (map as Map<number, number>).size], [1, 0]);
});

Deno.test("an error of another realm is one", () => {
  const thrown = foreign("new TypeError('e')");
  assertEquals(describeThrown(thrown), { isError: true, name: "TypeError", message: "e" });
  const aborted = new DOMException("it was aborted", "AbortError");
  assertEquals(describeThrown(aborted).isError, true);
  assertEquals(describeThrown({ name: "Error", message: "e" }).isError, false);
});
