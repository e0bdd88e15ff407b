import type { Contents } from "@watertight/sinks";
import { FixtureError, type Subject } from "@watertight/sinks/conformance";
import { Identifier } from "../../../conformance/execute/identify.ts";
import { assertEquals, assertThrows } from "../../assert.ts";

function identify(
  written: readonly unknown[],
  stored: readonly unknown[],
  subject: Pick<Subject<unknown>, "identity" | "equal" | "key"> = {},
): Contents {
  return new Identifier(subject, written).identify(stored);
}

const byId = (event: unknown) => (event as { id: number }).id;

Deno.test("identify() points at the written events, in storage order", () => {
  assertEquals(identify(["a", "b", "c"], ["c", "a", "b"]), [2, 0, 1]);
});

Deno.test("identify() points at a repeated event each time", () => {
  assertEquals(identify(["a", "b"], ["a", "b", "a"]), [0, 1, 0]);
});

Deno.test("identify() takes a text that is stored twice for no other one that need not be there", () => {
  const identifier = new Identifier<unknown>({}, ["a", "b"], new Set([1]));
  assertEquals(identifier.identify(["a", "a"]), [0, 0]);
  const doubtful = new Identifier<unknown>({}, ["a", "b"], new Set(), new Set([1]));
  assertEquals(doubtful.identify(["a", "a"]), [0, 0]);
});

Deno.test("identify() takes no text that is there once for another one in whose place it stands", () => {
  assertEquals(identify(["a", "b", "c"], ["a", "a", "b"]), [0, 0, 1]);
  const mixed = [{ a: 1 }, { b: 2 }, "x", "y"];
  assertEquals(identify(mixed, [mixed[1], mixed[0], "x", "x"]), [1, 0, 2, {
    event: 3,
    value: "x",
  }]);
});

Deno.test("identify() tells an altered event by its identity", () => {
  const altered = { id: 2, text: "other" };
  assertEquals(
    identify([{ id: 1, text: "a" }, { id: 2, text: "b" }], [{ id: 1, text: "a" }, altered], {
      identity: byId,
    }),
    [0, { event: 1, value: altered }],
  );
});

Deno.test("identify() tells an altered event by its likeness when there is no identity", () => {
  const altered = { id: 2, text: "B" };
  assertEquals(identify([{ id: 1, text: "a" }, { id: 2, text: "b" }], [altered]), [
    { event: 1, value: altered },
  ]);
  assertEquals(identify(["caf\u00e9"], ["cafe\u0301"]), [{ event: 0, value: "cafe\u0301" }]);
});

Deno.test("identify() pairs an altered event with one that is missing only", () => {
  const stored = [{ id: 1, text: "a" }, { id: 1, text: "?" }];
  assertEquals(identify([{ id: 1, text: "a" }], stored), [0, { value: stored[1] }]);
});

Deno.test("identify() keeps a stranger as a value", () => {
  assertEquals(identify(["a"], ["header", "a"]), [{ value: "header" }, 0]);
  assertEquals(identify([], [undefined]), [{ value: undefined }]);
});

Deno.test("identify() takes a stranger for no event that another one of its key may have replaced", () => {
  const written = [{ id: 1, text: "a" }, { id: 1, text: "b" }];
  const stored = [written[1], { id: 7, text: "marker" }];
  assertEquals(identify(written, stored, { key: byId }), [1, { value: stored[1] }]);
});

Deno.test("identify() asks the subject whether two events are equal", () => {
  const equal = (a: unknown, b: unknown) => String(a).toLowerCase() === String(b).toLowerCase();
  const identity = (event: unknown) => String(event).toLowerCase();
  assertEquals(identify(["a", "b"], ["B", "A"], { equal, identity }), [1, 0]);
});

Deno.test("identify() takes a value without an identity for a stranger", () => {
  assertEquals(identify([{ id: 1 }], [{ id: 1 }, null], { identity: byId }), [0, { value: null }]);
});

Deno.test("identify() takes an altered event for one that must be there, where one that may be is no more like it", () => {
  const written = [{ id: 1, text: "Y" }, { id: 2, text: ",Y" }];
  const stored = [{ id: 2, text: "Y" }];
  const altered = (doubtful: number[]) =>
    new Identifier({}, written, new Set(), new Set(doubtful)).identify(stored);
  assertEquals(altered([0]), [{ event: 1, value: stored[0] }]);
  assertEquals(altered([1]), [{ event: 0, value: stored[0] }]);
  const more = [{ id: 1, text: "Y", at: 7 }, { id: 2, text: ",Y", at: 8 }];
  const likest = [{ id: 1, text: "Y", at: 8 }];
  const identifier = new Identifier({}, more, new Set(), new Set([0]));
  assertEquals(identifier.identify(likest), [{ event: 0, value: likest[0] }]);
});

Deno.test("identify() finds events that were written since the last time", () => {
  const written = ["a"];
  const identifier = new Identifier({}, written);
  assertEquals(identifier.identify(["a"]), [0]);
  written.push("b");
  assertEquals(identifier.identify(["b", "a"]), [1, 0]);
});

Deno.test("identify() blames the subject when its equal throws", () => {
  const equal = () => {
    throw new Error("no idea");
  };
  const error = assertThrows(() => identify(["a"], ["a"], { equal }), FixtureError);
  assertEquals(
    error.message,
    "Cannot check the sink as equal must not throw: it threw Error: no idea",
  );
});
