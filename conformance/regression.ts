import superjson from "superjson";
import type { History } from "./history.ts";
import type { Counterexample } from "./report.ts";

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
  return { rule, because: message, history: { ...history, first: 0 }, events: trace.events };
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
    ["build", "write", "close", "restart"].includes(step.do as string);
}
