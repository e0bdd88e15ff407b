import { copyOf, direct, guarded, mutant, type MutantsOf, type Row, type Store } from "./mutant.ts";

/** What an owner can do with what it lends, and a borrower must not. */
interface Owned extends Partial<Disposable & AsyncDisposable> {
  shutdown?(): void;
  dispose?(): void;
}

/** A timer that keeps the process alive; the store releases what a partition forgets. */
function interval(store: Store<Row>): Disposable {
  const timer = setInterval(() => {}, 60_000);
  const handle = { [Symbol.dispose]: () => clearInterval(timer) };
  store.handles.add(handle);
  return handle;
}

/** Mutants of the rules about what a close releases, what it must leave alone, and in which order it comes. */
export const releaseMutants: MutantsOf<
  "close.any-order" | "close.releases" | "close.shared-resources" | "bridge.awaited"
> = {
  "close.any-order": [
    mutant({
      name: "publishes the parts of all workers when worker 0 ends",
      models: "A job commit by task 0 (Hadoop output committers): later parts stay temporary.",
      calls: 5,
      says: /is not stored; when the workers close in another order this does not happen/,
      build(store) {
        const staged: Row[][] = [];
        return (_config, worker) => {
          const own: Row[] = [];
          return guarded((items) => void own.push(...items.map(copyOf)), () => {
            staged.push(own);
            if (worker === 0) { for (const part of staged.splice(0)) store.insert(part); }
          });
        };
      },
    }),
    mutant({
      name: "publishes the parts of all workers when the last one ends",
      models: "The highest index taken for the last to finish.",
      calls: 5,
      says: /is not stored; when the workers close in another order this does not happen/,
      build(store) {
        const staged: Row[][] = [];
        return (_config, worker, workers) => {
          const own: Row[] = [];
          return guarded((items) => void own.push(...items.map(copyOf)), () => {
            staged.push(own);
            if (worker === workers - 1) { for (const part of staged.splice(0)) store.insert(part); }
          });
        };
      },
    }),
    mutant({
      name: "appends its segment only after that of the worker before",
      models: "Ordered segment commits that drop a segment whose predecessor is missing.",
      calls: 5,
      says: /is not stored; when the workers close in another order this does not happen/,
      build(store) {
        let committed = -1;
        return (_config, worker) => {
          if (worker === 0) committed = -1;
          const own: Row[] = [];
          return guarded((items) => void own.push(...items.map(copyOf)), () => {
            if (worker > 0 && committed < 0) return;
            committed = worker;
            store.insert(own);
          });
        };
      },
    }),
  ],
  "close.releases": [
    mutant({
      name: "leaves its heartbeat running",
      models: "A keep-alive interval started by build that no one clears.",
      calls: 2,
      says: /after every partition was closed 1 \w+ more is open than before the first build/,
      build: (store) => () => {
        interval(store);
        return direct(store);
      },
    }),
    mutant({
      name: "opens its file again for every batch",
      models: "File handles leaked by a writer that reopens after a roll (too many open files).",
      calls: 3,
      says: /after every partition was closed 1 file more is open than before the first build/,
      build: (store) => () =>
        guarded((items) => {
          const file = Deno.openSync("/dev/null", { read: true });
          store.handles.add(file);
          store.insert(items);
        }),
    }),
    mutant({
      name: "releases only what it has written with",
      models: "An early return in close when there is nothing to flush: the handle stays open.",
      calls: 2,
      says: /after every partition was closed 1 \w+ more is open than before the first build/,
      build: (store) => () => {
        const heartbeat = interval(store);
        let written = false;
        return guarded((items) => {
          written = true;
          store.insert(items);
        }, () => {
          if (written) heartbeat[Symbol.dispose]();
        });
      },
    }),
  ],
  "close.shared-resources": [
    mutant({
      name: "shuts down the bridge",
      models: "close() that ends the event loop it was lent: the next sink finds it dead.",
      calls: 2,
      says: /a partition called bridge\.shutdown, which belongs to its owner/,
      build: (store) => (_config, _worker, _workers, bridge) =>
        guarded((items) => store.insert(items), () => (bridge as Owned | undefined)?.shutdown?.()),
    }),
    mutant({
      name: "disposes the session manager",
      models: "engine.dispose() by the first sink of a process that has two (SQLAlchemy).",
      calls: 2,
      says: /a partition called sessionManager\.dispose, which belongs to its owner/,
      build: (store) => (_config, _worker, _workers, _bridge, manager) =>
        guarded((items) => store.insert(items), () => (manager as Owned | undefined)?.dispose?.()),
      fixture: () => ({ sessionManager: { dispose: () => {} } }),
    }),
    mutant({
      name: "takes the session manager into a disposable stack",
      models: "await using, or a with block, over an object that was only lent.",
      calls: 2,
      says: /a partition called sessionManager\.Symbol\(Symbol\.dispose\)/,
      build: (store) => (_config, _worker, _workers, _bridge, manager) => {
        const stack = new DisposableStack();
        stack.use(manager as Disposable | undefined);
        return guarded((items) => store.insert(items), () => stack.dispose());
      },
      fixture: () => ({ sessionManager: { [Symbol.dispose]: () => {} } }),
    }),
  ],
  "bridge.awaited": [
    mutant({
      name: "starts its bridge task in a callback that runs after the write",
      models: "run_coroutine_threadsafe from a done callback: nobody waits for the future.",
      calls: 3,
      says: /a bridge task was still to come when the \w+ of .*worker 0 had settled/,
      build: (store) => (_config, _worker, _workers, bridge) =>
        guarded((items) => {
          const rows = items.map(copyOf);
          if (!bridge) return store.insert(rows);
          queueMicrotask(() => void bridge.run(() => Promise.resolve(store.insert(rows))));
        }),
    }),
    mutant({
      name: "reports its progress through the bridge once a write is over",
      models: "Metrics and commits sent from a completion callback, after the call has returned.",
      calls: 3,
      says: /a bridge task was still to come when the \w+ of .*worker 0 had settled/,
      build: (store) => (_config, _worker, _workers, bridge) =>
        guarded((items) => {
          store.insert(items);
          if (!bridge) return;
          const later = async () => {
            for (let tick = 0; tick < 3; tick++) await undefined;
            await bridge.run(() => Promise.resolve());
          };
          void later();
        }),
    }),
    mutant({
      name: "starts a bridge task after its close has settled",
      models: "A last commit sent from a timer, when the runtime is about to shut the bridge down.",
      calls: 2,
      says: /a bridge task was still to come/,
      build: (store) => (_config, _worker, _workers, bridge) => {
        const buffer: Row[] = [];
        return guarded((items) => void buffer.push(...items.map(copyOf)), () => {
          store.insert(buffer);
          if (!bridge) return;
          void (async () => {
            for (let tick = 0; tick < 3; tick++) await undefined;
            await bridge.run(() => Promise.resolve());
          })();
        });
      },
    }),
  ],
};
