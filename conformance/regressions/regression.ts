import superjson, { type SuperJSONResult } from "superjson";
import * as v from "valibot";
import type { Trace } from "../../src/protocol/mod.ts";
import { describeThrown, describeValue, thrownText } from "../describe.ts";
import type { History, HistoryStep } from "../history/history.ts";
import { plan } from "../history/plan.ts";
import type { Counterexample } from "../report.ts";
import type { RuleId } from "../rule_id.ts";
import { readPath, stepsText } from "../subject/simpler_path.ts";
import { deepEqual, keyOf } from "../values/equality.ts";
import { regressionSchema } from "./schema.ts";

/** A history that violated a rule once, with the events it wrote: enough to run it again, whatever the seed. */
export interface Regression {
  /** The rule it violated. */
  readonly rule: RuleId;
  /** What was wrong, in a sentence. */
  readonly because: string;
  /** The calls to make; events by their places among those of the regression. */
  readonly history: History;
  /** The events it writes. */
  readonly events: readonly SavedEvent[];
  /** The module that exports the subject, relative to the file it is saved in. */
  readonly module?: string;
}

/** An event by its value, or by where it is drawn: of a class no file can hold it. */
export type SavedEvent =
  | { readonly value: unknown }
  | {
    /** The seed of the check that drew it. */
    readonly seed: number;
    /** Its place in the pool, with the steps to one that was made smaller, or `event:` with the path of one alone. */
    readonly path: string;
    /** What it looked like, to see whether it is still the same. */
    readonly text: string;
  };

/** The regression to save for a violated rule. */
export function regressionOf(rule: RuleId, counterexample: Counterexample): Regression {
  const { message, history, trace, replay } = counterexample;
  const { steps, places } = pointingAt(trace, history);
  const { simpler } = readPath(replay.path);
  const events = trace.events.map((event, index): SavedEvent => {
    if (survivesFile(event)) return { value: event };
    const place = places[index]!;
    const path = replay.path.startsWith("event:")
      ? replay.path
      : stepsText(simpler.find((it) => it.place === place) ?? { place, steps: [] });
    return { seed: replay.seed, path, text: textOfEvent(event) };
  });
  return { rule, because: message, history: { ...history, steps }, events };
}

/** What an event says of itself, private members that it shows included. */
export function textOfEvent(event: unknown): string {
  try {
    return keyOf(event);
  } catch {
    return describeValue(event);
  }
}

/** Whether an event is read from a file as it was written to it. */
function survivesFile(event: unknown): boolean {
  try {
    return deepEqual(superjson.parse(superjson.stringify(event)), event);
  } catch {
    return false;
  }
}

interface Pointed {
  readonly steps: readonly HistoryStep[];
  /** Where each event of the trace stands in the pool. */
  readonly places: readonly number[];
}

/** Where each event of a trace stands in the pool that its history points into. */
export function placesOf(trace: Trace, history: History): readonly number[] {
  return pointingAt(trace, history).places;
}

/** The steps with their events by their places in the trace; what was not written any more is left out. */
function pointingAt({ calls }: Trace, history: History): Pointed {
  const writes = calls.filter(({ call }) => call === "write");
  const planned = plan(history).filter(({ call }) => call === "write");
  const places: number[] = [];
  let [made, next] = [0, 0];
  const steps = history.steps.flatMap((step): HistoryStep[] => {
    if (step.do !== "write") return [step];
    const { worker, run, events } = planned[next++]!;
    const write = writes[made];
    const same = write && write.worker === worker && write.run === run &&
      write.events?.length === events.length;
    if (!same) return [];
    made++;
    write.events!.forEach((event, index) => places[event] = events[index]!);
    return [{ ...step, events: write.events! }];
  });
  return { steps, places };
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
  const json = readOr("it must be JSON", () => JSON.parse(text));
  const parsed = readOr(
    "it must be as it was saved",
    () => superjson.deserialize(json as SuperJSONResult),
  );
  const { success, output, issues } = v.safeParse(regressionSchema, parsed);
  if (success) return output as Regression;
  const [{ message }] = issues;
  // A name may be empty, or of blanks alone: then it is told what is wrong, and not where.
  const path = v.getDotPath(issues[0])?.trim();
  throw new TypeError(
    `Cannot read the regression as ${path || "it"} must be that of a saved one: ${message}`,
  );
}

/** What is read. @throws {TypeError} with the requirement that was not met, when reading throws. */
function readOr(requirement: string, read: () => unknown): unknown {
  try {
    return read();
  } catch (error) {
    const text = thrownText(describeThrown(error));
    throw new TypeError(`Cannot read the regression as ${requirement}: reading it threw ${text}`, {
      cause: error,
    });
  }
}

/** Whether a value has the form of a regression; one that cannot be read has not. */
export function isRegression(value: unknown): value is Regression {
  try {
    return v.is(regressionSchema, value);
  } catch {
    return false;
  }
}
