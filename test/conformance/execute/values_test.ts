import * as fc from "fast-check";
import { deepEqual } from "../../../conformance/execute/equality.ts";
import { changeValue, copyValue, deepFreeze } from "../../../conformance/execute/values.ts";
import { assert, assertEquals, assertThrows } from "../../assert.ts";

class Point {
  constructor(readonly x: number, readonly inner: { y: number }) {}
  get sum(): number {
    return this.x + this.inner.y;
  }
}

/** Everything an author's event may be made of. */
const values = fc.anything({
  withBigInt: true,
  withDate: true,
  withMap: true,
  withSet: true,
  withTypedArray: true,
  withNullPrototype: true,
  withSparseArray: true,
  withObjectString: true,
});

Deno.test("copyValue() gives an equal value", () => {
  fc.assert(fc.property(values, (value) => assert(deepEqual(copyValue(value), value))));
});

Deno.test("copyValue() shares nothing that can change", () => {
  fc.assert(fc.property(values, (value) => {
    const [copy, untouched] = [copyValue(value), copyValue(value)];
    changeValue(copy);
    assert(deepEqual(value, untouched), "changing the copy changed the value");
  }));
});

Deno.test("copyValue() keeps classes, getters and null prototypes", () => {
  const point = new Point(1, { y: 2 });
  const copy = copyValue(point);
  assert(copy instanceof Point && copy !== point && copy.inner !== point.inner);
  assertEquals(copy.sum, 3);
  assertEquals(Object.getPrototypeOf(copyValue(Object.create(null))), null);
});

Deno.test("copyValue() keeps a member named __proto__ a member", () => {
  const value = JSON.parse('{"__proto__": {"a": 1}}');
  assert(deepEqual(copyValue(value), value));
});

Deno.test("deepFreeze() freezes all that a value holds", () => {
  const value = deepFreeze({ list: [{ a: 1 }], point: new Point(1, { y: 2 }) });
  assertThrows(() => (value.list[0]!.a = 2), TypeError);
  assertThrows(() => value.list.push({ a: 3 }), TypeError);
  assertThrows(() => (value.point.inner.y = 3), TypeError);
});

Deno.test("deepFreeze() leaves buffers, which cannot be frozen, as they are", () => {
  assertEquals(deepFreeze({ bytes: new Uint8Array([1]) }).bytes, new Uint8Array([1]));
});

Deno.test("deepFreeze() ends on a value that contains itself", () => {
  const value: { self?: unknown } = {};
  value.self = value;
  assert(Object.isFrozen(deepFreeze(value)));
});

Deno.test("changeValue() makes another value, or says that it could not", () => {
  fc.assert(fc.property(values, (value) => {
    const before = copyValue(value);
    assertEquals(changeValue(value), !deepEqual(value, before));
  }));
});

Deno.test("changeValue() keeps the type of every member", () => {
  const value = { a: "x", b: 1, c: 2n, d: true, e: { f: new Date(5) }, g: new Uint8Array([7]) };
  assert(changeValue(value));
  assertEquals(value, {
    a: "x~",
    b: 2,
    c: 1n,
    d: false,
    e: { f: new Date(1) },
    g: new Uint8Array([1]),
  });
});

Deno.test("changeValue() cannot change what is frozen or primitive", () => {
  for (const value of [Object.freeze({ a: 1 }), "text", 1, null, undefined, {}, []]) {
    assertEquals(changeValue(value), false);
  }
});
