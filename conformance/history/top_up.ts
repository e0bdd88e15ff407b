import {
  byRun,
  closes,
  eventCount,
  type History,
  type HistoryStep,
  isCall,
  slotOf,
} from "./history.ts";
import { on, unusedEvents, writersBeforeClose } from "./rearrange.ts";

/** How many more events make a buffer flush by itself: more than the usual limits. */
const enoughToFlush = 1100;

/** Two large batches more for each partition that writes, before it is closed: what was pending is flushed by it. */
export function toppedUp(history: History, pool: number): readonly History[] {
  const fresh = unusedEvents(history, pool);
  let writers = 0;
  byRun(history, (run) => {
    writers += writersBeforeClose(run).size;
    return run;
  });
  const each = Math.min(
    enoughToFlush,
    Math.floor((pool - eventCount(history)) / Math.max(1, 2 * writers)),
  );
  if (each < 1) return [];
  const steps = byRun(history, (run) => {
    const added: HistoryStep[] = [...run];
    for (const name of writersBeforeClose(run)) {
      const own = added.map((step) => isCall(step) && slotOf(step) === name ? step : undefined);
      const close = own.findIndex((step) => step && closes(step));
      const last = own.slice(0, close < 0 ? own.length : close)
        .findLastIndex((step) => step?.do === "write");
      if (last < 0) continue; // Its only write is closed with it.
      // Twice, since what a first flush seals is stored by a second one.
      const slot = on(own[last]!);
      added.splice(
        last + 1,
        0,
        { do: "write", ...slot, events: fresh(each) },
        { do: "write", ...slot, events: fresh(each) },
      );
    }
    return added;
  });
  return [{ ...history, steps }];
}
