import { temporaryFolder } from "@watertight/sinks/conformance";
import type { Contestant } from "./compare.ts";

/** Stores events into an empty folder each time; to make it and to remove it does not count. */
export function inFolder(store: (folder: string) => Promise<void>): Contestant {
  return async () => {
    const folder = await temporaryFolder();
    try {
      const started = performance.now();
      await store(folder.path);
      return performance.now() - started;
    } finally {
      folder[Symbol.dispose]();
    }
  };
}
