import * as v from "valibot";
import { ruleIds } from "../rule_id.ts";

/** The form of a saved regression, to the last number: a file may come from anywhere. */

const worker = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1023));
const workers = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1024));
/** Longer than any wait of a check, and than all waits of one history. */
const longest = 120_000;
/** More builds than any history of a check makes in all its runs. */
const mostBuilds = 10_000;
const milliseconds = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(longest));
const seed = v.pipe(v.number(), v.integer(), v.minValue(-0x80000000), v.maxValue(0x7fffffff));
const small = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1000));
const index = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1e6));

const fault = v.strictObject({
  kind: v.picklist(["reject", "reject-after-apply", "hang"]),
  after: v.optional(small),
  times: v.optional(small),
  until: v.optional(v.literal("close")),
  long: v.optional(v.literal(true)),
  outlasted: v.optional(v.literal(true)),
});

const onPartition = {
  worker,
  twin: v.optional(v.literal(true)),
  after: v.optional(small),
  look: v.optional(v.literal(true)),
  fault: v.optional(fault),
};

const step = v.variant("do", [
  v.strictObject({ do: v.literal("build"), ...onPartition }),
  v.strictObject({ do: v.literal("close"), ...onPartition }),
  v.strictObject({
    do: v.literal("write"),
    ...onPartition,
    events: v.array(index),
    afterwards: v.optional(v.picklist(["array-reused", "event-changed"])),
    invalid: v.optional(v.literal(true)),
  }),
  v.strictObject({ do: v.literal("restart"), workers }),
  v.strictObject({ do: v.literal("pause"), ms: milliseconds, look: v.optional(v.literal(true)) }),
]);

const form = v.strictObject({
  workers,
  given: v.optional(v.strictObject({
    frozenNode: v.optional(v.literal(true)),
    frozenConfig: v.optional(v.literal(true)),
    frozenEvents: v.optional(v.literal(true)),
    minimalArguments: v.optional(v.literal(true)),
    stringConfig: v.optional(v.literal(true)),
    invalidConfig: v.optional(small),
  })),
  pace: v.optional(index),
  onlyClose: v.optional(index),
  steps: v.pipe(
    v.array(step),
    v.maxLength(10_000),
    v.check(
      (steps) => steps.reduce((sum, it) => sum + (it.do === "pause" ? it.ms : 0), 0) <= longest,
      `Invalid pauses: Expected at most ${longest} ms in all`,
    ),
  ),
});

const history = v.pipe(
  form,
  v.check(
    ({ workers, steps }) =>
      steps.reduce((sum, it) => sum + (it.do === "restart" ? it.workers : 0), workers) <=
        mostBuilds,
    `Invalid workers: Expected at most ${mostBuilds} in all runs`,
  ),
);

const event = v.union([
  v.strictObject({ value: v.unknown() }),
  v.strictObject({
    seed,
    path: v.pipe(v.string(), v.regex(/^(event:)?\d{1,8}(:\d{1,8})*$/)),
    text: v.string(),
  }),
]);

/** A regression. */
export const regressionSchema: v.GenericSchema<unknown, unknown> = v.pipe(
  v.strictObject({
    rule: v.picklist(ruleIds),
    because: v.string(),
    history,
    events: v.array(event),
    module: v.optional(v.string()),
  }),
  v.check(
    ({ history, events }) =>
      history.steps.every((it) =>
        it.do !== "write" || it.events.every((place) => place < events.length)
      ),
    "Invalid place: Expected that of an event of the file",
  ),
);
