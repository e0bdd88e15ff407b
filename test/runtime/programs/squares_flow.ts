// A flow for threads: each imports this module. What the sink does is in its section, as plain data.
import { type Flow, type IntoSink, map, type SessionProvider } from "@watertight/sinks";

interface Section {
  readonly failOn?: number;
  readonly session?: boolean;
}

const intoSquares: IntoSink<number> = {
  payload: Number as never,
  name: "squares",
  routerBranchSafe: true,
  buildPartition(config, _worker, _workers, bridge, session) {
    const { failOn, session: wanted } = config as Section;
    if (wanted && session === undefined) throw new Error("no session manager");
    return {
      writeBatch(items) {
        if (failOn !== undefined && items.includes(failOn)) {
          throw new Error(`no room for ${failOn}`);
        }
        bridge?.run(() => Promise.resolve());
      },
      close() {},
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
