// The runtime and the suite agree: the suite judges what the runtime records, and generates what it does.
import fc from "fast-check";
import { evidenceOf, rules } from "@watertight/sinks/conformance";
import { HistoryArbitrary } from "../../conformance/history/arbitrary.ts";
import type { Shape } from "../../conformance/history/shape.ts";
import { systematicHistories } from "../../conformance/history/systematic.ts";
import type { History } from "../../conformance/history/history.ts";
import { plan } from "../../conformance/history/plan.ts";
import { broadcast, type Trace } from "@watertight/sinks";
import { assert, assertEquals } from "../assert.ts";
import { record, scripted } from "./support.ts";

/** The ids of the rules that a trace violates. */
function violatedBy(trace: Trace, stored: readonly unknown[]): readonly string[] {
  const contents = stored.map((value) => trace.events.indexOf(value));
  const evidence = evidenceOf({ ...trace, contents });
  return rules.filter((rule) => (rule.judge(evidence) ?? []).length > 0).map(({ id }) => id);
}

/** A sink that keeps each worker's events until its close, or all but the last of them. */
function buffering(stored: unknown[], lossy: boolean) {
  const pending = new Map<number, unknown[]>();
  return scripted("a", {
    write: (items, worker) => void pending.set(worker, [...pending.get(worker) ?? [], ...items]),
    close: (worker) => {
      const kept = pending.get(worker) ?? [];
      stored.push(...(lossy ? kept.slice(0, -1) : kept));
    },
  });
}

for (const batching of ["container", "epoch"] as const) {
  for (const lossy of [false, true]) {
    Deno.test(`the suite judges a recorded run, ${batching} mode, ${lossy ? "lossy" : "sound"}`, async () => {
      const stored: unknown[] = [];
      const { recorder } = await record(["p", "q", "r", "s", "t"], [buffering(stored, lossy)], {
        workers: 2,
        batching,
        batchSize: 2,
      });
      const violated = violatedBy(recorder.traceOf("a"), stored);
      if (lossy) assert(violated.includes("write.stored") || violated.includes("close.flushes"));
      else assertEquals(violated, []);
    });
  }
}

const shape: Shape = {
  maxWorkers: 2,
  usualLimits: [],
  namedLimits: [],
  pool: 100,
  faults: ["reject"],
  invalidEvents: false,
  invalidConfigs: 1,
  stringConfig: false,
  rivals: [],
  counted: false,
  pauses: [],
};

/** `b0 b1 w0 w1! c1 c0`: the calls of a history in one line, by worker; a refused build leaves nothing to call. */
function lineOf(history: History): string {
  const refused = history.given?.invalidConfig !== undefined;
  return plan(history).filter(({ call }) => call === "build" || !refused)
    .map(({ call, worker, fault }) => `${call[0]}${worker}${fault || refused ? "!" : ""}`)
    .join(" ");
}

/** The same of a recorded run. */
function lineOfTrace({ calls }: Trace): string {
  return calls.map(({ call, worker, outcome }) =>
    `${call[0]}${worker}${outcome.kind === "threw" ? "!" : ""}`
  ).join(" ");
}

/** Strikes out what the suite generates within this shape, until nothing is left or it has drawn enough. */
function strikeGenerated(lines: Set<string>): void {
  for (const history of systematicHistories(shape)) lines.delete(lineOf(history));
  const histories = new HistoryArbitrary(shape);
  for (let seed = 0; seed < 100 && lines.size > 0; seed++) {
    for (const history of fc.sample(histories, { seed, numRuns: 10_000 })) {
      lines.delete(lineOf(history));
    }
  }
}

Deno.test("every sequence of calls that a small run makes is one that the suite generates", async () => {
  const made = new Set<string>();
  for (const workers of [1, 2]) {
    for (const events of [0, 1, 2]) {
      for (const fault of [undefined, "write 0", "write 1", "close 0"]) {
        let writes = 0;
        const a = scripted("a", {
          write: () =>
            fault === `write ${writes++}` ? Promise.reject(new Error("down")) : undefined,
          close: (worker) =>
            fault === `close ${worker}` ? Promise.reject(new Error("c")) : undefined,
        });
        const items = Array.from({ length: events }, (_, i) => i);
        for (const batching of ["container", "epoch"] as const) {
          writes = 0;
          const { trace } = await record(items, [a], { workers, batchSize: 1, batching });
          made.add(lineOfTrace(trace));
        }
      }
    }
  }
  const a = scripted("a");
  const refusing = scripted("a", { build: () => Promise.reject(new Error("no table")) });
  for (const workers of [1, 2]) {
    made.add(lineOfTrace((await record([1], [refusing], { workers })).trace));
  }
  for (const items of [[], [1]]) {
    made.add(lineOfTrace((await record(items, [broadcast([a, a])])).trace));
  }
  assert(made.size > 15, `only ${made.size} sequences were made`);
  strikeGenerated(made);
  assertEquals([...made], []);
});
