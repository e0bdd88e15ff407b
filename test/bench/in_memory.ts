import * as fc from "fast-check";
import type { SinkPartition } from "@watertight/sinks";
import type { Subject } from "@watertight/sinks/conformance";

/** A plain row. */
export interface Row {
  readonly id: number;
  readonly text: string;
}

/** A sound sink over an array: the least a check can cost. `settle` makes every call asynchronous. */
export function inMemorySubject(settle: boolean): Subject<Row> {
  return {
    name: settle ? "an array, asynchronously" : "an array",
    events: fc.record({ id: fc.nat(), text: fc.string() }),
    open() {
      const rows: Row[] = [];
      const sink = {
        payload: Object as unknown as abstract new () => Row,
        name: "rows",
        routerBranchSafe: true,
        buildPartition: () => partitionOver(rows, settle),
      };
      return { sink, config: {}, read: () => rows };
    },
  };
}

function partitionOver(rows: Row[], settle: boolean): SinkPartition<Row> {
  let closed = false;
  const write = (items: readonly Row[]) => {
    if (closed) throw new Error("Cannot write as the partition must be open: it is closed");
    for (const { id, text } of items) rows.push({ id, text });
  };
  if (!settle) return { writeBatch: write, close: () => void (closed = true) };
  return {
    writeBatch: async (items) => {
      await undefined;
      write(items);
    },
    close: async () => {
      await undefined;
      closed = true;
    },
  };
}
