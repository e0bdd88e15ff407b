import * as fc from "fast-check";
import { injectFaults, type Subject } from "@watertight/sinks/conformance";
import { intoLedger, type Payment } from "./sink.ts";

/** The storage, with the sink that is made so before it. */
export function subjectOf(into: typeof intoLedger): Subject<Payment> {
  return {
    name: "09 blind retry",
    events: fc.record({ account: fc.string(), cents: fc.nat() }),
    guarantees: { durable: "on-write", atomicBatches: true, delivery: "exactly-once" },
    open() {
      const stored: Payment[] = [];
      const keys = new Set<string>();
      const { client, faults } = injectFaults({
        async book(payments: readonly Payment[], key: string = crypto.randomUUID()) {
          const rows = structuredClone(payments);
          await undefined; // The request is on its way.
          if (!keys.has(key)) stored.push(...rows);
          keys.add(key);
        },
      }, ["book"]);
      return {
        sink: into(client),
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

export const subject: Subject<Payment> = subjectOf(intoLedger);
