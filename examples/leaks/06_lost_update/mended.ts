import { type IntoSink, payload } from "@watertight/sinks";

/** What was sold. */
export interface Sale {
  readonly article: string;
  readonly cents: number;
}

/** The client of a document store: it takes a document only in place of the version that is named. */
export interface DocumentClient {
  get(): Promise<{ readonly sales: readonly Sale[]; readonly version: number }>;
  put(sales: readonly Sale[], version?: number): Promise<boolean>;
}

/** Adds sales to the document of the day, which a shop shows on its page. */
export function intoSales(client: DocumentClient): IntoSink<Sale> {
  return {
    payload: payload<Sale>(),
    name: "sales",
    routerBranchSafe: true,
    buildPartition() {
      let open = true;
      return {
        async writeBatch(batch) {
          if (!open) throw new Error("Cannot write as the partition must be open: it is closed");
          const added = [...batch];
          for (let stored = false; !stored;) {
            const { sales, version } = await client.get();
            stored = await client.put([...sales, ...added], version);
          }
        },
        close() {
          open = false;
        },
      };
    },
  };
}
