import { copyOf, guarded, mutant, type MutantsOf, type Row } from "./mutant.ts";

const pause = () => Promise.resolve();

/** Mutants of the rules about workers that run side by side. */
export const workerMutants: MutantsOf<"workers.isolated-close" | "workers.no-cross-talk"> = {
  "workers.isolated-close": [
    mutant({
      name: "closes the connection that all workers share",
      models: "A static HTTP client closed by the first task that stops (Kafka Connect sinks).",
      calls: 5,
      says: /connection is closed; when no worker closes before the last write/,
      build(store) {
        let [users, connected] = [0, true];
        return () => {
          if (users++ === 0) connected = true;
          return guarded((items) => {
            if (!connected) throw new Error("connection is closed");
            store.insert(items);
          }, () => {
            users--;
            connected = false;
          });
        };
      },
    }),
    mutant({
      name: "flushes on close through a pool that the first close ends",
      models: "Shared thread pools shut down in close(), before the other tasks flushed.",
      calls: 5,
      says: /written to worker \d, is not stored; when (no worker|the workers) close/,
      build(store) {
        let [users, alive] = [0, true];
        return () => {
          if (users++ === 0) alive = true;
          const buffer: Row[] = [];
          let closed = false;
          return {
            writeBatch(items) {
              if (closed) throw new Error("closed");
              if (alive) store.insert(items);
              else buffer.push(...items.map(copyOf));
            },
            close() {
              if (closed) return;
              closed = true;
              if (alive) store.insert(buffer.splice(0));
              users--;
              alive = false;
            },
          };
        };
      },
    }),
    mutant({
      name: "clears the registry of writers when one of them leaves",
      models: "registry.clear() where registry.delete(this) was meant.",
      calls: 5,
      says: /no writer is registered; when no worker closes before the last write/,
      build(store) {
        const registry = new Set<object>();
        return () => {
          const writer = {};
          registry.add(writer);
          return guarded((items) => {
            if (!registry.has(writer)) throw new Error("no writer is registered");
            store.insert(items);
          }, () => registry.clear());
        };
      },
    }),
  ],
  "workers.no-cross-talk": [
    mutant({
      name: "reads, waits, and then writes the whole shared object",
      models: "Read-modify-write of one manifest by several tasks (object stores before CAS).",
      calls: 6,
      says: /is not stored; when the calls follow one another this does not happen/,
      build(store) {
        return () =>
          guarded(async (items) => {
            const manifest = [...store.table];
            await pause();
            store.table.splice(0, Infinity, ...manifest, ...items.map(copyOf));
          });
      },
    }),
    mutant({
      name: "takes offsets from a counter that it awaits",
      models: "Sequence numbers fetched, then incremented, without a lock: two rows get one key.",
      calls: 6,
      says: /is not stored; when the calls follow one another this does not happen/,
      build(store) {
        const byOffset = new Map<number, Row>();
        let next = 0;
        return () =>
          guarded(async (items) => {
            let offset = next;
            await pause();
            for (const item of items) byOffset.set(offset++, copyOf(item));
            next = offset;
            store.table.splice(0, Infinity, ...byOffset.values());
          });
      },
    }),
    mutant({
      name: "empties a shared buffer after it was written",
      models: "buffer = [] behind an awaited insert: what came meanwhile is dropped.",
      calls: 6,
      says: /is not stored; when the calls follow one another this does not happen/,
      build(store) {
        let buffer: Row[] = [];
        return () =>
          guarded(async (items) => {
            buffer.push(...items.map(copyOf));
            const batch = [...buffer];
            await pause();
            await pause();
            if (batch.some((row) => !buffer.includes(row))) return;
            store.table.push(...batch);
            buffer = [];
          });
      },
    }),
    mutant({
      name: "keeps the file of whoever wrote last",
      models: "A module-level current writer: interleaved tasks append to each other's file.",
      calls: 7,
      says: /when one worker writes after the other this does not happen/,
      build(store) {
        let current: { owner: object; rows: Row[] } | undefined;
        return () => {
          const owner = {};
          const own: Row[][] = [];
          return guarded((items) => {
            if (current?.owner !== owner) own.push((current = { owner, rows: [] }).rows);
            current.rows.push(...items.map(copyOf));
          }, () => {
            // The roll-over forgets all files but the last one that was begun before another's.
            store.insert(own.at(-1) ?? []);
          });
        };
      },
    }),
  ],
};
