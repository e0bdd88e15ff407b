import * as fc from "fast-check";
import { FixtureError, type Subject } from "@watertight/sinks/conformance";
import { drawInvalid, drawPool } from "../../../conformance/subject/pool.ts";
import { keyOf } from "../../../conformance/values/equality.ts";
import { assert, assertEquals, assertNotEquals, assertThrows } from "../../assert.ts";
import { rowsSubject, sound } from "../rows.ts";
import { Secret } from "../../secret.ts";

Deno.test("drawPool() gives distinct events, the same for the same seed", () => {
  const { events: pool } = drawPool(rowsSubject(), 3);
  assertEquals(pool.length, 2304);
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
    "events must yield at least 64 distinct events: 4096 draws gave 10; where they differ in what cannot be seen, give `identity`",
  ],
  ["an identity that throws", { identity: thrower }, "identity must not throw: it threw Error: no"],
  [
    "events that contain themselves",
    { events: cyclic },
    "events must yield events that can be told apart: to read one threw RangeError: Maximum call " +
    "stack size exceeded; give `identity` to say what makes two the same",
  ],
];

for (const [name, members, message] of wrong) {
  Deno.test(`drawPool() refuses ${name}`, () => {
    const error = assertThrows(() => drawPool(rowsSubject(sound, members), 1), FixtureError);
    assertEquals(error.message, `Cannot check the sink as ${message}`);
  });
}

Deno.test("drawInvalid() gives none when the subject names none", () => {
  assertEquals(drawInvalid(rowsSubject(), 1).events, []);
});

Deno.test("drawInvalid() draws the values of the subject", () => {
  const { events: drawn } = drawInvalid(
    rowsSubject(sound, { invalidEvents: fc.constant("bad") }),
    1,
  );
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

Deno.test("fresh() copies plain data, and draws an object of a class again", () => {
  const plain = drawPool(rowsSubject(), 1);
  assertEquals(plain.fresh(3), plain.events[3]);
  assert(plain.fresh(3) !== plain.events[3] && plain.fresh(3) !== plain.fresh(3));
  const events = fc.nat().map((value) => ({ token: new Secret(value) }));
  const pool = drawPool({ name: "tokens", events, open: thrower }, 1);
  const event = pool.fresh(5);
  assert(event !== pool.events[5] && event.token !== pool.events[5]!.token);
  assertEquals(event.token.value, pool.events[5]!.token.value);
});

Deno.test("fresh() asks the subject for a copy when it gives one", () => {
  let number = 0;
  const events = fc.constant(0).map(() => ({ token: new Secret(number++) }));
  const copy = ({ token }: { token: Secret<number> }) => ({ token: new Secret(token.value) });
  const pool = drawPool({ name: "tokens", events, copy, open: thrower }, 1);
  assertEquals(pool.fresh(5).token.value, pool.events[5]!.token.value);
});

/** Subjects whose events cannot be made anew, and what the error says. */
const uncopied: [string, object, RegExp][] = [
  [
    "events of a class that are never drawn alike",
    { events: fc.constant(0).map(() => new Secret(counter++)) },
    /^Cannot check the sink as events must draw an equal event from the same seed, or the subject give `copy`, .* ≠ /,
  ],
  [
    "a copy that is the event itself",
    { events: fc.nat().map((id) => ({ id })), copy: (event: unknown) => event },
    /^Cannot check the sink as copy must give an equal event of its own: for .* the very same object came$/,
  ],
  [
    "a copy that is another event",
    { events: fc.nat().map((id) => ({ id })), copy: () => ({ id: -1 }) },
    /^Cannot check the sink as copy must give an equal event of its own: for .* id: -1 ≠ \d+$/,
  ],
  [
    "a copy that throws",
    { events: fc.nat().map((id) => ({ id })), copy: thrower },
    /^Cannot check the sink as copy must not throw: it threw Error: no$/,
  ],
];
let counter = 0;

for (const [name, members, message] of uncopied) {
  Deno.test(`fresh() refuses ${name}`, () => {
    const subject = { name: "tokens", open: thrower, ...members } as unknown as Subject<unknown>;
    const error = assertThrows(() => drawPool(subject, 1).fresh(5), FixtureError);
    assert(message.test(error.message), error.message);
  });
}
