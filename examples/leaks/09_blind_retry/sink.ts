import { type IntoSink, payload } from "@watertight/sinks";

/** Money on its way. */
export interface Payment {
  readonly account: string;
  readonly cents: number;
}

/** The client of a ledger: rows are booked all or none, and those of a key only once. */
export interface LedgerClient {
  book(payments: readonly Payment[], key?: string): Promise<void>;
}

/** So often a batch is tried. */
const attempts = 3;

/** Books payments in a ledger, and tries again when the network drops a request. */
export function intoLedger(client: LedgerClient): IntoSink<Payment> {
  return {
    payload: payload<Payment>(),
    name: "ledger",
    routerBranchSafe: true,
    buildPartition() {
      let open = true;
      return {
        async writeBatch(payments) {
          if (!open) throw new Error("Cannot write as the partition must be open: it is closed");
          for (let attempt = 1;; attempt++) {
            try {
              return await client.book(payments);
            } catch (error) {
              if (attempt === attempts) throw error;
            }
          }
        },
        close() {
          open = false;
        },
      };
    },
  };
}
