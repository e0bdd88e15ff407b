import { Buffer } from "node:buffer";
import * as fc from "fast-check";
import { deepEqual, keyOf } from "../../../conformance/values/equality.ts";
import { copyPlainData } from "../../../conformance/values/copy.ts";
import { assert, assertEquals } from "../../assert.ts";
import { plainData } from "./plain_data.ts";

class A {
  constructor(readonly value: number) {}
}
class B extends A {}

class Money {
  readonly #cents: number;
  readonly currency = "EUR";
  constructor(cents: number) {
    this.#cents = cents;
  }
  toJSON(): unknown {
    return { cents: this.#cents };
  }
}

class Named {
  readonly #name: string;
  constructor(name: string) {
    this.#name = name;
  }
  toString(): string {
    return this.#name;
  }
}

class Day extends Date {
  constructor(time: number, readonly zone = "") {
    super(time);
  }
}

const revoked = Proxy.revocable({}, {});
revoked.revoke();

function cyclic(value: unknown): object {
  const list: unknown[] = [value];
  list.push(list);
  return list;
}

const nullPrototype = Object.assign(Object.create(null), { a: 1 });

/** Values that must be told apart, and what tells them apart. */
const different: Record<string, [unknown, unknown]> = {
  "-0 and 0": [-0, 0],
  "a nested -0 and 0": [{ a: [-0] }, { a: [0] }],
  "NaN and 0": [NaN, 0],
  "1 and 1n": [1, 1n],
  "1 and its text": [1, "1"],
  "undefined and null": [undefined, null],
  "a member that is undefined and one that is missing": [{ a: undefined }, {}],
  "two members that are undefined": [{ a: undefined }, { b: undefined }],
  "an array and an object with its indices": [[1], { 0: 1 }],
  "a hole and a number": [Array(1), [1]],
  "lists of different lengths": [[1], [1, undefined]],
  "two dates": [new Date(1), new Date(2)],
  "a date and its number": [new Date(1), 1],
  "an invalid date and a date": [new Date(NaN), new Date(0)],
  "maps with other values": [new Map([[1, { a: 1 }]]), new Map([[1, { a: 2 }]])],
  "sets with other members": [new Set([1]), new Set([2])],
  "maps whose keys have each other's values": [
    new Map([[1, 1], [2, 2]]),
    new Map([[1, 2], [2, 1]]),
  ],
  "sets that hold as many of other kinds": [
    new Set([{ a: 1 }, { a: 1 }]),
    new Set([{ a: 1 }, { a: 2 }]),
  ],
  "private state that toJSON shows": [new Money(1), new Money(2)],
  "private state that the text shows": [new Named("a"), new Named("b")],
  "subclasses of Date at other times": [new Day(1), new Day(2)],
  "subclasses of Date with other members": [new Day(1, "UTC"), new Day(1, "CET")],
  "a value and one that cannot be read": [{ a: 1 }, revoked.proxy],
  "a member and one that throws": [{ a: 1 }, {
    get a() {
      throw new Error("no");
    },
  }],
  "a set and a list": [new Set([1]), [1]],
  "regular expressions with other flags": [/a/g, /a/i],
  "typed arrays of other types": [new Uint8Array([1]), new Int8Array([1])],
  "typed arrays of other bytes": [new Uint8Array([1]), new Uint8Array([2])],
  "buffers": [new Uint8Array([1]).buffer, new Uint8Array([2]).buffer],
  "one class and another": [new A(1), new B(1)],
  "an instance and a plain object": [new A(1), { value: 1 }],
  "composed and decomposed text": ["\u00e9", "e\u0301"],
  "cycles with other members": [cyclic(1), cyclic(2)],
  "errors with other messages": [new Error("a"), new Error("b")],
};

/** Values that are the same although they are two. */
const same: Record<string, [unknown, unknown]> = {
  "NaN": [NaN, NaN],
  "members in another order": [{ a: 1, b: 2 }, { b: 2, a: 1 }],
  "an object without a prototype": [nullPrototype, { a: 1 }],
  "dates": [new Date(1), new Date(1)],
  "invalid dates": [new Date(NaN), new Date(NaN)],
  "maps": [new Map([["a", [1]]]), new Map([["a", [1]]])],
  "maps in another order": [new Map([[1, 1], [2, 2]]), new Map([[2, 2], [1, 1]])],
  "sets in another order": [new Set([1, { a: 1 }, 2]), new Set([{ a: 1 }, 2, 1])],
  "maps with keys that are objects": [new Map([[{ a: 1 }, 1]]), new Map([[{ a: 1 }, 1]])],
  "private state that toJSON shows": [new Money(1), new Money(1)],
  "subclasses of Date": [new Day(1, "UTC"), new Day(1, "UTC")],
  "Node buffers": [Buffer.from("ab"), Buffer.from("ab")],
  "a hole and undefined": [Array(1), [undefined]],
  "typed arrays over another part of a buffer": [
    new Uint8Array([0, 1, 2]).subarray(1),
    new Uint8Array([1, 2]),
  ],
  "instances": [new A(1), new A(1)],
  "cycles": [cyclic(1), cyclic(1)],
  "regular expressions": [/a/g, /a/g],
};

for (const [name, [a, b]] of Object.entries(different)) {
  Deno.test(`deepEqual() tells ${name} apart`, () => {
    assert(!deepEqual(a, b));
    assert(!deepEqual(b, a));
  });
}

for (const [name, [a, b]] of Object.entries(same)) {
  Deno.test(`deepEqual() takes for the same: ${name}`, () => {
    assert(deepEqual(a, b));
    assert(deepEqual(b, a));
  });
}

Deno.test("keyOf() is the same for equal values", () => {
  fc.assert(
    fc.property(plainData, (value) => assertEquals(keyOf(copyPlainData(value)), keyOf(value))),
  );
});

Deno.test("keyOf() is the same whatever the order of members", () => {
  assertEquals(keyOf({ a: 1, b: { d: 2, c: 3 } }), keyOf({ b: { c: 3, d: 2 }, a: 1 }));
});

Deno.test("keyOf() differs for what text alone would confuse", () => {
  const pairs: [unknown, unknown][] = [
    [1, "1"],
    [0, -0],
    [1, 1n],
    [null, undefined],
    [[1, 2], [12]],
    [{ a: undefined }, {}],
    ["a,b", ["a", "b"]],
    [{ "a:1,b": 2 }, { a: 1, b: 2 }],
    [new Map([[1, 2]]), new Set([[1, 2]])],
    [[[1]], [1]],
  ];
  for (const [a, b] of pairs) assert(keyOf(a) !== keyOf(b), `${keyOf(a)} stands for both`);
});
