import { createWriteStream } from "node:fs";
import { once } from "node:events";
import { Writable } from "node:stream";
import { intoSink } from "@watertight/sinks";
import type { Subject } from "@watertight/sinks/conformance";
import { faultyFiles } from "./file_faults.ts";
import { encodeLine, folderSection, Line, linesSubject, newFile } from "./lines.ts";

/** A file stream of Node through `Writable.toWeb`, which takes a chunk for written once there is room for more: never, here. */
export const subject: Subject<Line> = linesSubject({
  name: "fs.createWriteStream through Writable.toWeb",
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
        const file = createWriteStream(newFile(folder, worker), {
          fs,
          flags: "wx",
          highWaterMark: 1,
        });
        await once(file, "open");
        return Writable.toWeb(file);
      },
    });
    return { sink, faults };
  },
});
