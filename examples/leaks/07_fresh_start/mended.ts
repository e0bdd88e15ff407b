import { closeSync, openSync, writeSync } from "node:fs";
import { type IntoSink, payload, type PayloadType, type SinkPartition } from "@watertight/sinks";

/** Who did what. */
export interface Deed {
  readonly user: string;
  readonly deed: string;
}

/** Writes deeds to one file for all workers: the first to be built opens it, the last to be closed closes it. */
export class IntoAudit implements IntoSink<Deed> {
  readonly payload: PayloadType<Deed> = payload<Deed>();
  readonly name = "audit";
  readonly routerBranchSafe = true;
  #file = -1;
  #users = 0;

  buildPartition(config: unknown): SinkPartition<Deed> {
    const { path } = config as { readonly path: string };
    if (this.#users++ === 0) this.#file = openSync(path, "a");
    let open = true;
    return {
      writeBatch: (deeds) => {
        if (!open) throw new Error("Cannot write as the partition must be open: it is closed");
        writeSync(this.#file, deeds.map((deed) => `${JSON.stringify(deed)}\n`).join(""));
      },
      close: () => {
        if (open && --this.#users === 0) closeSync(this.#file);
        open = false;
      },
    };
  }
}
