import type { Subject } from "@watertight/sinks/conformance";
import { intoLines, type Line, linesSubject, newFile } from "./lines.ts";

export const subject: Subject<Line> = linesSubject({
  name: "Deno.open().writable",
  // Deno keeps up to 64 KiB of what was written in a buffer of the stream, and writes it in close.
  sink: () => ({
    sink: intoLines(async ({ folder }, worker) => {
      const file = await Deno.open(newFile(folder, worker), { write: true, createNew: true });
      return file.writable;
    }),
  }),
});
