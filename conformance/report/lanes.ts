import type { Call, Trace } from "../../src/protocol/mod.ts";

/** The calls of a trace laid out over time: one column a partition of a run, one row a start or end. */
export interface Lanes {
  /** What each column shows, in order: `worker 0`, `worker 0, partition 2`. */
  readonly columns: readonly string[];
  /** Where each run but the first begins. */
  readonly runs: readonly { readonly row: number; readonly text: string }[];
  /** Each call with its place; a call that never settled reaches to the last row. */
  readonly blocks: readonly Block[];
  /** How many rows there are. */
  readonly rows: number;
}

/** A call and where it stands, counted from 0; `end` is the row after its last. */
export interface Block {
  readonly call: Call;
  readonly column: number;
  readonly start: number;
  readonly end: number;
}

/** Lays the calls of a trace out. Partitions of the same worker in later runs share its column. */
export function lanesOf({ calls }: Trace): Lanes {
  const columns = columnsOf(calls);
  const order = [...columns.values()].sort((a, b) => a.worker - b.worker || a.nth - b.nth);
  const names = [...new Set(order.map(laneName))];
  const firsts = firstCalls(calls);
  // Times are places in the order of all starts and ends; every run but the first has a row of its own.
  const rowOf = (time: number) => time + firsts.filter(({ start }) => start <= time).length;
  const last = Math.max(0, ...calls.map(({ start, end }) => end ?? start + 1));
  const rows = calls.length === 0 ? 0 : rowOf(last) + 1;
  return {
    columns: names,
    runs: firsts.map(({ start, run }) => ({ row: rowOf(start) - 1, text: `run ${run + 1}` })),
    blocks: calls.map((call) => ({
      call,
      column: names.indexOf(laneName(columns.get(call.partition)!)),
      start: rowOf(call.start),
      end: call.end === null ? rows : rowOf(call.end) + 1,
    })),
    rows,
  };
}

interface Column {
  readonly worker: number;
  /** Which of the partitions of its worker index in its run. */
  readonly nth: number;
}

function laneName({ worker, nth }: Column): string {
  return nth === 0 ? `worker ${worker}` : `worker ${worker}, partition ${nth + 1}`;
}

function columnsOf(calls: readonly Call[]): ReadonlyMap<number, Column> {
  const columns = new Map<number, Column>();
  const times = new Map<string, number>();
  for (const { partition, run, worker } of calls) {
    if (columns.has(partition)) continue;
    const key = `${run}:${worker}`;
    const nth = times.get(key) ?? 0;
    times.set(key, nth + 1);
    columns.set(partition, { worker, nth });
  }
  return columns;
}

/** The call that begins each run but the first. */
function firstCalls(calls: readonly Call[]): readonly Call[] {
  return calls.filter(({ run }, index) => index > 0 && run > calls[index - 1]!.run);
}
