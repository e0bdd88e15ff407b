import * as fc from "fast-check";
import { changeOwn, freezeOwn } from "../../../conformance/values/change.ts";
import { copyPlainData } from "../../../conformance/values/copy.ts";
import { deepEqual } from "../../../conformance/values/equality.ts";
import { assert, assertEquals, assertThrows } from "../../assert.ts";
import { plainData } from "./plain_data.ts";

class Point {
  constructor(readonly x: number, readonly inner: { y: number }) {}
}

Deno.test("freezeOwn() freezes all that a value holds", () => {
  const value = { list: [{ a: 1 }], point: new Point(1, { y: 2 }) };
  freezeOwn(value);
  assertThrows(() => (value.list[0]!.a = 2), TypeError);
  assertThrows(() => value.list.push({ a: 3 }), TypeError);
  assertThrows(() => (value.point.inner.y = 3), TypeError);
});

Deno.test("freezeOwn() leaves buffers, which cannot be frozen, as they are", () => {
  const value = { bytes: new Uint8Array([1]) };
  freezeOwn(value);
  value.bytes[0] = 2;
  assertEquals(value.bytes, new Uint8Array([2]));
});

Deno.test("freezeOwn() ends on a value that contains itself", () => {
  const value: { self?: unknown } = {};
  value.self = value;
  freezeOwn(value);
  assert(Object.isFrozen(value));
});

Deno.test("changeOwn() makes another value, or says that it could not", () => {
  fc.assert(fc.property(plainData, (value) => {
    const before = copyPlainData(value);
    assertEquals(changeOwn(value), !deepEqual(value, before));
  }));
});

Deno.test("changeOwn() keeps the type of every member", () => {
  const value = { a: "x", b: 1, c: 2n, d: true, e: { f: new Date(5) }, g: new Uint8Array([7]) };
  assert(changeOwn(value));
  assertEquals(value, {
    a: "x~",
    b: 2,
    c: 1n,
    d: false,
    e: { f: new Date(1) },
    g: new Uint8Array([1]),
  });
});

Deno.test("changeOwn() cannot change what is frozen or primitive", () => {
  for (const value of [Object.freeze({ a: 1 }), "text", 1, null, undefined, {}, []]) {
    assertEquals(changeOwn(value), false);
  }
});

Deno.test("what two values share is the author's, and neither frozen nor changed", () => {
  const kind = { name: "order" };
  const [event, twin] = [{ kind, id: 1, at: { time: 1 } }, { kind, id: 1, at: { time: 1 } }];
  assert(changeOwn(event, twin));
  assertEquals([kind, event.id, event.at.time], [{ name: "order" }, 2, 2]);
  freezeOwn(event, twin);
  assertEquals(
    [Object.isFrozen(event), Object.isFrozen(event.at), Object.isFrozen(kind)],
    [true, true, false],
  );
});
