import type { Call, Contents, Stored, Trace } from "../../src/protocol/mod.ts";
import type { Finding, Judge } from "../rule.ts";
import type { Circumstance } from "./circumstances.ts";
import type { Symptom, SymptomKind } from "./symptoms.ts";

/** Judges that several rules are made of. */

/** The rule holds: one list for all, since most histories find nothing. */
export const holds: readonly Finding[] = [];

/** Red when a symptom goes away with a circumstance: `because` says so in words. */
export function blamedOn(
  circumstance: Circumstance,
  because: string,
  concerns: (symptom: Symptom) => boolean = () => true,
): Judge {
  return ({ circumstances, blamed, symptoms }) => {
    if (!circumstances.has(circumstance)) return undefined;
    const found = symptoms.find((symptom) =>
      blamed.get(symptom.kind) === circumstance && concerns(symptom)
    );
    return found ? [{ message: `${found.text}; ${because}` }] : holds;
  };
}

/** Red when a symptom of this kind cannot be blamed on any circumstance. */
export function plainly(
  kind: SymptomKind,
  concerns: (symptom: Symptom, calls: readonly Call[]) => boolean = () => true,
): Judge {
  return ({ blamed, symptoms, trace }) => {
    if (trace.events.length === 0 && !trace.calls.some(({ call }) => call === "write")) {
      return undefined;
    }
    if (blamed.get(kind) !== "plain") return holds;
    const found = symptoms.find((symptom) =>
      symptom.kind === kind && concerns(symptom, trace.calls)
    );
    return found ? [{ message: found.text }] : holds;
  };
}

/** Judges each of the calls a rule is about, then each with the whole trace; silent when there is none. */
export function eachCall(
  concerns: (call: Call, calls: readonly Call[]) => boolean,
  find: (call: Call, calls: readonly Call[]) => string | undefined,
  findInTrace: (call: Call, trace: Trace) => string | undefined = () => undefined,
): Judge {
  return ({ trace }) => {
    const { calls } = trace;
    let judged = false;
    for (const call of calls) {
      if (!concerns(call, calls)) continue;
      judged = true;
      const message = find(call, calls) ?? findInTrace(call, trace);
      if (message !== undefined) return [{ message }];
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

/**
 * What a call did to the contents, in words; `undefined` when nothing, when nobody looked, or when the storage
 * failed meanwhile: what such a call may leave behind is for the rules about failures.
 */
export function changeOfContents({ before, after, fault }: Call): string | undefined {
  if (!before || !after || fault || sameContents(before, after)) return undefined;
  const gone = before.filter((stored) => !after.includes(stored)).length;
  const come = after.filter((stored) => !before.includes(stored)).length;
  if (gone > 0) return `${gone} of ${before.length} stored events vanished`;
  if (come > 0 || after.length > before.length) {
    return `the storage went from ${before.length} to ${after.length} events`;
  }
  return "the stored events changed places";
}

/**
 * What a call that has nothing to store did to the contents, in words. Events that were pending until then do
 * not count: a sink may store them whenever it likes, in a call of another partition too.
 */
export function harmToContents(call: Call): string | undefined {
  if (!call.before || !call.after) return undefined;
  const before = new Set(call.before);
  const seen = new Set<Stored>();
  const after = call.after.filter((stored) => {
    const pending = typeof stored === "number" && !before.has(stored) && !seen.has(stored);
    seen.add(stored);
    return !pending;
  });
  return changeOfContents({ ...call, after });
}

/** Whether two readings hold the same; values of strangers count by their number alone. */
export function sameContents(a: Contents, b: Contents): boolean {
  return a.length === b.length &&
    a.every((stored, index) =>
      typeof stored === "number" ? stored === b[index] : typeof b[index] !== "number"
    );
}

/** The events that are stored, altered ones included. */
export function storedEvents(contents: Contents): ReadonlySet<number | undefined> {
  return new Set(contents.map((stored) => typeof stored === "number" ? stored : stored.event));
}

/** The close of a partition before this call, if there was one. */
export function earlierClose(call: Call, calls: readonly Call[]): Call | undefined {
  return calls.find((other) =>
    other.call === "close" && other.partition === call.partition && other.start < call.start
  );
}
