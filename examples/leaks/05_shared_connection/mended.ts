import { DatabaseSync } from "node:sqlite";
import { type IntoSink, payload, type PayloadType, type SinkPartition } from "@watertight/sinks";

/** A page that was visited. */
export interface Visit {
  readonly page: string;
  readonly seconds: number;
}

/** Inserts visits into SQLite, each worker through a connection of its own. */
export class IntoVisits implements IntoSink<Visit> {
  readonly payload: PayloadType<Visit> = payload<Visit>();
  readonly name = "visits";
  readonly routerBranchSafe = true;

  buildPartition(config: unknown): SinkPartition<Visit> {
    const { url } = config as { readonly url: string };
    const database = new DatabaseSync(url);
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
