import * as v from "valibot";
import type { Report } from "../report.ts";
import { ruleIds } from "../rule_id.ts";
import { contentsSchema, historySchema, traceSchema } from "./trace_schema.ts";

/** What {@linkcode jsonFormat} writes, once it is parsed. */
export interface ReportDocument {
  /** Raised when a member is taken away or changes its meaning; members may be added without. */
  readonly version: 1;
  /** When the check was made, as in `2026-11-30T12:00:00Z`. */
  readonly date?: string;
  /** A report for each subject, or what kept it from being checked. */
  readonly reports: readonly (Report | NotChecked)[];
}

/** A subject that has no verdict. */
export interface NotChecked {
  /** Its name, or the module where it was not come to. */
  readonly subject: string;
  /** What was wrong, in a sentence or some. */
  readonly error: string;
}

const whole = v.pipe(v.number(), v.integer(), v.minValue(0));
const seed = v.pipe(v.number(), v.integer());
const places = v.array(whole);
const yes = v.exactOptional(v.literal(true));
const text = v.exactOptional(v.string());
const rule = v.picklist(ruleIds);

const replay = v.pipe(
  v.object({ seed, path: v.string(), rules: v.array(rule) }),
  v.description("The options that run this history again."),
);

const counterexample = v.object({
  message: v.pipe(v.string(), v.description("What is wrong, in a sentence.")),
  history: historySchema,
  trace: traceSchema,
  contents: v.pipe(contentsSchema, v.description("What the storage held at the end.")),
  replay,
  calls: v.pipe(
    v.exactOptional(places),
    v.description("The calls that the message is about, by their places in the trace."),
  ),
  anyOther: v.pipe(
    v.exactOptional(places),
    v.description("The events whose value does not matter, by index."),
  ),
  stepwise: v.exactOptional(traceSchema),
  times: v.pipe(
    v.exactOptional(v.object({ shown: whole, runs: whole })),
    v.description("In how many of so many runs it showed, where it comes and goes."),
  ),
});

const verdict = v.object({
  rule,
  level: v.picklist(["MUST", "SHOULD"]),
  outcome: v.picklist([
    "satisfied",
    "violated",
    "implied",
    "inconclusive",
    "inapplicable",
    "exempt",
  ]),
  cause: v.pipe(
    v.exactOptional(rule),
    v.description("Of what is implied: the rule whose violation it is a consequence of."),
  ),
  claimed: yes,
  histories: v.pipe(whole, v.description("How many histories it was judged on.")),
  reason: text,
  counterexample: v.exactOptional(counterexample),
  replay: v.exactOptional(replay),
});

const report: v.GenericSchema<unknown, Report> = v.object({
  subject: v.string(),
  conforms: v.boolean(),
  seed,
  histories: whole,
  elapsedMs: v.number(),
  verdicts: v.array(verdict),
  staleExemptions: v.array(rule),
  notes: v.array(v.string()),
  warnings: v.exactOptional(v.array(v.string())),
  stopped: text,
  situations: v.exactOptional(v.record(v.string(), v.number())),
  never: v.exactOptional(v.array(v.string())),
});

/** The form of a whole JSON report; `report.schema.json` is made of it. */
export const reportDocument: v.GenericSchema<unknown, ReportDocument> = v.object({
  version: v.pipe(
    v.literal(1),
    v.description(
      "Raised when a member is taken away or changes its meaning; members may be added without.",
    ),
  ),
  date: text,
  reports: v.array(v.union([report, v.object({ subject: v.string(), error: v.string() })])),
});

/** The parts of it that have names of their own in `report.schema.json`. */
export const reportDefinitions: Readonly<Record<string, v.GenericSchema>> = {
  trace: traceSchema,
  contents: contentsSchema,
  history: historySchema,
  report,
};
