import { Batch } from "../../../conformance/execute/batch.ts";
import { assert, assertEquals, assertThrows } from "../../assert.ts";

const masters = [{ id: 1 }, { id: 2 }];

function batchOf<E>(masters: readonly E[], frozen: boolean): Batch<E> {
  return new Batch(masters, masters.map((it) => structuredClone(it)), { frozen });
}

Deno.test("a batch hands out the events that are the sink's own", () => {
  const { items } = batchOf(masters, false);
  assertEquals(items, masters);
  assert(items[0] !== masters[0]);
});

Deno.test("a batch that was only read is not tampered with", () => {
  const batch = batchOf(masters, false);
  assertEquals(batch.items.map(({ id }) => id), [1, 2]);
  assertEquals(batch.tampered(), []);
});

const changes: Record<string, [(items: { id: number }[]) => void, ("batch" | "event")[]]> = {
  "emptied": [(items) => items.splice(0), ["batch"]],
  "longer": [(items) => items.push({ id: 3 }), ["batch"]],
  "in another order": [(items) => items.reverse(), ["batch"]],
  "of other, equal events": [(items) => (items[0] = { id: 1 }), ["batch"]],
  "with a changed event": [(items) => (items[1]!.id = 3), ["event"]],
  "with a member gone": [(items) => delete (items[1] as { id?: number }).id, ["event"]],
  "with a member more": [(items) => Object.assign(items[0]!, { at: 1 }), ["event"]],
  "emptied and with a changed event": [(items) => (items.pop()!.id = 3), ["batch", "event"]],
};

for (const [name, [change, expected]] of Object.entries(changes)) {
  Deno.test(`a batch ${name} is tampered with`, () => {
    const batch = batchOf(masters, false);
    change(batch.items);
    assertEquals(batch.tampered(), expected);
  });
}

Deno.test("a frozen batch resists, its events too", () => {
  const { items } = batchOf(masters, true);
  assertThrows(() => items.pop(), TypeError);
  assertThrows(() => (items[0]!.id = 3), TypeError);
});

Deno.test("leaveBehind() empties the array, and leaves the events", () => {
  const batch = batchOf(masters, false);
  const [first] = batch.items;
  assert(batch.leaveBehind("array-reused"));
  assertEquals([batch.items.length, first], [0, { id: 1 }]);
});

Deno.test("leaveBehind() changes the events, and leaves the array and the masters", () => {
  const batch = batchOf(masters, false);
  assert(batch.leaveBehind("event-changed"));
  assertEquals(batch.items, [{ id: 2 }, { id: 1 }]);
  assertEquals(masters, [{ id: 1 }, { id: 2 }]);
});

Deno.test("leaveBehind() says when there is nothing to change", () => {
  assertEquals(batchOf([], false).leaveBehind("array-reused"), false);
  assertEquals(batchOf(["a"], false).leaveBehind("event-changed"), false);
  assertEquals(batchOf(masters, true).leaveBehind("array-reused"), false);
});

Deno.test("an event that is equal by the author's word is not tampered with", () => {
  const own = [{ id: 1, at: 5 }];
  const equal = (a: typeof own[0], b: typeof own[0]) => a.id === b.id;
  const batch = new Batch([{ id: 1, at: 4 }], own, { frozen: false, equal });
  assertEquals(batch.tampered(), []);
  own[0]!.id = 2;
  assertEquals(batch.tampered(), ["event"]);
});
