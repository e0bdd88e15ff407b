import { closeSync, openSync, writeSync } from "node:fs";
import { join } from "node:path";
import { type IntoSink, payload } from "@watertight/sinks";

/** What a thermometer says. */
export interface Reading {
  readonly sensor: string;
  readonly celsius: number;
}

/** Writes readings to a file of each partition's own, a hundred at a time. */
export const intoReadings: IntoSink<Reading> = {
  payload: payload<Reading>(),
  name: "readings",
  routerBranchSafe: true,
  buildPartition(config) {
    const { folder } = config as { readonly folder: string };
    const file = openSync(join(folder, `${crypto.randomUUID()}.jsonl`), "wx");
    let lines: string[] = [];
    let open = true;

    function flush(): void {
      writeSync(file, lines.join(""));
      lines = [];
    }

    return {
      writeBatch(readings) {
        if (!open) throw new Error("Cannot write as the partition must be open: it is closed");
        lines.push(...readings.map((reading) => `${JSON.stringify(reading)}\n`));
        if (lines.length >= 100) flush();
      },
      close() {
        if (!open) return;
        open = false;
        try {
          flush();
        } finally {
          closeSync(file);
        }
      },
    };
  },
};
