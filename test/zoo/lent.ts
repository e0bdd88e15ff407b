import type { AsyncBridge } from "../../mod.ts";
import { copyOf, guarded, type Row, type Store } from "../mutants/mutant.ts";
import { Buffered, type Sound, sound } from "./sound.ts";

function requireBridge(bridge: AsyncBridge | undefined): AsyncBridge {
  if (bridge) return bridge;
  throw new Error("Cannot build as the sink must be given a bridge: there is none");
}

/** Sends rows in a task that ends when its time has run out. */
function cancellable(store: Store<Row>, bridge: AsyncBridge) {
  return (rows: readonly Row[]): Promise<void> =>
    bridge.run(async (signal) => {
      const { promise: aborted, reject } = Promise.withResolvers<never>();
      signal.addEventListener("abort", () => reject(signal.reason), { once: true });
      await Promise.race([store.send(rows), aborted]);
    }, { timeout: 20 });
}

/** Gives sessions; belongs to the adapter. */
class SessionManager {
  sessions = 0;
  readonly #store: Store<Row>;

  constructor(store: Store<Row>) {
    this.#store = store;
  }

  session(): { insert(rows: readonly Row[]): Promise<void>; end(): void } {
    this.sessions++;
    return { insert: (rows) => this.#store.send(rows), end: () => void this.sessions-- };
  }

  dispose(): void {}
}

function requireSessions(manager: unknown): SessionManager {
  if (manager) return manager as SessionManager;
  throw new Error("Cannot build as the sink must be given a session manager: there is none");
}

/** Sinks that work through what the runtime lends them. */
export const lentSinks: readonly Sound[] = [
  sound({
    name: "goes through the bridge, and awaits it",
    build: (store) => (_config, _worker, _workers, bridge) =>
      guarded(async (items) => {
        if (bridge) await bridge.run(() => store.send(items));
        else await store.send(items);
      }),
  }),
  sound({
    name: "goes through the bridge, and returns nothing",
    build: (store) => (_config, _worker, _workers, bridge) => {
      const lent = requireBridge(bridge);
      return guarded((items) => void lent.run(() => store.send(items)));
    },
  }),
  sound({
    name: "goes through the bridge at once, into a storage that may fail",
    faulty: true,
    build: (store) => (_config, _worker, _workers, bridge) =>
      new Buffered<Row>(cancellable(store, requireBridge(bridge)), 1),
  }),
  sound({
    name: "buffers, and goes through the bridge into a storage that may fail",
    faulty: true,
    build: (store) => (_config, _worker, _workers, bridge) =>
      new Buffered<Row>(cancellable(store, requireBridge(bridge)), 4),
  }),
  sound<Row>({
    name: "opens a session for every batch",
    build: () => (_config, _worker, _workers, _bridge, manager) => {
      const sessions = requireSessions(manager);
      return guarded(async (items) => {
        const session = sessions.session();
        try {
          await session.insert(items.map(copyOf));
        } finally {
          session.end();
        }
      });
    },
    fixture(store) {
      const sessionManager = new SessionManager(store);
      return { sessionManager, openResources: () => sessionManager.sessions };
    },
  }),
  sound<Row>({
    name: "keeps one session for its life",
    build: () => (_config, _worker, _workers, _bridge, manager) => {
      const session = requireSessions(manager).session();
      return guarded((items) => session.insert(items.map(copyOf)), () => session.end());
    },
    fixture(store) {
      const sessionManager = new SessionManager(store);
      return { sessionManager, openResources: () => sessionManager.sessions };
    },
  }),
];
