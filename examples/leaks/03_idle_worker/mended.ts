import { closeSync, openSync, writeSync } from "node:fs";
import { join } from "node:path";
import { type IntoSink, payload } from "@watertight/sinks";

/** Where a parcel was seen. */
export interface Stop {
  readonly parcel: number;
  readonly place: string;
}

/** Writes stops as a JSON array, in a file of each partition's own that any program can load. */
export const intoStops: IntoSink<Stop> = {
  payload: payload<Stop>(),
  name: "stops",
  routerBranchSafe: true,
  buildPartition(config) {
    const { folder } = config as { readonly folder: string };
    const path = join(folder, `${crypto.randomUUID()}.json`);
    let file = -1; // Opened by the first write: no worker leaves an empty file.
    let before = "\n";
    let open = true;
    return {
      writeBatch(stops) {
        if (!open) throw new Error("Cannot write as the partition must be open: it is closed");
        if (file === -1) writeSync(file = openSync(path, "wx"), "[");
        for (const stop of stops) {
          writeSync(file, before + JSON.stringify(stop));
          before = ",\n";
        }
      },
      close() {
        if (!open) return;
        open = false;
        if (file === -1) return;
        writeSync(file, "\n]\n");
        closeSync(file);
      },
    };
  },
};
