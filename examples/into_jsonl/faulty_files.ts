import { join } from "node:path";
import { type FaultInjection, injectFaults } from "@watertight/sinks/conformance";
import { type Files, type OpenFile, systemFiles } from "./files.ts";

/** The file system as the sink of one fixture meets it. */
export interface FaultyFiles extends AsyncDisposable {
  readonly files: Files;
  readonly faults: FaultInjection<object>["faults"];
  /** How many files are open. */
  readonly openFiles: () => number;
}

/**
 * A file system whose operations fail on demand, all together. Its root is a folder of the fixture's own, so that one
 * configuration serves every fixture.
 */
export function faultyFiles(root: string): FaultyFiles {
  const { open, rename, rm } = systemFiles;
  const opened = new Set<OpenFile>();
  const { client: files, faults } = injectFaults({
    rename: async (from: string, to: string) => await rename(join(root, from), join(root, to)),
    rm: async (path: string) => await rm(join(root, path)),
    open: async (path: string, flags: "ax" | "r") => {
      const file = await open(join(root, path), flags);
      opened.add(file);
      return faulty(file);
    },
  }, ["open", "rename", "rm"]);

  function faulty(file: OpenFile): OpenFile {
    const { client } = injectFaults(
      {
        appendFile: async (bytes: Uint8Array) => await file.appendFile(bytes),
        truncate: async (length: number) => await file.truncate(length),
        stat: async () => await file.stat(),
        sync: async () => await file.sync(),
      },
      ["appendFile", "truncate", "stat", "sync"],
      faults,
    );
    return {
      // As a disk does that gets full: it takes a part, and refuses the rest.
      async appendFile(bytes) {
        const half = bytes.length >> 1;
        await client.appendFile(bytes.subarray(0, half));
        await client.appendFile(bytes.subarray(half));
      },
      truncate: (length) => client.truncate(length),
      stat: () => client.stat(),
      sync: () => client.sync(),
      // Whatever it answers, a file that was closed is closed.
      async close() {
        opened.delete(file);
        await file.close();
      },
    };
  }

  return {
    files,
    faults,
    openFiles: () => opened.size,
    // What was opened by a call that failed after it is in nobody's hands.
    async [Symbol.asyncDispose]() {
      for (const file of opened) await file.close();
    },
  };
}
