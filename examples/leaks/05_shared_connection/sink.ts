import { DatabaseSync } from "node:sqlite";
import { type IntoSink, payload, type PayloadType, type SinkPartition } from "@watertight/sinks";

/** A page that was visited. */
export interface Visit {
  readonly page: string;
  readonly seconds: number;
}

/** Inserts visits into SQLite, through one connection for all workers: opening one is slow. */
export class IntoVisits implements IntoSink<Visit> {
  readonly payload: PayloadType<Visit> = payload<Visit>();
  readonly name = "visits";
  readonly routerBranchSafe = true;
  #database: DatabaseSync | undefined;

  buildPartition(config: unknown): SinkPartition<Visit> {
    const { url } = config as { readonly url: string };
    if (!this.#database?.isOpen) this.#database = new DatabaseSync(url);
    const database = this.#database;
    const insert = database.prepare("INSERT INTO visits (page, seconds) VALUES (?, ?)");
    let open = true;
    return {
      writeBatch(visits) {
        if (!open) throw new Error("Cannot write as the partition must be open: it is closed");
        for (const { page, seconds } of visits) insert.run(page, seconds);
      },
      close() {
        open = false;
        if (database.isOpen) database.close();
      },
    };
  }
}
