import superjson from "superjson";
import type { Trace } from "../../src/protocol/mod.ts";
import type { History, HistoryStep } from "../history/history.ts";
import { plan } from "../history/plan.ts";
import type { Counterexample } from "../report.ts";

/** A history that violated a rule once, with the events it wrote: enough to run it again, whatever the seed. */
export interface Regression {
  /** The rule it violated. */
  readonly rule: string;
  /** What was wrong, in a sentence. */
  readonly because: string;
  /** The calls to make. */
  readonly history: History;
  /** The events it writes, of any type that can be cloned. */
  readonly events: readonly unknown[];
  /** The module that exports the subject, relative to the file it is saved in. */
  readonly module?: string;
}

/** The regression to save for a violated rule. */
export function regressionOf(
  rule: string,
  { message, history, trace }: Counterexample,
): Regression {
  return { rule, because: message, history: pointingAt(trace, history), events: trace.events };
}

/** The history with its events by their places in the trace; what was not written any more is left out. */
function pointingAt({ calls }: Trace, history: History): History {
  const writes = calls.filter(({ call }) => call === "write");
  const planned = plan(history).filter(({ call }) => call === "write");
  let [made, next] = [0, 0];
  const steps = history.steps.flatMap((step): HistoryStep[] => {
    if (step.do !== "write") return [step];
    const { worker, run, events } = planned[next++]!;
    const write = writes[made];
    const same = write && write.worker === worker && write.run === run &&
      write.events?.length === events.length;
    if (!same) return [];
    made++;
    return [{ ...step, events: write.events! }];
  });
  return { ...history, steps };
}

/** A regression as readable JSON: bigints, dates, maps, undefined and the like are kept beside their text. */
export function formatRegression(regression: Regression): string {
  return JSON.stringify(superjson.serialize(regression), null, 2) + "\n";
}

/**
 * Reads what {@linkcode formatRegression} wrote.
 *
 * @throws {TypeError} when the text is no regression.
 */
export function parseRegression(text: string): Regression {
  let parsed: unknown;
  try {
    parsed = superjson.deserialize(JSON.parse(text));
  } catch (error) {
    throw new TypeError(`Cannot read the regression as it must be JSON: ${error}`, {
      cause: error,
    });
  }
  if (isRegression(parsed)) return parsed;
  throw new TypeError(
    "Cannot read the regression as it must have a rule, a history with steps, and events: it does not",
  );
}

/** Whether a value has the form of a regression. */
export function isRegression(value: unknown): value is Regression {
  if (typeof value !== "object" || value === null) return false;
  const { rule, history, events } = value as Partial<Regression>;
  return typeof rule === "string" && Array.isArray(history?.steps) && Array.isArray(events) &&
    Number.isInteger(history.workers) && history.steps.every(isStep);
}

function isStep(step: unknown): boolean {
  return typeof step === "object" && step !== null && "do" in step &&
    ["build", "write", "close", "restart", "pause"].includes(step.do as string) &&
    (step.do !== "write" || "events" in step && Array.isArray(step.events));
}
