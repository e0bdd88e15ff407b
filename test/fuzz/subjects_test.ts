import * as fc from "fast-check";
import { FixtureError, sometimes, type Subject } from "@watertight/sinks/conformance";
import { drawInvalid, drawPool } from "../../conformance/subject/pool.ts";
import { readSubject } from "../../conformance/subject/read_subject.ts";
import { assert } from "../assert.ts";
import { requireClear } from "./clear.ts";
import { make, type Odd, odd } from "./odd.ts";
import { requireMixed, runs } from "./runs.ts";

type Parts = Record<string, unknown>;

/** A subject that supplies everything, and of which every member is right. */
function sound(): Parts {
  return {
    name: "lines",
    events: fc.record({ id: fc.nat(), text: fc.string() }),
    open: () => {},
    identity: ({ id }: { id: number }) => id,
    key: ({ id }: { id: number }) => id % 7,
    copy: (event: object) => ({ ...event }),
    equal: (a: { id: number }, b: { id: number }) => a.id === b.id,
    guarantees: { order: "none", durable: { within: 20 }, delivery: "exactly-once" },
    thresholds: [7, 10],
    invalidEvents: fc.constantFrom(null, undefined, 7),
    invalidConfigs: [{ config: {}, key: "url" }],
    stringConfig: { url: "memory" },
    exempt: { "write.stored": "ticket 12" },
    sometimes: [sometimes("a chunk was flushed")],
  };
}

/** How one member differs from a sound one. */
type Change =
  | { readonly how: "missing" }
  | { readonly how: "throws when read" }
  /** It is another value; or one member of it is; or, where it is a function, it gives another or throws. */
  | { readonly how: "is" | "has" | "gives"; readonly odd: Odd };

interface Damage {
  readonly changes: readonly (readonly [member: string, change: Change])[];
  readonly whole?: Odd;
}

const members = Object.keys(sound());

const change: fc.Arbitrary<Change> = fc.oneof(
  fc.constantFrom<Change>({ how: "missing" }, { how: "throws when read" }),
  fc.record({ how: fc.constantFrom("is" as const, "has" as const, "gives" as const), odd }),
);

const damage: fc.Arbitrary<Damage> = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.record({
      changes: fc.uniqueArray(fc.tuple(fc.constantFrom(...members), change), {
        selector: ([member]) => member,
        maxLength: 3,
      }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ changes: fc.constant([]), whole: odd }) },
);

function damaged({ changes, whole }: Damage): unknown {
  if (whole) return make(whole);
  const parts = sound();
  for (const [member, change] of changes) apply(parts, member, change);
  return parts;
}

function apply(parts: Parts, member: string, change: Change): void {
  const before = Object.hasOwn(parts, member) && change.how !== "missing"
    ? parts[member]
    : undefined;
  delete parts[member];
  if (change.how === "missing") return;
  if (change.how === "throws when read") {
    Object.defineProperty(parts, member, {
      get() {
        throw new RangeError("boom");
      },
      configurable: true,
    });
    return;
  }
  const value = make(change.odd);
  if (change.how === "is" || typeof before !== "object" && typeof before !== "function") {
    parts[member] = value;
  } else if (change.how === "gives") {
    parts[member] = typeof before === "function" ? () => value : value;
  } else if (Array.isArray(before)) parts[member] = [...before, value];
  else parts[member] = { ...before, [Object.keys(before ?? {})[0] ?? "key"]: value };
}

Deno.test("a subject is read or refused with a clear error, whatever its members are", () => {
  let read = 0;
  fc.assert(
    fc.property(damage, (damage) => {
      try {
        const { name, open } = readSubject(damaged(damage) as Subject<unknown>);
        assert(typeof name === "string" && typeof open === "function");
        read++;
      } catch (error) {
        requireClear(error, FixtureError);
      }
    }),
    { numRuns: runs },
  );
  requireMixed(read, 1 / 5, "subjects");
});

Deno.test("events are drawn or refused with a clear error, whatever the hooks give", () => {
  const hooks = ["events", "identity", "key", "copy", "equal", "invalidEvents"];
  const hook = fc.tuple(fc.constantFrom(...hooks), change);
  let drawn = 0;
  // To draw the events of a check takes milliseconds.
  const tries = Math.ceil(runs / 20);
  fc.assert(
    fc.property(
      fc.uniqueArray(hook, { selector: ([member]) => member, maxLength: 2 }),
      fc.integer(),
      (changes, seed) => {
        try {
          const subject = readSubject(damaged({ changes }) as Subject<unknown>);
          const [pool, invalid] = [drawPool(subject, seed), drawInvalid(subject, seed)];
          pool.fresh(0);
          pool.fresh(63);
          invalid.fresh(0);
          drawn++;
        } catch (error) {
          requireClear(error, FixtureError);
        }
      },
    ),
    { numRuns: tries },
  );
  assert(drawn > tries / 5, `of ${tries} subjects only ${drawn} gave events`);
  assert(drawn < tries * 0.9, `of ${tries} subjects ${drawn} gave events: too few are damaged`);
});
