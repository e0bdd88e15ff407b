import * as fc from "fast-check";
import { injectFaults, type Subject } from "@watertight/sinks/conformance";
import { type Click, intoCollector } from "./sink.ts";

/** The storage, with the sink that is made so before it. */
export function subjectOf(into: typeof intoCollector): Subject<Click> {
  return {
    name: "08 swallowed error",
    events: fc.record({ page: fc.string(), x: fc.nat() }),
    open() {
      const stored: Click[] = [];
      const { client, faults } = injectFaults({
        async send(clicks: readonly Click[]) {
          const sent = structuredClone(clicks);
          await undefined; // The request is on its way.
          stored.push(...sent);
        },
      }, ["send"]);
      const warnings: unknown[] = [];
      return {
        sink: into(client, (error) => void warnings.push(error)),
        config: {},
        read: () => stored,
        // The client gives up by itself: nothing hangs.
        faults: {
          kinds: ["reject", "reject-after-apply"],
          counted: true,
          set: (fault, options) => faults.set(fault, options),
        },
      };
    },
  };
}

export const subject: Subject<Click> = subjectOf(intoCollector);
