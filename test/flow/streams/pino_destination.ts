import { once } from "node:events";
import { pino } from "pino";
import { type BatchWriter, intoSink } from "@watertight/sinks";
import type { Subject } from "@watertight/sinks/conformance";
import { failWrites, type FileFaults, noFaults } from "./file_faults.ts";
import { encodeLine, folderSection, Line, linesSubject, newFile, timeout } from "./lines.ts";

/** A destination of pino: no stream of either kind, but it can be asked to flush. */
async function openDestination(dest: string, faults: FileFaults): Promise<BatchWriter<Line>> {
  // With a minLength of 0, the default, flush calls back at once, and not when the file has it all.
  const destination = pino.destination({ dest, sync: false, minLength: 1 });
  // Every flush reports the error too; without a listener it would end the process.
  destination.on("error", () => {});
  await once(destination, "ready");
  const undo = failWrites((destination as unknown as { fd: number }).fd, faults);
  return {
    writeBatch: (lines) =>
      new Promise((resolve, reject) => {
        destination.write(lines.map(encodeLine).join(""));
        destination.flush((error) => error ? reject(error) : resolve());
      }),
    async close(failure) {
      const closed = once(destination, "close");
      // It keeps what it could not write, and would write it now.
      if (failure) destination.destroy();
      else destination.end();
      await closed;
      undo();
    },
  };
}

/** The destination of a logger of pino's, which is sonic-boom. */
export const subject: Subject<Line> = linesSubject({
  name: "pino.destination",
  guarantees: { durable: "on-write", delivery: "exactly-once" },
  sink() {
    const faults = noFaults();
    const sink = intoSink({
      payload: Line,
      name: "lines",
      config: folderSection,
      timeout,
      open: ({ folder }, worker) => openDestination(newFile(folder, worker), faults),
    });
    return { sink, faults };
  },
});
