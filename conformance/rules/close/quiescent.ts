import type { Trace } from "../../../src/protocol/mod.ts";
import { changeOfContents } from "../../judge/judges.ts";
import type { Rule } from "../../rule.ts";

/** The rule `close.quiescent`. */
export const rule: Rule<"close.quiescent"> = {
  id: "close.quiescent",
  level: "MUST",
  basis: "contract",
  needs: [],
  statement: "Nothing is stored after close has settled.",
  intent: "The process may end right after the last close: what comes later is lost or half- " +
    "written.",
  notVerified:
    "Work that stores nothing (see close.releases), or that takes longer than the suite waits. Where " +
    "`read` gives a promise, such work may be done before it settles. It is still seen as a file that " +
    "grows once the last close has settled, if that was opened after `open` and is removed by `dispose`; " +
    "but on Linux alone, and hardly ever where one call opens, writes and closes (`Deno.writeFile`). A " +
    "`read` that blocks hides none of it.",
  hint: "Await every promise you start; clear the flush timer in close. If it is a server of the " +
    "fixture that writes on by itself: let it open its files in `open`.",
  judge: ({ trace }) => {
    if (!trace.calls.some(({ call }) => call === "close")) return undefined;
    const change = laterChange(trace);
    const said = change || trace.stillWritten && stillWritten;
    if (said) return [{ message: `after the last close had settled ${said}` }];
    return change === undefined ? undefined : [];
  },
};

/** What is said where the contents tell nothing: their reading took as long as what close did not wait for. */
const stillWritten = "a file of the storage was still being written";

/** How the contents changed a while later, in words, empty when they did not; `undefined` when nobody looked. */
function laterChange(trace: Trace): string | undefined {
  const { contents, lateContents, unreadable, lateUnreadable } = trace;
  if (contents && lateContents) return changeOfContents(contents, lateContents) ?? "";
  if (contents && lateUnreadable) return `the storage became unreadable: ${lateUnreadable}`;
  return unreadable && lateContents
    ? `the storage became readable, which it was not at once: ${unreadable}`
    : undefined;
}
