import * as fc from "fast-check";
import { FixtureError, type Subject } from "@watertight/sinks/conformance";
import { preflight } from "../../conformance/subject/preflight.ts";
import { readMembers } from "../../conformance/subject/read_fixture.ts";
import { assert } from "../assert.ts";
import { HurriedClock } from "../conformance/hurried_clock.ts";
import { contextOf, rowsSubject } from "../conformance/rows.ts";
import { requireClear } from "./clear.ts";
import { make, type Odd, odd } from "./odd.ts";
import { requireMixed, runs } from "./runs.ts";

type Parts = Record<PropertyKey, unknown>;

const rows = rowsSubject();

/** A fixture that supplies everything, and of which every member is right. */
function sound(): Parts {
  let [failing, stored]: [boolean, readonly unknown[]] = [false, []];
  const { sink, ...fixture } = rows.open() as unknown as { sink: Parts };
  const writeBatch = (items: readonly unknown[]) => {
    if (failing) throw new Error("the storage is down");
    stored = [...stored, ...structuredClone(items)];
  };
  return {
    ...fixture,
    sink: { ...sink, buildPartition: () => ({ writeBatch, close: () => {} }) },
    read: () => stored,
    readable: "always",
    sessionManager: {},
    openResources: () => 0,
    faults: {
      kinds: ["reject"],
      counted: true,
      set: (fault: unknown) => void (failing = fault !== null),
      pace: () => {},
    },
    [Symbol.asyncDispose]: () => {},
  };
}

/** How one member differs from a sound one: the member, or one within it. */
interface Change {
  readonly member: string;
  readonly within: string | undefined;
  readonly how: "missing" | "throws when read" | "is" | "gives" | "settles as";
  readonly odd: Odd;
}

const places: readonly (readonly [member: string, within?: string])[] = [
  ["sink"],
  ["sink", "payload"],
  ["sink", "name"],
  ["sink", "routerBranchSafe"],
  ["sink", "buildPartition"],
  ["config"],
  ["config", "table"],
  ["read"],
  ["readable"],
  ["sessionManager"],
  ["openResources"],
  ["faults"],
  ["faults", "kinds"],
  ["faults", "counted"],
  ["faults", "set"],
  ["faults", "pace"],
  ["dispose"],
];

const change: fc.Arbitrary<Change> = fc.record({
  how: fc.constantFrom("missing", "throws when read", "is", "gives", "settles as"),
  odd,
}).chain((rest) =>
  fc.constantFrom(...places).map(([member, within]) => ({ ...rest, member, within }))
);

function apply(parts: Parts, { member, within, how, odd }: Change): void {
  const name = member === "dispose" ? Symbol.asyncDispose : member;
  if (within !== undefined) {
    const inner = { ...parts[name] as Parts };
    parts[name] = inner;
    return apply(inner, { member: within, within: undefined, how, odd });
  }
  delete parts[name];
  if (how === "missing") return;
  if (how === "throws when read") {
    Object.defineProperty(parts, name, {
      get() {
        throw new RangeError("boom");
      },
      enumerable: true,
    });
    return;
  }
  const value = make(odd);
  if (how === "is") parts[name] = value;
  else parts[name] = how === "gives" ? () => value : async () => await value;
}

const changes = fc.uniqueArray(change, { selector: ({ member }) => member, maxLength: 2 });

function damaged(changes: readonly Change[]): Parts {
  const parts = sound();
  for (const change of changes) apply(parts, change);
  return parts;
}

Deno.test("a fixture is read or refused with a clear error, whatever its members are", () => {
  let read = 0;
  fc.assert(
    fc.property(changes, (changes) => {
      const fixture = damaged(changes);
      try {
        assert(typeof readMembers(fixture).read === "function");
        read++;
      } catch (error) {
        requireClear(error, FixtureError);
      }
    }),
    { numRuns: runs },
  );
  requireMixed(read, 1 / 5, "fixtures");
});

Deno.test("preflight passes a fixture or refuses it with a clear error, whatever its hooks give", async () => {
  let passed = 0;
  const context = contextOf(rows as Subject<unknown>);
  await fc.assert(
    fc.asyncProperty(fc.oneof(odd, fc.constant(undefined)), changes, async (whole, changes) => {
      const open = () => (whole && changes.length === 0 ? make(whole) : damaged(changes)) as never;
      const clock = new HurriedClock();
      try {
        await preflight({
          ...context,
          subject: { ...rows, open } as Subject<unknown>,
          clock,
          hookLimit: { milliseconds: 20, clock },
        });
        passed++;
      } catch (error) {
        requireClear(error, FixtureError);
      }
    }),
    { numRuns: runs },
  );
  requireMixed(passed, 1 / 10, "fixtures");
});
