import type { CallFault } from "../../src/protocol/mod.ts";
import type { Fault } from "../subject.ts";
import type { History, HistoryStep } from "./history.ts";
import type { Shape } from "./shape.ts";
import { alone, build, close, pair, restart, write } from "./steps.ts";

const failingClose = (worker: number, fault: CallFault): HistoryStep => ({
  do: "close",
  worker,
  fault,
});
export const failingBuild = (worker: number, fault: CallFault): HistoryStep => ({
  do: "build",
  worker,
  fault,
});

/** One kind of failure on a build, a write and a close, healed early and late, alone and with a peer. */
export function faults(kind: Fault, shape: Shape): readonly History[] {
  return kind === "hang" ? hangingFaults(shape) : failures(kind, shape);
}

/** What hangs is waited for: a few must do. */
function hangingFaults({ counted }: Shape): readonly History[] {
  const kind = "hang";
  return [
    alone([write(0, 1, { fault: { kind, long: true } })]),
    alone([write(0), failingClose(0, { kind, long: true })]),
    ...(counted
      ? [
        alone([write(0, 2, { fault: { kind, long: true, after: 1 } })]),
        alone([write(0, 2), failingClose(0, { kind, long: true, after: 1 })]),
      ]
      : []),
    alone([write(0, 120, { fault: { kind, long: true } })]),
    alone([write(0, 1, { fault: { kind } })]),
    alone([write(0), write(0, 1, { fault: { kind } })]),
    ...[2, 3, 7, 120].map((events) =>
      alone([write(0, events), failingClose(0, { kind, long: true })])
    ),
  ];
}

function failures(kind: Exclude<Fault, "hang">, { namedLimits }: Shape): readonly History[] {
  const fault: CallFault = { kind };
  const failing = (worker: number, events = 1) => write(worker, events, { fault });
  const failed = (events = 1) => write(0, events, { fault: { kind, until: "close" } });
  return [
    alone([failing(0)]),
    alone([write(0), failing(0), write(0, 2)]),
    ...[...namedLimits, 120].map((limit) => alone([write(0, limit), failing(0)])),
    alone([failed()]),
    alone([write(0), failed()]),
    alone([failed(), close(0)]),
    alone([write(0, 2), failed(), close(0)]),
    alone([write(0), failingClose(0, fault)]),
    alone([write(0, 2), write(0, 2), failingClose(0, fault)]),
    alone([write(0), failingClose(0, fault), close(0), restart(1), write(0)]),
    alone([write(0, 2), write(0, 2), failingClose(0, fault), close(0)]),
    alone([failing(0), restart(1), write(0)]),
    alone([write(0), failingClose(0, fault), restart(1), write(0)]),
    pair([write(1), failing(0), write(1)]),
    pair([write(0), write(1), failed()]),
    pair([write(0), failingClose(0, fault), close(0), write(1)]),
    alone([failingBuild(0, fault), write(0)]),
    alone([failingBuild(0, fault), write(0, 2), write(0, 2)]),
    alone([failingBuild(0, fault), restart(1), write(0)]),
    pair([write(0), failingBuild(1, fault), write(0)]),
    pair([write(0), failing(0), build(1), write(1)]),
    pair([write(1), write(0), failing(0), close(1)]),
    // Before a worker that failed is closed others go on: what is built, written or closed then?
    pair([write(1), write(0), failing(0), { do: "close", worker: 1, after: 0 }]),
    pair([write(0), failing(0), { do: "build", worker: 1, after: 0 }, write(1)]),
    pair([write(1), failing(0), write(1, 1, { after: 0 }), write(1)]),
    alone([failing(0), restart(1), failing(0), restart(1), write(0)]),
    ...[2, 3, 4, 8, 120].flatMap((events) => [
      alone([failing(0, events)]),
      alone([write(0, 2), failing(0, events), restart(1), write(0, 2), write(0, 2)]),
      alone([write(0, events), failingClose(0, fault), close(0)]),
      alone([write(0), write(0, 2), failed(events)]),
      pair([write(1), write(0), failing(0, events), write(1), restart(2), write(0), write(1)]),
    ]),
  ];
}

/** Failures in the middle of a call: the first operations work, or only one of them fails. */
export function countedFaults(kind: Exclude<Fault, "hang">): readonly History[] {
  const forms: readonly CallFault[] = [
    { kind, after: 1 },
    { kind, times: 1 },
    { kind, after: 1, times: 1 },
    { kind, after: 2 },
  ];
  return forms.flatMap((fault) => [
    alone([write(0, 3, { fault })]),
    alone([write(0, 12, { fault })]),
    alone([write(0, 25, { fault })]),
    alone([write(0, 250, { fault })]),
    alone([write(0, 600, { fault })]),
    alone([write(0, 2), write(0, 3, { fault })]),
    alone([write(0, 3), failingClose(0, fault), close(0)]),
    alone([write(0, 12), failingClose(0, fault)]),
    alone([write(0, 25), failingClose(0, fault)]),
    alone([write(0, 250), failingClose(0, fault)]),
    alone([failingBuild(0, fault), write(0)]),
    alone([write(0, 4, { fault }), restart(1), write(0)]),
  ]);
}

/** One failure of a later operation: a sink that greets its storage before it stores has it strike there. */
export function lateFaults(kind: Exclude<Fault, "hang">): readonly History[] {
  return [2, 3, 4, 5, 6, 7, 8].flatMap((after) => {
    const fault: CallFault = { kind, after, times: 1 };
    return [
      alone([write(0, 3, { fault })]),
      alone([write(0, 3), failingClose(0, fault), close(0)]),
      alone([failingBuild(0, fault), write(0)]),
    ];
  });
}

/** Failures that meet what a sink does about the first one: its second attempt, or its close. */
export function repeatedFaults(kind: Exclude<Fault, "hang">): readonly History[] {
  const twice: CallFault = { kind, times: 2 };
  const begun: CallFault = { kind, after: 1, until: "close" };
  return [
    alone([write(0, 3, { fault: begun })]),
    alone([write(0, 25, { fault: twice })]),
    alone([write(0, 3), failingClose(0, twice), close(0)]),
    alone([failingBuild(0, twice), write(0)]),
    alone([write(0), write(0, 3, { fault: { ...begun, times: 2 } })]),
    alone([write(0), write(0, 250, { fault: { ...begun, times: 2 } })]),
  ];
}
