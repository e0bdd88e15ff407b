import * as fc from "fast-check";
import { compile, run, RunError, type RunOptions, TraceRecorder } from "@watertight/sinks";
import { scripted, sectionsFor } from "../runtime/support.ts";
import { assert } from "../assert.ts";
import { requireClear, requireClearText } from "./clear.ts";
import { make, type Odd, odd } from "./odd.ts";
import { requireMixed, runs } from "./runs.ts";

/** Options that are right, each of which may be left out. */
const sound: fc.Arbitrary<RunOptions> = fc.record({
  workers: fc.integer({ min: 1, max: 4 }),
  batching: fc.constantFrom("container" as const, "epoch" as const),
  batchSize: fc.integer({ min: 1, max: 10 }),
  distribution: fc.constantFrom("round-robin" as const, (event: unknown) => event),
  epoch: fc.record({
    events: fc.oneof(fc.integer({ min: 1, max: 9 }), fc.constant(Infinity)),
    ms: fc.oneof(fc.integer({ min: 1 }), fc.constant(Infinity)),
  }, { requiredKeys: [] }),
  linger: fc.integer({ min: 1 }),
  bridge: fc.boolean(),
  sessions: fc.constant({ settings: () => "one", open: () => ({}) }),
  signal: fc.constant(new AbortController().signal),
  interruptOn: fc.constantFrom([], ["SIGINT"]),
  shutdownTimeout: fc.nat(),
  observer: fc.constant({ callStarted: () => {} }),
}, { requiredKeys: [] });

const names = [
  ...["workers", "batching", "batchSize", "distribution", "epoch", "linger", "bridge", "sessions"],
  ...["signal", "interruptOn", "shutdownTimeout", "observer", "trace", "threads", "clock"],
] as const;

/** What is wrong: nothing, some members or one within a member, one that throws when it is read, or all. */
interface Damage {
  readonly values: readonly (readonly [name: string, odd: Odd, within: boolean])[];
  readonly getter?: string;
  readonly whole?: Odd;
  readonly plan?: Odd;
}

const none = fc.constant([]);
const near = fc.oneof(fc.double(), fc.integer(), fc.string(), fc.constantFrom("1", true, [], {}))
  .map((value): Odd => ({ kind: "plain", value }));
const value = fc.tuple(fc.constantFrom(...names), fc.oneof(odd, near), fc.boolean());

const damage: fc.Arbitrary<Damage> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ values: none }) },
  {
    weight: 10,
    arbitrary: fc.record({
      values: fc.uniqueArray(value, { selector: ([name]) => name, minLength: 1, maxLength: 2 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ values: none, getter: fc.constantFrom(...names) }) },
  { weight: 1, arbitrary: fc.record({ values: none, whole: odd }) },
  { weight: 1, arbitrary: fc.record({ values: none, plan: odd }) },
);

function damaged(options: RunOptions, { values, getter, whole }: Damage): RunOptions {
  if (whole) return make(whole) as RunOptions;
  const copy: Record<string, unknown> = { trace: new TraceRecorder(), ...options };
  for (const [name, odd, within] of values) {
    const before = copy[name];
    if (within && typeof before === "object" && before !== null) {
      const [first = "ms"] = Object.keys(before);
      copy[name] = Array.isArray(before) ? [make(odd)] : { ...before, [first]: make(odd) };
    } else copy[name] = make(odd);
  }
  if (getter !== undefined) {
    Object.defineProperty(copy, getter, {
      get() {
        throw new RangeError("boom");
      },
    });
  }
  return copy as RunOptions;
}

Deno.test("a run takes its options or refuses them with a clear error, whatever they are", async () => {
  let ran = 0;
  const a = scripted("a");
  await fc.assert(
    fc.asyncProperty(sound, damage, async (options, damage) => {
      const plan = compile({ name: "test", source: [1, 2, 3], process: [a] }, sectionsFor("a"));
      const given = damage.plan ? make(damage.plan) as typeof plan : plan;
      try {
        const { read, interrupted } = await run(given, damaged(options, damage));
        assert(interrupted || read === 3, `read ${read} events`);
        ran++;
      } catch (error) {
        if (error instanceof RunError) requireOfTheOptions(error);
        else requireClear(error, RangeError, TypeError);
      }
    }),
    { numRuns: runs },
  );
  requireMixed(ran, 1 / 5, "options");
});

/** What the functions among the options throw is theirs; anything else that fails a run must be clear. */
function requireOfTheOptions(error: RunError): void {
  requireClearText(error.message.replace(/ with [\s\S]*/, ": theirs"));
  const { message } = error.cause as Error;
  if (!/^boom$|^Class constructor Odd|proxy that has been revoked$/.test(message)) {
    requireClear(error.cause, Error);
  }
}
