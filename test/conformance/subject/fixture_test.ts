import { systemClock } from "../../../src/bridge/clock.ts";
import { FixtureError, type HistoryStep } from "@watertight/sinks/conformance";
import { assert, assertEquals, assertRejects } from "../../assert.ts";
import { rowsSubject, sound } from "../rows.ts";
import { traceOf } from "../execute/traces.ts";

/** Fixtures of which one hook fails, and what the error says. */
const broken: [string, () => object, string][] = [
  [
    "read hangs",
    () => ({ read: () => new Promise(() => {}) }),
    "read must settle: nothing came within 5 ms",
  ],
  [
    "faults.set throws",
    () => ({
      faults: {
        set() {
          throw new Error("stuck");
        },
      },
    }),
    "faults must not throw: it threw Error: stuck",
  ],
  [
    "openResources throws",
    () => ({ openResources: () => Promise.reject(new Error("unknown")) }),
    "openResources must not throw: it threw Error: unknown",
  ],
];

for (const [name, extras, message] of broken) {
  Deno.test(`when ${name} the fixture is at fault, and is disposed`, async () => {
    let disposed = 0;
    const subject = rowsSubject(sound, {}, () => ({
      ...extras(),
      [Symbol.dispose]: () => void disposed++,
    }));
    const failing: HistoryStep = { do: "write", worker: 0, events: [0], fault: { kind: "reject" } };
    const error = await assertRejects(
      () =>
        traceOf(subject, { steps: [failing] }, {
          hookLimit: { milliseconds: 5, clock: systemClock },
        }),
      FixtureError,
    );
    assert(error.message.includes(message), error.message);
    assertEquals(disposed, 1);
  });
}

/** Readings that fail, and what the trace says of them. */
const unreadable: [string, () => unknown, string][] = [
  ["throws", () => Promise.reject(new Error("gone")), "read must not throw: it threw Error: gone"],
  ["gives no iterable", () => 7, "read must return an iterable of events: it returned 7"],
];

for (const [name, read, why] of unreadable) {
  Deno.test(`when read ${name} after calls of the sink the trace says so`, async () => {
    const subject = rowsSubject(sound, {}, () => ({ read: read as () => [] }));
    const trace = await traceOf(subject, { steps: [] });
    assertEquals([trace.contents, trace.unreadable], [undefined, why]);
  });
}
