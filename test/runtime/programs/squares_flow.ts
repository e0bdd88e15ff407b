// A flow for threads: each imports this module. What the sink does is in its section, as plain data.
import { type Flow, type IntoSink, map, payload, type SessionProvider } from "@watertight/sinks";

interface Section {
  readonly failOn?: number;
  readonly session?: boolean;
  /** What the second worker does to its thread, besides failing. */
  readonly fatal?: "throws later" | "exits" | "throws in close" | "hangs in close";
}

function throwLater(): void {
  setTimeout(() => {
    throw new Error("out of the blue");
  });
}

const intoSquares: IntoSink<number> = {
  payload: payload<number>(),
  name: "squares",
  routerBranchSafe: true,
  buildPartition(config, worker, _workers, bridge, session) {
    const { failOn, session: wanted, fatal } = config as Section;
    if (wanted && session === undefined) throw new Error("no session manager");
    return {
      writeBatch(items) {
        if (failOn !== undefined && items.includes(failOn)) {
          throw new Error(`no room for ${failOn}`);
        }
        if (worker === 1 && fatal === "throws later") throwLater();
        if (worker === 1 && fatal === "exits") Deno.exit(7);
        bridge?.run(() => Promise.resolve());
      },
      async close() {
        if (worker !== 1 || !fatal?.endsWith("in close")) return;
        if (fatal === "throws in close") throwLater();
        await new Promise(() => {});
      },
    };
  },
};

export const sessions: SessionProvider = {
  settings: (_, config) => (config as Section).session ? "shared" : undefined,
  open: () => ({}),
};

const flow: Flow = {
  name: "squares",
  source: [1, 2, 3, 4],
  process: [map((n: number) => n * n), intoSquares],
};
export default flow;
