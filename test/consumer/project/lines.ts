/** A sink of a user, as the package is used: over its names alone. */
import * as fc from "fast-check";
import type { IntoSink } from "@watertight/sinks";
import { injectFaults, type Subject } from "@watertight/sinks/conformance";

/** The event. */
export class Line {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** What becomes of the lines of a batch. */
export type Manner = "stores" | "drops the rest" | "never ends";

/** Stores the lines of each batch, unless it is broken. */
function intoLines(insert: (lines: readonly string[]) => void, manner: Manner): IntoSink<Line> {
  return {
    payload: Line,
    name: "lines",
    routerBranchSafe: true,
    buildPartition() {
      const pending: string[] = [];
      let open = true;
      return {
        writeBatch(lines) {
          if (!open) throw new Error("Cannot write as the partition must be open: it is closed");
          while (manner === "never ends" && lines.length === 0);
          const texts = lines.map(({ text }) => text);
          if (manner === "stores") return insert(texts);
          pending.push(...texts);
          if (pending.length >= 100) insert(pending.splice(0));
        },
        close() {
          open = false;
        },
      };
    },
  };
}

/** Lines in an array, over a client that can be made to fail where the sink is sound. */
export function linesSubject(manner: Manner): Subject<Line> {
  return {
    name: "lines",
    events: fc.string().map((text) => new Line(text)),
    open() {
      const stored: string[] = [];
      const { client, faults } = injectFaults(
        { insert: (lines: readonly string[]) => void stored.push(...lines) },
        ["insert"],
      );
      const sink = intoLines((lines) => client.insert(lines), manner);
      const read = () => stored.map((text) => new Line(text));
      return { sink, config: {}, read, ...(manner === "stores" && { faults }) };
    },
  };
}
