import { type IntoSink, payload } from "@watertight/sinks";

/** A click on a page. */
export interface Click {
  readonly page: string;
  readonly x: number;
}

/** The client of a collector, which takes clicks by the list. */
export interface CollectorClient {
  send(clicks: readonly Click[]): Promise<void>;
}

/** Sends each batch in the background: nobody has to wait for the network. */
export function intoCollector(
  client: CollectorClient,
  warn: (error: unknown) => void,
): IntoSink<Click> {
  return {
    payload: payload<Click>(),
    name: "collector",
    routerBranchSafe: true,
    buildPartition() {
      let request = Promise.resolve();
      let open = true;
      return {
        async writeBatch(clicks) {
          if (!open) throw new Error("Cannot write as the partition must be open: it is closed");
          const batch = structuredClone(clicks);
          await request; // One at a time keeps the order.
          request = client.send(batch).catch(warn);
        },
        async close() {
          open = false;
          await request;
        },
      };
    },
  };
}
