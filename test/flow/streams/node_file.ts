import { createWriteStream, type WriteStream } from "node:fs";
import { once } from "node:events";
import type { Subject } from "@watertight/sinks/conformance";
import { faultyFiles } from "./file_faults.ts";
import { intoLines, type Line, linesSubject, newFile } from "./lines.ts";

/** A subject over file streams of Node, each as it is, or as something that is made of it. */
export function nodeFile(
  name: string,
  options: { readonly highWaterMark?: number },
  as: (file: WriteStream) => WriteStream | WritableStream = (file) => file,
): Subject<Line> {
  return linesSubject({
    name,
    guarantees: { durable: "on-write", atomicBatches: true, delivery: "exactly-once" },
    sink() {
      const { fs, faults } = faultyFiles();
      const sink = intoLines(async ({ folder }, worker) => {
        const file = createWriteStream(newFile(folder, worker), { fs, flags: "wx", ...options });
        await once(file, "open");
        return as(file);
      });
      return { sink, faults };
    },
  });
}

/** A file stream of Node. */
export const subject: Subject<Line> = nodeFile("fs.createWriteStream", {});
