import { once } from "node:events";
import { basename, dirname } from "node:path";
import { createStream, type RotatingFileStream } from "rotating-file-stream";
import { injectFaults, type Subject } from "@watertight/sinks/conformance";
import { type FileFaults, noFaults } from "./file_faults.ts";
import { intoLines, type Line, linesSubject, newFile } from "./lines.ts";

/** The names of the parts of a file sort in the order in which they were written. */
function partsOf(path: string) {
  return (time: number | Date | null, index = 0) =>
    `${basename(path)}.${time ? String(index).padStart(4, "0") : "last"}`;
}

/** A stream with its file open, whose writes fail on demand. */
async function rotating(path: string, faults: FileFaults): Promise<RotatingFileStream> {
  const stream = createStream(partsOf(path), { path: dirname(path), size: "1K" });
  stream.on("open", () => {
    const { file } = stream as unknown as { file: { write(chunk: Uint8Array): Promise<unknown> } };
    Object.assign(stream, { file: injectFaults(file, ["write"], faults).client });
  });
  await once(stream, "open");
  return stream;
}

/** rotating-file-stream: a new file after every 1,024 bytes. */
export const subject: Subject<Line> = linesSubject({
  name: "rotating-file-stream",
  guarantees: { durable: "on-write", delivery: "exactly-once" },
  sink() {
    const faults = noFaults();
    const sink = intoLines(({ folder }, worker) => rotating(newFile(folder, worker), faults));
    return { sink, faults };
  },
});
