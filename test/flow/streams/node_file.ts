import { createWriteStream } from "node:fs";
import { once } from "node:events";
import { intoSink } from "@watertight/sinks";
import type { Subject } from "@watertight/sinks/conformance";
import { faultyFiles } from "./file_faults.ts";
import { encodeLine, folderSection, Line, linesSubject, newFile } from "./lines.ts";

/** A file stream of Node. */
export const subject: Subject<Line> = linesSubject({
  name: "fs.createWriteStream",
  guarantees: { durable: "on-write", atomicBatches: true, delivery: "exactly-once" },
  sink() {
    const { fs, faults } = faultyFiles();
    const sink = intoSink({
      payload: Line,
      name: "lines",
      config: folderSection,
      timeout: 2_000,
      encode: encodeLine,
      async open({ folder }, worker) {
        const file = createWriteStream(newFile(folder, worker), { fs, flags: "wx" });
        await once(file, "open");
        return file;
      },
    });
    return { sink, faults };
  },
});
