// Wherever a run fails, the source is let go and what was built is closed; the sanitizers see to the timers.
import { compile, map, router, run, RunError, type RunOptions } from "@watertight/sinks";
import { assert, assertEquals } from "../assert.ts";
import { settled } from "../bridge/manual_clock.ts";
import { endless, record, scripted, sectionsFor } from "./support.ts";

const boom = (): never => {
  throw new Error("boom");
};

const places: Readonly<
  Record<string, { options?: RunOptions; process: ReturnType<typeof map>[] }>
> = {
  step: { process: [map(boom)] },
  "async step": { process: [map(() => Promise.reject(new Error("boom")))] },
  key: { process: [], options: { distribution: boom } },
};

const sinks = {
  build: scripted("a", { build: boom }),
  write: scripted("a", { write: boom }),
  "write and then the close": scripted("a", { write: boom, close: boom }),
};

const cases = [
  ...Object.entries(places).map(([place, { process, options }]) =>
    [place, [...process, scripted("a")], options ?? {}] as const
  ),
  ...Object.entries(sinks).map(([place, sink]) => [place, [sink], {}] as const),
  ["predicate of a router", [router({ when: [{ test: boom, to: scripted("a") }] })], {}] as const,
];

for (const [place, process, options] of cases) {
  for (const kind of ["sync", "async"]) {
    Deno.test(`a failure in the ${place}: a ${kind} source is released once, what was built is closed`, async () => {
      let released = 0;
      function* sync() {
        try {
          for (let i = 0;; i++) yield i;
        } finally {
          released++;
        }
      }
      async function* async() {
        try {
          yield* endless();
        } finally {
          released++;
        }
      }
      const source = kind === "sync" ? sync() : async();
      const { error, trace } = await record(source, process, { workers: 2, ...options });
      assertEquals([String(error?.cause), released], ["Error: boom", 1]);
      const returned = (call: string) =>
        trace.calls.filter((one) => one.call === call && one.outcome.kind === "returned").length;
      if (error?.aborted) assertEquals(returned("close"), 0);
      else assertEquals(returned("close"), returned("build"));
    });
  }
}

Deno.test("a manager that is opened while another worker fails is disposed all the same", async () => {
  const log: string[] = [];
  const a = scripted("a", { build: (_, worker) => worker === 0 ? boom() : undefined });
  const sessions = {
    settings: (sink: string) => sink,
    async open() {
      await settled();
      log.push("open");
      return { [Symbol.dispose]: () => void log.push("dispose") };
    },
  };
  const plan = compile({ name: "test", source: [1], process: [a] }, sectionsFor("a"));
  const error = await run(plan, { workers: 2, sessions }).catch((error) => error);
  assert(error instanceof RunError);
  assertEquals([error.phase, log], ["build", ["open", "dispose"]]);
});
