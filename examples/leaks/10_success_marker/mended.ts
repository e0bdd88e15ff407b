import type * as fs from "node:fs";
import { join } from "node:path";
import { type IntoSink, payload } from "@watertight/sinks";

/** What somebody ordered. */
export interface Order {
  readonly customer: string;
  readonly pieces: number;
}

/** What is asked of the file system. */
export type Files = Pick<
  typeof fs,
  "appendFileSync" | "renameSync" | "statSync" | "truncateSync"
>;

/** Exports orders: a file has its name once it is whole, so that the import of others takes no half of it. */
export function intoExport(files: Files): IntoSink<Order> {
  return {
    payload: payload<Order>(),
    name: "export",
    routerBranchSafe: true,
    buildPartition(config) {
      const { folder } = config as { readonly folder: string };
      const path = join(folder, `${crypto.randomUUID()}.jsonl`);
      const part = `${path}.part`;
      let begun = false;
      let whole = 0; // The bytes of the batches that are there as a whole.
      let open = true;
      return {
        writeBatch(orders) {
          if (!open) throw new Error("Cannot write as the partition must be open: it is closed");
          try {
            for (const order of orders) {
              files.appendFileSync(part, `${JSON.stringify(order)}\n`);
              begun = true;
            }
          } catch (error) {
            if (begun) files.truncateSync(part, whole);
            throw error;
          }
          if (begun) whole = files.statSync(part).size;
        },
        close() {
          if (!open) return;
          if (begun) files.renameSync(part, path);
          open = false;
        },
      };
    },
  };
}
