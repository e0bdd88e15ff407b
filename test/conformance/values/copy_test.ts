import * as fc from "fast-check";
import { copyPlainData, isPlainData } from "../../../conformance/values/copy.ts";
import { changeOwn } from "../../../conformance/values/change.ts";
import { deepEqual } from "../../../conformance/values/equality.ts";
import { assert, assertEquals } from "../../assert.ts";
import { plainData } from "./plain_data.ts";

Deno.test("whatever fc.anything() draws is plain data", () => {
  fc.assert(fc.property(plainData, (value) => assert(isPlainData(value))));
});

Deno.test("copyPlainData() gives an equal value", () => {
  fc.assert(fc.property(plainData, (value) => assert(deepEqual(copyPlainData(value), value))));
});

Deno.test("copyPlainData() shares nothing that can change", () => {
  fc.assert(fc.property(plainData, (value) => {
    const [copy, untouched] = [copyPlainData(value), copyPlainData(value)];
    changeOwn(copy);
    assert(deepEqual(value, untouched), "changing the copy changed the value");
  }));
});

Deno.test("copyPlainData() keeps null prototypes, and a member named __proto__ a member", () => {
  assertEquals(Object.getPrototypeOf(copyPlainData(Object.create(null))), null);
  const value = JSON.parse('{"__proto__": {"a": 1}}');
  assert(deepEqual(copyPlainData(value), value));
});

class Secret {
  #inner = 1;
  get inner(): number {
    return this.#inner;
  }
}

const cyclic: { self?: unknown } = {};
cyclic.self = cyclic;

/** What a copy of its members would make an empty shell, or that has no end. */
const noPlainData: Record<string, unknown> = {
  "an object of a class": new Secret(),
  "an object of a class with members alone": new (class {
    color = "#ff0000";
  })(),
  "one in a map": new Map([["a", new Secret()]]),
  "one in a list": [new Secret()],
  "a subclass of Date": new (class extends Date {})(0),
  "a subclass of Map": new (class extends Map {})(),
  "a subclass of a typed array": new (class extends Uint8Array {})(1),
  "an error": new Error("no"),
  "a URL": new URL("file:///a"),
  "a function": () => {},
  "a symbol": Symbol("a"),
  "a member with a symbol": { [Symbol("a")]: 1 },
  "what contains itself": cyclic,
};

for (const [name, value] of Object.entries(noPlainData)) {
  Deno.test(`${name} is no plain data`, () => assert(!isPlainData(value)));
}
