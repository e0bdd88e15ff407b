/** What a skeleton is called by in its own code. */
export interface SkeletonNames {
  /** The folder, and the section of the configuration. */
  readonly name: string;
  /** The function that makes the sink. */
  readonly into: string;
}

/**
 * The sink that an author begins with: small, and with a line for everything that an engine asks of one. Formatted
 * as `deno fmt` does by default.
 */
export function sinkText({ name, into }: SkeletonNames): string {
  return String.raw`import * as fs from "node:fs";
import { join } from "node:path";
import { type IntoSink, payload } from "@watertight/sinks";

/** What the sink stores: put your own event here. */
export interface Row {
  readonly id: number;
  readonly text: string;
}

/** Appends each batch as lines of JSON to a file: put your own storage here. */
export function ${into}(
  files: Pick<typeof fs, "appendFileSync"> = fs,
): IntoSink<Row> {
  return {
    payload: payload<Row>(),
    name: "${name}", // Its section of the configuration.
    routerBranchSafe: true,
    // Called once for each worker: what it gives belongs to that worker alone.
    buildPartition(config) {
      const { folder } = Object(config);
      if (typeof folder !== "string") {
        throw new TypeError(
          "Cannot build as folder must be a text: it is " + folder,
        );
      }
      // No other partition has the name, of this run or of a later one.
      const path = join(folder, crypto.randomUUID() + ".jsonl");
      let open = true;
      return {
        // The array is the caller's, and is used again: copy what you keep.
        writeBatch(rows) {
          if (!open) {
            throw new Error("Cannot write as it must be open: it is closed");
          }
          const lines = rows.map((row) => JSON.stringify(row) + "\n");
          if (lines.length > 0) files.appendFileSync(path, lines.join(""));
        },
        // Flush what is pending here. It may come twice, or without any write.
        close() {
          open = false;
        },
      };
    },
  };
}
`;
}

/** What the kit has to know of that sink. */
export function subjectText({ name, into }: SkeletonNames): string {
  return String.raw`import * as fs from "node:fs";
import { join } from "node:path";
import * as fc from "fast-check";
import {
  injectFaults,
  type Subject,
  temporaryFolder,
} from "@watertight/sinks/conformance";
import { ${into}, type Row } from "./sink.ts";

export const subject: Subject<Row> = {
  name: "${name}",
  // Events of every kind that the sink must take.
  events: fc.record({ id: fc.nat(), text: fc.string() }),
  // What the sink promises beyond the plain contract.
  guarantees: { durable: "on-write" },
  // What it must refuse, with a message that names the key.
  invalidConfigs: [{ config: {}, key: "folder" }],
  // A fresh and empty storage at every call.
  async open() {
    const folder = await temporaryFolder();
    // The storage as the sink sees it: a full disk refuses what is appended.
    const { client, faults } = injectFaults({ ...fs }, ["appendFileSync"]);
    const linesOf = (file: string) =>
      fs.readFileSync(join(folder.path, file), "utf8").split("\n").slice(0, -1);
    return {
      sink: ${into}(client),
      config: { folder: folder.path },
      faults,
      // All that is stored, read past the sink.
      read: () =>
        fs.readdirSync(folder.path).flatMap(linesOf)
          .map((line): Row => JSON.parse(line)),
      [Symbol.dispose]: folder[Symbol.dispose],
    };
  },
};
`;
}

/** The test that holds the sink to the contract. */
export const testText = `import { conformance } from "@watertight/sinks/conformance";
import { subject } from "./subject.ts";

conformance(subject);
`;
