import * as fc from "fast-check";
import type { Call, Contents, Stored, Trace } from "@watertight/sinks";
import { make, type Odd, odd } from "./odd.ts";

/** A trace with every value of the author's as data, of which {@linkcode traceOf} makes it. */
export interface Drawn {
  readonly events: readonly Odd[];
  readonly calls: readonly DrawnCall[];
  readonly contents?: DrawnContents;
  readonly lateContents?: DrawnContents;
  readonly branchSafe?: readonly [Odd, Odd];
  readonly rest: Omit<Trace, "events" | "calls" | "contents" | "lateContents" | "node"> & {
    readonly node?: object;
  };
}

interface DrawnCall {
  readonly call: Omit<Call, "invalid" | "before" | "after" | "later">;
  readonly invalid?: readonly Odd[];
  readonly before?: DrawnContents;
  readonly after?: DrawnContents;
  readonly later?: { readonly ms: number; readonly contents: DrawnContents };
}

type DrawnContents = readonly (number | { readonly event?: number; readonly odd: Odd })[];

/** A thing that is seldom there. */
function seldom<T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> {
  return fc.option(arbitrary, { freq: 3, nil: undefined });
}

/** Texts that are more than they seem to a terminal, a page or a log. */
export const hostileText: fc.Arbitrary<string> = fc.oneof(
  fc.string({ unit: "binary", maxLength: 8 }),
  fc.string({ maxLength: 8 }),
  fc.constantFrom(
    "::error::boom",
    "a\n::error::boom",
    "a ::error::boom",
    "##[error]boom",
    "a\r\n##vso[task.complete]boom",
    "</code></pre><script>alert(1)</script>",
    "\" onclick='x' &amp;",
    "<!--",
    "]]>",
    "\u001b[31mred\u001b[0m",
    "\u0000\u0007\b\u007f\u009b",
    "\u202egnp.exe\u2066",
    "\u2028\u2029",
    "\ud800",
  ),
);

/** A small number, and now and then one that is no place anywhere. */
const place = (most: number, wild: boolean) =>
  wild
    ? fc.oneof(
      { weight: 30, arbitrary: fc.nat(most) },
      { weight: 1, arbitrary: fc.constantFrom(-1, 1.5, NaN, Infinity, 1e6, 2 ** 31, 2 ** 53) },
    )
    : fc.nat(most);

function contentsOf(event: fc.Arbitrary<number>): fc.Arbitrary<DrawnContents> {
  return fc.array(
    fc.oneof(
      { weight: 6, arbitrary: event },
      { weight: 1, arbitrary: fc.record({ event, odd }, { requiredKeys: ["odd"] }) },
    ),
    { maxLength: 7 },
  );
}

const error = fc.record({
  isError: fc.boolean(),
  name: fc.oneof(fc.constant("Error"), hostileText),
  message: hostileText,
});

const outcome: fc.Arbitrary<Call["outcome"]> = fc.oneof(
  { weight: 6, arbitrary: fc.constant({ kind: "returned" as const }) },
  { weight: 2, arbitrary: error.map((error) => ({ kind: "threw" as const, error })) },
  { weight: 1, arbitrary: fc.constant({ kind: "unsettled" as const }) },
);

const task = fc.record({
  started: fc.constantFrom("within", "after"),
  outcome: fc.constantFrom("fulfilled", "rejected", "unsettled"),
  aborted: fc.constantFrom("honoured", "ignored"),
}, { requiredKeys: ["started", "outcome"] });

function callOf(event: fc.Arbitrary<number>, wild: boolean): fc.Arbitrary<DrawnCall> {
  const number = place(3, wild);
  const contents = contentsOf(event);
  return fc.record({
    call: fc.record({
      call: fc.constantFrom("build", "write", "write", "close"),
      ...{ run: place(1, wild), partition: number, worker: number, workers: number },
      events: fc.array(event, { maxLength: 4 }),
      start: fc.constant(0),
      end: fc.oneof(fc.nat(3), fc.constant(null)),
      outcome,
      fault: seldom(
        fc.record({
          kind: fc.constantFrom("reject", "reject-after-apply", "hang"),
          ...{ after: number, times: number, until: fc.constant("close") },
          ...{ long: fc.constant(true), outlasted: fc.boolean() },
        }, { requiredKeys: ["kind"] }),
      ),
      afterwards: seldom(fc.constantFrom("array-reused", "event-changed")),
      tampered: seldom(fc.subarray(["batch", "event", "config"])),
      built: seldom(
        fc.oneof(fc.record({ problem: hostileText }), fc.record({ sameAs: number })),
      ),
      unreadable: seldom(hostileText),
      pause: seldom(number),
      tasks: seldom(fc.array(task, { maxLength: 3 })),
    }),
    invalid: seldom(fc.array(odd, { minLength: 1, maxLength: 2 })),
    before: seldom(contents),
    after: seldom(contents),
    later: seldom(fc.record({ ms: number, contents })),
  }) as fc.Arbitrary<DrawnCall>;
}

const rest = fc.record({
  keys: seldom(fc.array(fc.constantFrom("a", "b"), { maxLength: 6 })),
  unreadable: seldom(hostileText),
  lateUnreadable: seldom(hostileText),
  undisposed: seldom(hostileText),
  guarantees: seldom(
    fc.record({
      order: fc.constantFrom("worker", "none"),
      durable: fc.constantFrom("on-close", "on-write", { within: 5 }, { within: NaN }),
      atomicBatches: fc.boolean(),
      delivery: fc.constantFrom("at-least-once", "exactly-once"),
      restart: fc.constantFrom("appends", "replaces"),
    }, { requiredKeys: [] }),
  ),
  node: seldom(
    fc.record({
      problems: fc.array(hostileText.filter((it) => it !== ""), { maxLength: 2 }),
      name: hostileText,
      changed: fc.array(hostileText, { maxLength: 2 }),
    }, { requiredKeys: ["problems", "changed"] }),
  ),
  given: seldom(
    fc.record({
      frozenNode: fc.boolean(),
      frozenConfig: fc.boolean(),
      frozenEvents: fc.boolean(),
      minimalArguments: fc.boolean(),
      stringConfig: fc.boolean(),
      invalidKey: hostileText,
    }, { requiredKeys: [] }),
  ),
  stillWritten: seldom(fc.constant(true)),
  leaked: seldom(fc.dictionary(hostileText, fc.integer(), { maxKeys: 2 })),
  strays: seldom(fc.array(error, { maxLength: 2 })),
  seized: seldom(fc.array(hostileText, { maxLength: 2 })),
});

/** Traces as the type allows them; `wild`: also with numbers that no recorder would write. */
export function drawnTraces(wild: boolean): fc.Arbitrary<Drawn> {
  const event = place(3, wild);
  const contents = contentsOf(event);
  return fc.record({
    events: fc.array(odd, { minLength: 4, maxLength: 6 }),
    calls: fc.array(callOf(event, wild), { maxLength: 10 }),
    contents: fc.option(contents, { nil: undefined, freq: 6 }),
    lateContents: seldom(contents),
    branchSafe: seldom(fc.tuple(odd, odd)),
    rest,
  }) as fc.Arbitrary<Drawn>;
}

/** The trace that was drawn: every call starts after those before it, and some end after later ones start. */
export function traceOf({ events, calls, contents, lateContents, branchSafe, rest }: Drawn): Trace {
  const { node, ...others } = rest;
  const [before, after] = branchSafe ?? [];
  return present({
    ...others,
    node: node && {
      ...node,
      routerBranchSafe: [before && make(before), after && make(after)],
    },
    events: events.map(make),
    calls: calls.map(({ call, invalid, before, after, later }, index): Call =>
      present({
        ...call,
        start: 2 * index,
        end: call.end === null ? null : 2 * index + 1 + 2 * call.end,
        invalid: invalid?.map(make),
        before: before && madeContents(before),
        after: after && madeContents(after),
        later: later && { ms: later.ms, contents: madeContents(later.contents) },
      })
    ),
    contents: contents && madeContents(contents),
    lateContents: lateContents && madeContents(lateContents),
  });
}

/** The contents that were drawn. */
export function madeContents(contents: DrawnContents): Contents {
  return contents.map((stored): Stored => {
    if (typeof stored === "number") return stored;
    const { event, odd } = stored;
    return { ...(event !== undefined && { event }), value: make(odd) };
  });
}

/** Without the members that are undefined: a trace has none. */
function present<T>(members: object): T {
  return Object.fromEntries(
    Object.entries(members).filter(([, value]) => value !== undefined),
  ) as T;
}
