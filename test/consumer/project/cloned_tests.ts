/** A storage that the host fills: under Jest what it holds is of another realm than the events. */
import * as fc from "fast-check";
import type { IntoSink } from "@watertight/sinks";
import { conformance, type Subject } from "@watertight/sinks/conformance";

/** The event, which holds what has a class of its own. */
class Visit {
  readonly at: Date;
  readonly pages: ReadonlyMap<string, readonly number[]>;

  constructor(at: Date, pages: ReadonlyMap<string, readonly number[]>) {
    this.at = at;
    this.pages = pages;
  }
}

function intoClones(stored: Visit[]): IntoSink<Visit> {
  return {
    payload: Visit,
    name: "clones",
    routerBranchSafe: true,
    buildPartition() {
      let open = true;
      return {
        writeBatch(visits) {
          if (!open) throw new Error("Cannot write as the partition must be open: it is closed");
          stored.push(...structuredClone(visits));
        },
        close() {
          open = false;
        },
      };
    },
  };
}

const pages = fc.array(fc.tuple(fc.string(), fc.array(fc.nat()))).map((all) => new Map(all));

const subject: Subject<Visit> = {
  name: "clones",
  events: fc.tuple(fc.date(), pages).map(([at, pages]) => new Visit(at, pages)),
  open() {
    const stored: Visit[] = [];
    const read = () => stored.map(({ at, pages }) => new Visit(at, pages));
    return { sink: intoClones(stored), config: {}, read };
  },
};

conformance(subject, { seed: 1 });
