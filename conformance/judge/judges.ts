import type { Call, Contents, Trace } from "../../src/protocol/mod.ts";
import type { Finding, Judge } from "../rule.ts";

/** Judges that several rules are made of. */

/** The rule holds: one list for all, since most histories find nothing. */
const holds: readonly Finding[] = [];

/** Judges each of the calls a rule is about; silent when there is none. */
export function eachCall(
  concerns: (call: Call, trace: Trace) => boolean,
  find: (call: Call) => string | undefined,
): Judge {
  return ({ trace }) => {
    let judged = false;
    const { calls } = trace;
    for (let index = 0; index < calls.length; index++) {
      const call = calls[index]!;
      if (!concerns(call, trace)) continue;
      judged = true;
      const message = find(call);
      if (message !== undefined) return [{ message, calls: [index] }];
    }
    return judged ? holds : undefined;
  };
}

/** Red when one of the judges is; silent when all are. */
export function anyOf(...judges: readonly Judge[]): Judge {
  return (evidence) => {
    let judged = false;
    for (const judge of judges) {
      const findings = judge(evidence);
      if (findings === undefined) continue;
      if (findings.length > 0) return findings;
      judged = true;
    }
    return judged ? holds : undefined;
  };
}

/** How the contents changed between two readings with no call between, in words; `undefined`: not at all. */
export function changeOfContents(before: Contents, after: Contents): string | undefined {
  if (sameContents(before, after)) return undefined;
  const gone = before.filter((stored) => !after.includes(stored)).length;
  const come = after.filter((stored) => !before.includes(stored)).length;
  if (gone > 0) return `${gone} of ${before.length} stored events vanished`;
  if (come > 0 || after.length > before.length) {
    return `the storage went from ${before.length} to ${after.length} events`;
  }
  return "the stored events changed places";
}

/** Whether two readings hold the same; values of strangers count by their number alone. */
export function sameContents(a: Contents, b: Contents): boolean {
  return a.length === b.length &&
    a.every((stored, index) =>
      typeof stored === "number" ? stored === b[index] : typeof b[index] !== "number"
    );
}
