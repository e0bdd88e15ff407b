import type { AsyncBridge } from "../../../mod.ts";
import { within } from "../../zoo/sound.ts";
import { copyOf, guarded, type Row, type Store } from "../mutant.ts";
import { type Unseen, unseen } from "./unseen.ts";

/** Sends rows in bounded time: in a task of the bridge, which ends when it is aborted, if there is one. */
function sent(
  store: Store<Row>,
  bridge: AsyncBridge | undefined,
  rows: readonly Row[],
): Promise<void> {
  if (!bridge) return within(20, store.send(rows));
  return bridge.run(async (signal) => {
    const { promise: aborted, reject } = Promise.withResolvers<never>();
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
    await Promise.race([store.send(rows), aborted]);
  }, { timeout: 20 });
}

/** Unseen mutants of the rules about the bridge. */
export const unseenBridges: readonly Unseen[] = [
  unseen("bridge.awaited", {
    name: "queues its bridge tasks one behind the other, and returns",
    models: "A chain of promises as a queue: the second task starts when the call is long over.",
    calls: 5,
    says: /a bridge task was still to come when the close of worker \d+ had settled/,
    build: (store) => (_config, _worker, _workers, bridge) => {
      let tail: Promise<void> = Promise.resolve();
      return guarded((items) => {
        const rows = items.map(copyOf);
        tail = tail.then(() => sent(store, bridge, rows));
      }, () => tail);
    },
  }),
  unseen("bridge.errors-surface", {
    name: "looks at the error of its first bridge task alone",
    models: "for the others add_done_callback(log): a batch of several requests reports the first.",
    calls: 3,
    says: /is not stored.*; a bridge task failed, and its call did not say so/,
    faulty: true,
    build: (store) => (_config, _worker, _workers, bridge) =>
      guarded(async (items) => {
        for (let from = 0; from < items.length; from += 4) {
          try {
            await sent(store, bridge, items.slice(from, from + 4));
          } catch (error) {
            if (from === 0 || !bridge) throw error;
          }
        }
      }),
  }),
  unseen("bridge.cancellable", {
    name: "looks at its signal between two chunks only",
    models: "signal.throwIfAborted() at the top of a loop whose requests do not take the signal.",
    calls: 3,
    says:
      /a bridge task of the write of \d+ events? to worker \d+ had not ended when its time had run out/,
    faulty: true,
    build: (store) => (_config, _worker, _workers, bridge) =>
      guarded(async (items) => {
        for (let from = 0; from < items.length; from += 10) {
          const chunk = items.slice(from, from + 10);
          if (!bridge) await within(20, store.send(chunk));
          else {
            await bridge.run((signal) => {
              signal.throwIfAborted();
              return store.send(chunk);
            }, { timeout: 20 });
          }
        }
      }),
  }),
];
