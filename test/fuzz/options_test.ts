import * as fc from "fast-check";
import { type CheckOptions, rules } from "@watertight/sinks/conformance";
import { settingsOf } from "../../conformance/options.ts";
import { assert } from "../assert.ts";
import { requireClear } from "./clear.ts";
import { make, type Odd, odd } from "./odd.ts";
import { requireMixed, runs } from "./runs.ts";

/** Options that are right, each of which may be left out. */
const sound: fc.Arbitrary<CheckOptions> = fc.record({
  seed: fc.integer(),
  runs: fc.nat(1000),
  path: fc.constantFrom("0", "17:3:0", "event:12:1", "regression:0", "3:1@5:0"),
  timeLimit: fc.integer({ min: 1, max: 86_400_000 }),
  callLimit: fc.integer({ min: 1, max: 3_600_000 }),
  hookLimit: fc.integer({ min: 1, max: 3_600_000 }),
  maxWorkers: fc.integer({ min: 1, max: 1024 }),
  rules: fc.subarray(rules.map(({ id }) => id), { minLength: 1 }),
  regressions: fc.constant([
    { rule: "write.stored", because: "it is", history: { workers: 1, steps: [] }, events: [] },
  ]),
  progress: fc.constant(() => {}),
  signal: fc.constant(new AbortController().signal),
  strict: fc.boolean(),
}, { requiredKeys: [] });

const names = [
  ...["seed", "runs", "path", "timeLimit", "callLimit", "hookLimit", "maxWorkers", "rules"],
  ...["regressions", "progress", "signal", "strict"],
] as const;

/** What is wrong with them: nothing, one or two members, one that throws when it is read, or all. */
interface Damage {
  readonly values: readonly (readonly [name: string, odd: Odd, within: boolean])[];
  readonly getter?: string;
  readonly whole?: Odd;
}

const value = fc.oneof(
  { weight: 2, arbitrary: odd },
  {
    weight: 1,
    arbitrary: fc.oneof(fc.double(), fc.integer(), fc.string(), fc.constantFrom("1", true, [], [1]))
      .map((value): Odd => ({ kind: "plain", value })),
  },
);

const damage: fc.Arbitrary<Damage> = fc.oneof(
  { weight: 2, arbitrary: fc.constant({ values: [] }) },
  {
    weight: 5,
    arbitrary: fc.record({
      values: fc.array(fc.tuple(fc.constantFrom(...names), value, fc.boolean()), {
        minLength: 1,
        maxLength: 2,
      }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ values: fc.constant([]), getter: fc.constantFrom(...names) }),
  },
  { weight: 1, arbitrary: fc.record({ values: fc.constant([]), whole: odd }) },
);

/** The options, damaged. */
function damaged(options: CheckOptions, { values, getter, whole }: Damage): CheckOptions {
  if (whole) return make(whole) as CheckOptions;
  const copy: Record<string, unknown> = { ...options };
  for (const [name, odd, within] of values) {
    const its = make(odd);
    const before = options[name as keyof CheckOptions];
    copy[name] = within && Array.isArray(before) ? [...before, its] : its;
  }
  if (getter !== undefined) {
    Object.defineProperty(copy, getter, {
      get() {
        throw new RangeError("boom");
      },
    });
  }
  return copy as CheckOptions;
}

Deno.test("options are taken or refused with a clear error, whatever they are", () => {
  let taken = 0;
  fc.assert(
    fc.property(sound, damage, (options, damage) => {
      try {
        const { seed, runs, rules, progress } = settingsOf(damaged(options, damage));
        assert(Number.isInteger(seed) && Number.isInteger(runs) && rules.size > 0);
        assert(typeof progress === "function");
        taken++;
      } catch (error) {
        requireClear(error, RangeError, TypeError);
      }
    }),
    { numRuns: runs },
  );
  requireMixed(taken, 1 / 10, "options");
});
