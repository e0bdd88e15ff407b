import type { Call, Trace } from "../../src/protocol/mod.ts";
import type { Account } from "./account.ts";
import type { Anomaly } from "./anomalies.ts";

/** Events of one partition that stand in another order than they were written in. */
export function disorder(
  { calls }: Trace,
  places: ReadonlyMap<number, readonly number[]>,
  accounts: readonly Account[],
): readonly Anomaly[] {
  const anomalies: Anomaly[] = [];
  const latest = new Map<number, { event: number; place: number; write: Call }>();
  for (const write of calls) {
    if (write.call !== "write" || write.outcome.kind !== "returned") continue;
    for (const event of write.events ?? []) {
      const place = places.get(event)?.[0];
      // An event that was replaced, or that may be there twice, has no place of its own.
      if (place === undefined || accounts[event]?.due === "must-not") continue;
      const before = latest.get(write.partition);
      if (before && before.place > place) {
        const within = before.write === write;
        anomalies.push({
          kind: within ? "shuffled" : "swapped",
          event,
          text:
            `event ${event} stands before event ${before.event}, which worker ${write.worker} was ` +
            `given earlier${within ? " in the same batch" : ""}`,
        });
      } else latest.set(write.partition, { event, place, write });
    }
  }
  return anomalies;
}
