import * as fc from "fast-check";
import {
  broadcast,
  CompilationError,
  compile,
  filter,
  type Flow,
  flow,
  type FlowNode,
  map,
  Message,
  router,
  run,
  RunError,
  type Step,
} from "@watertight/sinks";
import { assert } from "../assert.ts";
import { scripted } from "../runtime/support.ts";
import { requireClear, requireClearText } from "./clear.ts";
import { make, type Odd, odd as anyOdd } from "./odd.ts";
import { runs } from "./runs.ts";

/** What never ends is a flow like any other: it is run until it is interrupted. */
const odd = anyOdd.filter(({ kind }) => kind !== "endless");

/** A node as data; what is odd about it is put in where it is made. */
type Node =
  | { readonly node: "map" | "filter" | "flatMap" | "wrap"; readonly damage?: Damage }
  | { readonly node: "sink"; readonly name: string; readonly damage?: Damage }
  | { readonly node: "odd"; readonly odd: Odd }
  | {
    readonly node: "router" | "predicates" | "broadcast";
    readonly branches: readonly (readonly Node[])[];
    readonly damage?: Damage;
  };

/** One member is another value, or what it gives is when it is called, or it throws when it is read. */
interface Damage {
  readonly member: string;
  readonly how: "is" | "gives" | "throws" | "missing";
  readonly odd: Odd;
}

const damageOf = (...members: readonly string[]): fc.Arbitrary<{ damage?: Damage }> =>
  fc.oneof(
    { weight: 12, arbitrary: fc.constant({}) },
    {
      weight: 1,
      arbitrary: fc.record({
        damage: fc.record({
          member: fc.constantFrom(...members),
          how: fc.constantFrom(
            "is" as const,
            "gives" as const,
            "throws" as const,
            "missing" as const,
          ),
          odd,
        }),
      }),
    },
  );

const step: fc.Arbitrary<Node> = fc.tuple(
  fc.constantFrom("map" as const, "filter" as const, "flatMap" as const, "wrap" as const),
  damageOf("kind", "apply"),
).map(([node, damage]) => ({ node, ...damage }));

const sink: fc.Arbitrary<Node> = fc.tuple(
  fc.constantFrom("a", "a", "b", "b.c"),
  damageOf("payload", "name", "routerBranchSafe", "buildPartition"),
).map(([name, damage]) => ({ node: "sink", name, ...damage }));

const { path } = fc.letrec<{ path: readonly Node[]; end: Node }>((tie) => ({
  path: fc.oneof(
    {
      weight: 20,
      arbitrary: fc.tuple(fc.array(step, { maxLength: 2 }), tie("end"))
        .map(([steps, end]) => [...steps, end]),
    },
    { weight: 1, arbitrary: fc.array(fc.oneof(step, tie("end")), { maxLength: 3 }) },
  ),
  end: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    { weight: 6, arbitrary: sink },
    {
      weight: 3,
      arbitrary: fc.tuple(
        fc.constantFrom("router" as const, "predicates" as const, "broadcast" as const),
        fc.array(tie("path"), { minLength: 1, maxLength: 3 }),
        damageOf("kind", "routes", "by", "default", "branches"),
      ).map(([node, branches, damage]): Node => ({ node, branches, ...damage })),
    },
    { weight: 1, arbitrary: odd.map((odd): Node => ({ node: "odd", odd })) },
  ),
}));

const boom = (): never => {
  throw new RangeError("boom");
};

function damaged<T extends object>(whole: T, damage: Damage | undefined): T {
  if (damage === undefined) return whole;
  const { member, how, odd } = damage;
  const copy = { ...whole } as Record<string, unknown>;
  const before = copy[member];
  delete copy[member];
  if (how === "throws") Object.defineProperty(copy, member, { get: boom, enumerable: true });
  else if (how === "gives" && typeof before === "function") copy[member] = () => make(odd);
  else if (how !== "missing") copy[member] = make(odd);
  return copy as T;
}

const steps: Readonly<Record<"map" | "filter" | "flatMap" | "wrap", Step>> = {
  map: map((n: number) => n),
  filter: filter((n: unknown) => n !== 0),
  flatMap: { kind: "flatMap", apply: (n: number) => [n, n] },
  wrap: map((n: number) => new Message(n, { messageId: "m" })),
};

function nodeOf(it: Node): FlowNode {
  if (it.node === "odd") return make(it.odd) as FlowNode;
  if (it.node === "sink") return damaged(scripted(it.name), it.damage);
  if (!("branches" in it)) return damaged(steps[it.node], it.damage);
  const branches = it.branches.map((nodes) => nodes.map(nodeOf));
  if (it.node === "broadcast") return damaged(broadcast(branches), it.damage);
  const [first = [], ...others] = branches;
  const made = it.node === "router"
    ? router({
      by: (n: unknown) => n === 1 ? 0 : n,
      routes: Object.fromEntries(others.entries()),
      default: first,
    })
    : router({ when: others.map((to) => ({ test: (n: unknown) => n === 1, to })), default: first });
  return damaged(made, it.damage);
}

const config: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 8, arbitrary: fc.constant({ a: {}, b: { c: {} } }) },
  { weight: 1, arbitrary: fc.constantFrom({ a: null, b: {} }, { a: "${oc.env:NO}", b: { c: 1 } }) },
);

const whole = fc.record({
  process: path,
  sections: config,
  damage: damageOf("name", "source", "process"),
  source: fc.oneof(
    { weight: 8, arbitrary: fc.constant(undefined) },
    { weight: 1, arbitrary: fc.record({ at: fc.constantFrom("iterator", "next", "result"), odd }) },
  ),
  async: fc.boolean(),
});

/** A source of three events; something odd comes of it at its second. */
function sourceOf(
  damage: { readonly at: string; readonly odd: Odd } | undefined,
  async: boolean,
): Flow["source"] {
  const iterator = async ? Symbol.asyncIterator : Symbol.iterator;
  if (damage === undefined) return [1, 2, 3];
  const value = make(damage.odd);
  if (damage.at === "iterator") return { [iterator]: () => value } as never;
  let read = 0;
  const next = (): unknown => {
    if (read++ === 0) return { done: false, value: 1 };
    return damage.at === "result" && read < 4 ? value : { done: true, value: undefined };
  };
  return {
    [iterator]: () => damage.at === "next" ? { next: value } : { next, return: () => ({}) },
  } as never;
}

Deno.test("a flow compiles and runs, or is refused with a clear error, whatever it is made of", async () => {
  const count = { ran: 0, failed: 0, refused: 0 };
  await fc.assert(
    fc.asyncProperty(whole, async ({ process, sections, damage, source, async }) => {
      const drawn = damaged<Flow>(
        { name: "drawn", source: sourceOf(source, async), process: process.map(nodeOf) },
        damage.damage,
      );
      try {
        const plan = compile(drawn, { streaming: { sinks: sections } }, { env: {} });
        await run(plan, { interruptOn: [], batchSize: 2 });
        count.ran++;
      } catch (error) {
        if (error instanceof RunError) {
          count.failed++;
          requireOfTheFlow(error);
        } else {
          count.refused++;
          requireClear(error, CompilationError, TypeError);
          if (error instanceof CompilationError) error.problems.forEach(requireClearProblem);
        }
      }
    }),
    { numRuns: runs },
  );
  const { ran, failed, refused } = count;
  const told = `${ran} ran, ${failed} failed, ${refused} were refused`;
  assert(ran > runs / 5 && refused > runs / 10 && failed > runs / 100, told);
});

function requireClearProblem({ path, message }: { path: string; message: string }): void {
  assert(path !== "" && /\bmust\b[\s\S]+: \S/.test(message), `${path}: ${message}`);
}

/** What the functions of a flow throw is quoted; anything else that fails a run must be clear. */
function requireOfTheFlow(error: RunError): void {
  requireClearText(error.message.replace(/ with [\s\S]*/, ": theirs"));
  const { message } = error.cause as Error;
  if (!/^boom$|^Class constructor Odd|proxy that has been revoked$/.test(message)) {
    requireClear(error.cause, Error);
  }
}

/** What is done to a path under construction. */
const method = fc.record({
  method: fc.constantFrom("map", "filter", "flatMap", "into", "router", "broadcast"),
  odd,
});

Deno.test("the builder takes what it is given, or refuses it with a clear error", () => {
  let built = 0;
  fc.assert(
    fc.property(fc.array(method, { minLength: 1, maxLength: 4 }), (methods) => {
      // deno-lint-ignore no-explicit-any -- what is called is drawn.
      let path: any = flow("drawn", [1]);
      try {
        for (const { method, odd } of methods) path = path[method]?.(make(odd)) ?? path;
        built++;
      } catch (error) {
        requireClear(error, TypeError);
      }
    }),
    { numRuns: runs },
  );
  assert(built > runs / 20 && built < runs, `${built} of ${runs} were built`);
});
