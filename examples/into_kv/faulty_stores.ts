import { type FaultInjection, injectFaults } from "@watertight/sinks/conformance";
import type { KvStore } from "./kv_partition.ts";

/** The databases as the sink of one fixture meets them: their operations fail together on demand. */
export class FaultyStores implements Disposable {
  readonly faults: FaultInjection<object>["faults"];
  /** Opens a database that its partition has to close. */
  readonly connect: (path: string) => Promise<KvStore>;
  readonly #open = new Set<KvStore>();

  /** @param open opens the database at a path. */
  constructor(open: (path: string) => Promise<Deno.Kv>) {
    const { client, faults } = injectFaults({
      connect: async (path: string) => {
        const kv = await open(path);
        const store = this.lend(kv, () => kv.close());
        this.#open.add(store);
        return store;
      },
    }, ["connect"]);
    this.faults = faults;
    this.connect = client.connect;
  }

  /** How many that were opened are open. */
  get opened(): number {
    return this.#open.size;
  }

  /** Closes what a connection brought that failed after it was made. */
  [Symbol.dispose](): void {
    for (const store of this.#open) store.close();
  }

  /**
   * A database whose commits fail.
   *
   * @param close what its close does; default: it is closed to who was lent it, and to nobody else.
   */
  lend(kv: Deno.Kv, close: () => void = () => {}): KvStore {
    let open = true;
    const store: KvStore = {
      atomic: () => {
        if (!open) throw new Deno.errors.BadResource("Bad resource ID");
        return injectFaults(kv.atomic(), ["commit"], this.faults).client;
      },
      close: () => {
        open = false;
        this.#open.delete(store);
        close();
      },
    };
    return store;
  }
}
