import * as fc from "fast-check";
import { FixtureError } from "@watertight/sinks/conformance";
import { drawInvalid, drawPool } from "../../../conformance/subject/pool.ts";
import { keyOf } from "../../../conformance/execute/equality.ts";
import { assert, assertEquals, assertNotEquals, assertThrows } from "../../assert.ts";
import { rowsSubject, sound } from "../rows.ts";

Deno.test("drawPool() gives distinct events, the same for the same seed", () => {
  const { events: pool } = drawPool(rowsSubject(), 3);
  assertEquals(pool.length, 2048);
  assertEquals(new Set(pool.map(keyOf)).size, pool.length);
  assertEquals(drawPool(rowsSubject(), 3).events, pool);
  assertNotEquals(drawPool(rowsSubject(), 4).events, pool);
});

Deno.test("drawPool() takes events apart by their identity", () => {
  const subject = rowsSubject(sound, { identity: ({ id }) => id % 100 });
  assertEquals(drawPool(subject, 1).events.length, 100);
});

Deno.test("drawPool() keeps on drawing while events are rare", () => {
  const events = fc.nat(99).map((id) => ({ id, text: "" }));
  assert(drawPool(rowsSubject(sound, { events }), 1).events.length > 90);
});

const thrower = () => {
  throw new Error("no");
};
const cyclic = fc.nat().map((id) => {
  const row: { id: number; text: string; self?: unknown } = { id, text: "" };
  row.self = row;
  return row;
});

/** Subjects whose events cannot be drawn, and what the error says. */
const wrong: [string, object, string][] = [
  [
    "events that are no arbitrary",
    { events: [1, 2] },
    "events must be a fast-check arbitrary: it is not",
  ],
  [
    "events that throw",
    { events: fc.nat().map(thrower) },
    "events must not throw: it threw Error: no",
  ],
  [
    "too few distinct events",
    { events: fc.nat(9).map((id) => ({ id, text: "" })) },
    "events must yield at least 64 distinct events: 4096 draws gave 10",
  ],
  ["an identity that throws", { identity: thrower }, "identity must not throw: it threw Error: no"],
  [
    "events that contain themselves",
    { events: cyclic },
    "events must yield events that can be copied: one threw RangeError: Maximum call stack size exceeded",
  ],
  [
    "events that contain themselves, with an identity",
    { events: cyclic, identity: ({ id }: { id: number }) => id },
    "events must yield events that can be copied: one threw RangeError: Maximum call stack size exceeded",
  ],
];

for (const [name, members, message] of wrong) {
  Deno.test(`drawPool() refuses ${name}`, () => {
    const error = assertThrows(() => drawPool(rowsSubject(sound, members), 1), FixtureError);
    assertEquals(error.message, `Cannot check the sink as ${message}`);
  });
}

Deno.test("drawInvalid() gives none when the subject names none", () => {
  assertEquals(drawInvalid(rowsSubject(), 1), []);
});

Deno.test("drawInvalid() draws the values of the subject", () => {
  const drawn = drawInvalid(rowsSubject(sound, { invalidEvents: fc.constant("bad") }), 1);
  assertEquals([drawn.length, drawn[0]], [64, "bad"]);
});

Deno.test("drawInvalid() refuses what is no arbitrary or throws", () => {
  const message = (invalidEvents: unknown) =>
    assertThrows(
      () => drawInvalid(rowsSubject(sound, { invalidEvents: invalidEvents as never }), 1),
      FixtureError,
    ).message;
  assertEquals(
    message(["bad"]),
    "Cannot check the sink as invalidEvents must be a fast-check arbitrary: it is not",
  );
  assertEquals(
    message(fc.nat().map(thrower)),
    "Cannot check the sink as invalidEvents must not throw: it threw Error: no",
  );
});
