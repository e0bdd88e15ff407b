import type { Call, Trace } from "../../src/protocol/mod.ts";
import type { History, HistoryStep } from "../history/history.ts";

/** The calls of a trace as a history: which were made, on what and in which order. */
export function historyOfTrace({ calls }: Trace): History {
  const steps: HistoryStep[] = [];
  const twins = twinPartitions(calls);
  let run = 0;
  for (const call of calls) {
    if (call.run !== run) steps.push({ do: "restart", workers: call.workers });
    run = call.run;
    const { worker, partition, fault, afterwards, events = [], invalid } = call;
    const on = {
      worker,
      ...(twins.has(partition) && { twin: true as const }),
      ...(fault && { fault }),
    };
    steps.push(
      call.call === "write"
        ? {
          do: "write",
          ...on,
          events,
          ...(afterwards && { afterwards }),
          ...(invalid && { invalid: true }),
        }
        : { do: call.call, ...on },
    );
  }
  return { workers: calls[0]?.workers ?? 1, steps };
}

/** The partitions whose worker has built another one before, in the same run. */
function twinPartitions(calls: readonly Call[]): ReadonlySet<number> {
  const builds = calls.filter(({ call }) => call === "build");
  const first = new Set<string>();
  return new Set(
    builds.filter(({ run, worker }) => {
      const place = `${run} ${worker}`;
      const isTwin = first.has(place);
      first.add(place);
      return isTwin;
    }).map(({ partition }) => partition),
  );
}
