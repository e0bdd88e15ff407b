import { gunzipSync } from "node:zlib";
import type { Subject } from "@watertight/sinks/conformance";
import { intoLines, type Line, linesIn, linesSubject, newFile } from "./lines.ts";

/**
 * A `CompressionStream` that is piped into a file. It claims nothing for the case that a write fails, and so has no
 * faults: what both streams hold back is lost then, though earlier writes have returned.
 */
export const subject: Subject<Line> = linesSubject({
  name: "CompressionStream into a file",
  readable: "closed",
  read: (bytes) => linesIn(gunzipSync(bytes)),
  sink: () => ({
    sink: intoLines(async ({ folder }, worker) => {
      const file = await Deno.open(newFile(folder, worker), { write: true, createNew: true });
      const { readable, writable } = new CompressionStream("gzip");
      return { writable, finished: readable.pipeTo(file.writable) };
    }),
  }),
});
