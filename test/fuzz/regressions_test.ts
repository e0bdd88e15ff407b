import * as fc from "fast-check";
import type { Regression } from "@watertight/sinks/conformance";
import { plan } from "../../conformance/history/plan.ts";
import { formatRegression, parseRegression } from "../../conformance/regressions/regression.ts";
import { readSavedEvents } from "../../conformance/regressions/saved_events.ts";
import { ruleIds } from "../../conformance/rule_id.ts";
import { assert } from "../assert.ts";
import { rowsSubject } from "../conformance/rows.ts";
import { requireClear } from "./clear.ts";
import { requireMixed, runs } from "./runs.ts";

const count = fc.oneof(
  { weight: 8, arbitrary: fc.integer({ min: 1, max: 4 }) },
  { weight: 1, arbitrary: fc.constantFrom(0, -1, 0.5, 1024, 1e6, 1e9, 2 ** 53, 1e308, -0) },
);

const fault = fc.record({
  kind: fc.constantFrom("reject", "reject-after-apply", "hang"),
  after: count,
  times: count,
  until: fc.constant("close"),
}, { requiredKeys: ["kind"] });

const onPartition = { worker: fc.nat(3), twin: fc.constant(true), after: count, fault };

const step = fc.oneof(
  fc.record({ do: fc.constant("build"), ...onPartition }, { requiredKeys: ["do", "worker"] }),
  fc.record({ do: fc.constant("close"), ...onPartition }, { requiredKeys: ["do", "worker"] }),
  fc.record({
    do: fc.constant("write"),
    ...onPartition,
    events: fc.array(fc.nat(3), { maxLength: 3 }),
    afterwards: fc.constantFrom("array-reused", "event-changed"),
    invalid: fc.constant(true),
  }, { requiredKeys: ["do", "worker", "events"] }),
  fc.record({ do: fc.constant("restart"), workers: count }),
  fc.record({ do: fc.constant("pause"), ms: fc.nat(100) }),
);

/** Names that are never saved: an event with one is drawn again from its seed. */
const unsaved = ["__proto__", "prototype", "constructor"];

const event = fc.oneof(
  fc.record({
    value: fc.anything({
      key: fc.string().filter((it) => !unsaved.includes(it)),
      withBigInt: true,
      withDate: true,
      withMap: true,
      withSet: true,
    }),
  }),
  fc.record({
    seed: fc.integer(),
    path: fc.constantFrom("0", "1:2", "event:3", "99999999", "event:99999999"),
    text: fc.string(),
  }),
);

/** A file, most of whose members are as they are saved. */
const saved = fc.record({
  rule: fc.constantFrom(...ruleIds),
  because: fc.string(),
  history: fc.record({
    workers: count,
    steps: fc.oneof(
      { weight: 9, arbitrary: fc.array(step, { maxLength: 6 }) },
      // Long, and dear where every step is: a restart with many workers.
      {
        weight: 1,
        arbitrary: fc.tuple(step, fc.constantFrom(20, 100)).map(([step, times]) =>
          Array.from({ length: times }, () => structuredClone(step))
        ),
      },
      {
        weight: 1,
        arbitrary: fc.tuple(fc.constantFrom(1, 4, 1024, 1e9), fc.constantFrom(20, 100)).map((
          [workers, times],
        ) => Array.from({ length: times }, () => ({ do: "restart", workers }))),
      },
    ),
  }),
  events: fc.array(event, { minLength: 4, maxLength: 5 }),
  module: fc.string(),
}, { requiredKeys: ["rule", "because", "history", "events"] });

/** What is done to the text: nothing; a piece is taken out or put in; a value becomes another. */
const damage = fc.oneof(
  { weight: 3, arbitrary: fc.constant((text: string) => text) },
  {
    weight: 2,
    arbitrary: fc.tuple(fc.nat(), fc.nat(8), fc.string({ maxLength: 4 })).map(
      ([at, length, piece]) => (text: string) =>
        text.slice(0, at % text.length) + piece + text.slice(at % text.length + length),
    ),
  },
  {
    weight: 2,
    arbitrary: fc.tuple(fc.nat(), fc.oneof(fc.json(), fc.constantFrom("1e999", "-0", "1e21")))
      .map(([at, piece]) => (text: string) => {
        const values = [...text.matchAll(/(?<=: )(?:-?\d+|"[^"\n]*"|true)/g)];
        const { index, 0: { length } } = values[at % values.length]!;
        return text.slice(0, index) + piece + text.slice(index + length);
      }),
  },
  {
    // What says of what kind each value is.
    weight: 1,
    arbitrary: fc.json().map((meta) => (text: string) =>
      text.replace(/^\{/, `{"meta": {"values": ${meta}},`)
    ),
  },
);

Deno.test("a saved regression is read and planned, or refused with a clear error, whatever the file holds", () => {
  let [read, events] = [0, 0];
  const subject = rowsSubject();
  fc.assert(
    fc.property(saved, damage, (saved, damage) => {
      const text = damage(formatRegression(saved as Regression));
      let regression: Regression;
      try {
        regression = parseRegression(text);
      } catch (error) {
        return requireClear(error, TypeError);
      }
      read++;
      const calls = plan(regression.history);
      assert(calls.length <= 30_000, `${calls.length} calls: nobody waits for so many`);
      if (!regression.events.every((it) => "value" in it)) return;
      readSavedEvents(subject, regression);
      events++;
    }),
    { numRuns: runs },
  );
  requireMixed(read, 1 / 4, "files");
  assert(events > runs / 100, `of ${runs} files only ${events} held all their events`);
});
