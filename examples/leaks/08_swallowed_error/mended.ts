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

/** Sends each batch, and waits until it is there: what the collector refuses, the write throws. */
export function intoCollector(client: CollectorClient): IntoSink<Click> {
  return {
    payload: payload<Click>(),
    name: "collector",
    routerBranchSafe: true,
    buildPartition() {
      let open = true;
      return {
        async writeBatch(clicks) {
          if (!open) throw new Error("Cannot write as the partition must be open: it is closed");
          await client.send(structuredClone(clicks));
        },
        close() {
          open = false;
        },
      };
    },
  };
}
