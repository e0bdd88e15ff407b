/** Cells of the table that no rule claims: for every reason a test that it holds. */
import type { Call, Trace } from "@watertight/sinks";
import {
  type AnomalyKind,
  anomalyKinds,
  attribution,
  type Cause,
  causes,
  type Factor,
  factors,
  type History,
} from "@watertight/sinks/conformance";
import * as fc from "fast-check";
import { plan, type PlannedCall } from "../../../conformance/history/plan.ts";
import { variantsOf } from "../../../conformance/history/variants.ts";
import { accountOf } from "../../../conformance/judge/account.ts";
import { anomaliesOf } from "../../../conformance/judge/anomalies.ts";
import { claimOf } from "../../../conformance/judge/attribution.ts";
import { factorsOf } from "../../../conformance/judge/factors.ts";
import { causeOf } from "../../../conformance/judge/refine_cause.ts";
import { assert, assertEquals } from "../../assert.ts";
import { bareShape, histories } from "../history/shapes.ts";
import { build, close, failed, later, on, smallest, threw, traceOf, write } from "./traces.ts";

/** The cells that no rule claims, by the reason. */
const unclaimed = Map.groupBy(
  causes.flatMap((cause) =>
    anomalyKinds.flatMap((kind) => {
      const claim = attribution[cause][kind];
      return typeof claim === "string" ? [] : [{ cause, kind, reason: claim.unclaimed }];
    })
  ),
  ({ reason }) => reason,
);

/** The calls that a history stands for, as a sink makes them that refuses what it must. */
function callsOf(history: History): readonly Call[] {
  const closed = new Set<number>();
  let events = 0;
  const calls = plan(history).map(({ call, run, partition, worker, workers, ...rest }) => {
    const refused = call === "write" && (closed.has(partition) || rest.invalid);
    if (call === "close") closed.add(partition);
    const own = rest.events.map(() => events++);
    return {
      ...(refused ? threw({}) : {}),
      ...{ call, run, partition, worker, workers },
      ...(call === "write" && { events: own }),
      ...(rest.invalid && { invalid: [null] }),
    };
  });
  return traceOf(calls).calls;
}

/** The cells that are unclaimed for the reason that has these words. */
function cellsFor(words: RegExp): readonly { cause: Cause; kind: AnomalyKind }[] {
  const reasons = [...unclaimed.keys()].filter((reason) => words.test(reason));
  assertEquals(reasons.length, 1, `${words} is not said of one reason alone`);
  return unclaimed.get(reasons[0]!)!;
}

/** The reasons, in the order of the tests below. */
const shown: readonly RegExp[] = [
  /^a batch that failed/,
  /^only what is repeated/,
  /^without the closes of its peers/,
  /^only what is lost/,
  /^only what is gone/,
  /^a build is the first call/,
  /^a call that is refused/,
  /^a call that the storage fails/,
  /^a call that comes after it/,
  /^a value that nobody wrote/,
  /^a storage that cannot be read/,
  /^a close that says/,
];

Deno.test("no cell is unclaimed for another reason than those that are shown to hold", () => {
  const others = [...unclaimed.keys()].filter((reason) => !shown.some((it) => it.test(reason)));
  assertEquals(others, []);
  for (const words of shown) assert(cellsFor(words).length > 0, `${words}`);
});

Deno.test("without a failure no batch is torn, leaves a gap or is published", () => {
  const kinds = new Set(cellsFor(shown[0]!).map(({ kind }) => kind));
  assertEquals([...kinds].sort(), ["gap", "published", "torn"]);
  for (const kind of kinds) {
    const trace = smallest[kind];
    const calls = trace.calls.map(({ fault: _, ...call }) => call);
    const left = anomaliesOf({ ...trace, calls }).map((anomaly) => anomaly.kind);
    assert(!left.includes(kind), `${kind} is there without a fault`);
  }
});

Deno.test("what is wrong with a batch that failed is blamed on a failure of a write", () => {
  for (const kind of ["torn", "gap", "published"] as const) {
    const trace = smallest[kind];
    const [anomaly] = anomaliesOf(trace).filter((it) => it.kind === kind);
    const cause = causeOf("fault", anomaly!, trace);
    assert(cause.startsWith("fault-") && claimOf(cause, kind), `${kind} is blamed on ${cause}`);
  }
});

Deno.test("only what is repeated is blamed on an unclear outcome", () => {
  const kinds = new Set(cellsFor(shown[1]!).map(({ kind }) => kind));
  assert(!kinds.has("repeated"), "what is repeated is claimed");
  for (const kind of kinds) {
    const trace = traceOf([build, failed(write(0, 1), "reject-after-apply"), close]);
    const anomaly = { kind, event: 0, call: 2, text: "" };
    assert(causeOf("fault", anomaly, trace) !== "unclear-outcome", kind);
  }
});

Deno.test("without the closes of its peers a partition has all its other calls, and its own close", () => {
  fc.assert(fc.property(histories, (history) => {
    for (const variant of variantsOf(history, "peer-close", bareShape.pool)) {
      // A pause before a close that is left out goes before the call that follows.
      const others = (of: typeof variant) =>
        plan(of).filter(({ call }) => call !== "close").map(({ pause: _, ...call }) => call);
      assertEquals(others(variant), others(history));
      const own = ({ call, partition }: PlannedCall) =>
        call === "close" && partition === variant.onlyClose;
      assertEquals(plan(variant).filter(own).length, plan(history).filter(own).length);
    }
  }));
});

Deno.test("what is added to flush what is pending takes nothing away", () => {
  assertEquals(new Set(cellsFor(shown[3]!).map(({ cause }) => cause)), new Set(["pending"]));
  assert(claimOf("pending", "lost"), "what is lost is claimed");
  fc.assert(fc.property(histories, (history) => {
    for (const variant of variantsOf(history, "pending", bareShape.pool)) {
      const told = history.steps.map((step) => JSON.stringify(step));
      let next = 0;
      for (const step of variant.steps) if (JSON.stringify(step) === told[next]) next++;
      assertEquals(told.slice(next), [], "steps that are not in their place any more");
    }
  }));
});

Deno.test("only what is gone, or has come, is blamed on a build over what was stored", () => {
  const looked = { before: [0], after: [] };
  const trace = traceOf([on(0, build), on(0, write(0)), { ...on(1, build), ...looked }]);
  const blamed = anomalyKinds.filter((kind) => {
    const event = kind === "extra" ? {} : { event: 0 };
    return causeOf("late-build", { kind, ...event, text: "" }, trace) === "build-over-stored";
  });
  assertEquals(blamed, ["lost", "extra"]);
  const kinds = cellsFor(shown[4]!).map(({ kind }) => kind);
  assertEquals(blamed.filter((kind) => kinds.includes(kind)), []);
});

Deno.test("nothing comes before the build of a partition", () => {
  assertEquals(new Set(cellsFor(shown[5]!).map(({ kind }) => kind)), new Set(["refused-build"]));
  fc.assert(fc.property(histories, (history) => {
    const built = new Set<number>();
    for (const { call, partition } of plan(history)) {
      assertEquals(built.has(partition), call !== "build");
      built.add(partition);
    }
  }));
});

Deno.test("a call that is refused is never blamed on a failure of another kind of call alone", () => {
  const calls = { build: 0, write: 1, close: 2 };
  for (const { cause, kind } of cellsFor(shown[6]!)) {
    const struck = cause.slice("fault-in-".length) as keyof typeof calls;
    const refused = kind.slice("refused-".length) as keyof typeof calls;
    const sequence = [build, write(0), close, later(build)];
    const fault = { kind: "reject" } as const;
    const faulted = sequence.with(calls[struck], { ...sequence[calls[struck]]!, fault });
    // A build after a failure is one of the next run.
    const call = refused === "build" ? 3 : calls[refused];
    const told = causeOf("fault", { kind, call, text: "" }, traceOf(faulted));
    assert(told !== cause, `${kind} is blamed on ${told}`);
  }
});

Deno.test("a call that the storage fails, a write after a close, or a bare build may throw", () => {
  const bare = { given: { minimalArguments: true } };
  const unnoticed = { ...close, fault: { kind: "reject" } } as const;
  const traces: Readonly<Record<string, Trace>> = {
    "refused-build of minimal-arguments": traceOf([threw(build)], bare),
    "refused-build of fault-in-build": traceOf([failed(build)]),
    "refused-build of fault-on-bridge": traceOf([failed(build)]),
    "refused-write of fault-in-write": traceOf([build, failed(write(0))], { contents: [] }),
    "refused-write of fault-in-close": traceOf([build, unnoticed, threw(write(0))], {
      contents: [],
    }),
    "refused-close of fault-in-close": traceOf([build, failed(close)]),
  };
  for (const { cause, kind } of cellsFor(shown[7]!)) {
    const trace = traces[`${kind} of ${cause}`]!;
    const kinds = anomaliesOf(trace).map((anomaly) => anomaly.kind);
    assert(!kinds.includes(kind), `${kind} of ${cause}`);
  }
});

Deno.test("what comes after a close, and builds after a write, are particular in a way that comes first", () => {
  const first = (factor: Factor): number => factors.indexOf(factor);
  const cells = cellsFor(shown[8]!);
  for (const { cause, kind } of cells) {
    const calls = kind === "refused-build" ? ["late-build", "restart"] : ["early-close", "restart"];
    for (const it of [...calls, "late-write"]) {
      assert(first(it as Factor) < first(cause as Factor), `${it} comes after ${cause}`);
    }
  }
  fc.assert(fc.property(histories, (history) => {
    const [wrote, closed] = [new Set<number>(), new Set<number>()];
    const calls = callsOf(history);
    for (const [index, { call, run, partition }] of calls.entries()) {
      const told = factorsOf(traceOf(calls.slice(0, index + 1)));
      const has = (...wanted: readonly Factor[]) => wanted.some((factor) => told.has(factor));
      if (call === "build" && wrote.has(run)) assert(has("late-build", "restart"), "a late build");
      if (call !== "close" && closed.size > 0) {
        assert(has("late-write", "early-close", "restart", "twin"), `a ${call} after a close`);
      }
      if (call === "write") wrote.add(run);
      if (call === "close") closed.add(partition);
    }
  }));
});

Deno.test("what nobody wrote is blamed on a failure in a call, and on none of a peer", () => {
  for (const { cause, kind } of cellsFor(shown[9]!)) {
    assertEquals(kind, "extra");
    const run = cause === "fault-of-peer" ? (call: Partial<Call>) => on(1, call) : later;
    const trace = traceOf([build, failed(write(0)), close, run(build), run(write(1)), run(close)]);
    assertEquals(causeOf("fault", { kind, text: "" }, trace), "fault-in-write");
  }
});

Deno.test("what must not be stored was late, came with what cannot be held, or was replaced", () => {
  fc.assert(fc.property(histories, (history) => {
    const trace = traceOf(callsOf(history));
    const told = factorsOf(trace);
    const refused = accountOf(trace).some(({ due }) => due === "must-not");
    assert(!refused || told.has("late-write") || told.has("invalid-event"), "refused otherwise");
  }));
});

Deno.test("a storage that cannot be read is blamed on the call that failed, and on none of a peer", () => {
  for (const { cause, kind } of cellsFor(shown[10]!)) {
    assertEquals(kind, "unreadable");
    const run = cause.endsWith("-peer") ? (call: Partial<Call>) => on(1, call) : later;
    const parts = [close, run(build), run(write(1)), run(close)];
    if (cause.startsWith("invalid-event")) {
      const refused = traceOf([build, threw({ ...write(0), invalid: [null] }), ...parts]);
      assertEquals(causeOf("invalid-event", { kind, text: "" }, refused), "invalid-event");
      continue;
    }
    const told = traceOf([build, threw(failed(write(0))), ...parts]);
    assertEquals(causeOf("fault", { kind, text: "" }, told), "fault-in-other-call");
    const { outcome: _, ...silently } = failed(write(0));
    const hidden = traceOf([build, silently, ...parts]);
    assertEquals(causeOf("fault", { kind, text: "" }, hidden), "fault-in-write");
  }
});

Deno.test("only what cannot be read is blamed on a close that says that it failed", () => {
  const cells = cellsFor(shown[11]!);
  assertEquals(new Set(cells.map(({ cause }) => cause)), new Set(["fault-in-failed-close"]));
  const trace = traceOf([build, write(0), failed(close)]);
  for (const { kind } of cells) {
    const told = causeOf("fault", { kind, event: 0, call: 2, text: "" }, trace);
    assert(told !== "fault-in-failed-close", `${kind} is blamed on ${told}`);
  }
  const told = causeOf("fault", { kind: "unreadable", text: "" }, trace);
  assert(claimOf(told, "unreadable"), "what cannot be read is claimed");
});
