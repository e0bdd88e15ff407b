import type { Call, Contents, Trace } from "../../src/protocol/mod.ts";
import type { Finding } from "../rule.ts";
import { accountOf, isMissing, type Moment } from "./account.ts";
import { anomaliesOf, callText } from "./anomalies.ts";
import { storedEvents } from "./broken_batches.ts";

/** That a storage cannot be put away after the calls, in a sentence. */
export function notPutAway(undisposed: string): string {
  return `after the calls the storage cannot be put away: ${undisposed}`;
}

/** A reading of the contents in the middle of a trace, or why there was none. */
export interface ContentsReading {
  readonly moment: Moment;
  readonly contents?: Contents | undefined;
  readonly unreadable?: string | undefined;
}

/**
 * Events that must be readable already when the contents were read, and are not. What is missing at the end as
 * well is lost, and not late; so is all of a storage that cannot be read then, either.
 */
export function notYetReadable(
  trace: Trace,
  readingOf: (call: Call) => ContentsReading | undefined,
  until: string,
): readonly Finding[] | undefined {
  let judged = false;
  for (const [index, call] of trace.calls.entries()) {
    const calls = [index];
    const reading = readingOf(call);
    if (!reading || call.fault || call.outcome.kind !== "returned") continue;
    if (reading.unreadable !== undefined) {
      if (!(trace.lateContents ?? trace.contents)) continue;
      const because = `the storage cannot be read: ${reading.unreadable}`;
      return [{ message: `after ${callText(call)} ${until} ${because}`, calls }];
    }
    if (!reading.contents) continue;
    judged = true;
    const stored = storedEvents(reading.contents);
    const accounts = accountOf(trace, reading.moment);
    const missing = accounts.findIndex((it, event) =>
      isMissing(it, event, (one) => stored.has(one))
    );
    if (missing < 0 || anomaliesOf(trace).some(({ kind }) => kind === "lost")) continue;
    return [{ message: `event ${missing} cannot be read after ${callText(call)} ${until}`, calls }];
  }
  return judged ? [] : undefined;
}
