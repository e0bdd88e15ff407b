import { describeThrown, describeValue, thrownText } from "../describe.ts";
import { isSinkMember } from "../subject/watch.ts";
import type { Report, Verdict } from "../report.ts";
import type { RuleId } from "../rule_id.ts";
import { rules } from "../rules/mod.ts";
import { requireVerdict } from "../search/no_verdict_error.ts";
import { visible, visibleLine } from "../visible.ts";
import { inLightOf } from "./baseline.ts";
import { uncheckedResult } from "./check_module.ts";
import type { CheckTask, SubjectResult } from "./check_task.ts";
import { replayCommand, reportParts } from "./look.ts";
import type { Whereabout } from "./whereabouts.ts";

/** What put an end to a worker before it was done, and where it was. */
export type ThreadEnding =
  & {
    /** What ran, if anything of the author's. */
    readonly place: Whereabout | undefined;
    /** What ran last. */
    readonly last: Whereabout | undefined;
  }
  & (
    | { readonly kind: "endless"; readonly ms: number }
    | { readonly kind: "exited"; readonly code: number }
    | { readonly kind: "failed"; readonly error: unknown }
  );

/** What was being checked then. */
export interface CheckedSubject {
  readonly task: CheckTask;
  /** None while the module is imported. */
  readonly subject: string | undefined;
  /** The history that ran last, if any. */
  readonly path: string | undefined;
  /** How many were run before it. */
  readonly histories: number;
  readonly elapsedMs: number;
  /** The line that it stands on in its module, where that is known. */
  readonly line: number | undefined;
}

/** Whether the sink is to blame: the subject is for what its own members do. */
export function isOfSink(place: Whereabout | undefined): boolean {
  return place !== undefined && place !== "import" && isSinkMember(place);
}

/** What came of a check that was ended from outside: a violation of the sink, or no verdict. */
export function resultOfEnding(ending: ThreadEnding, checked: CheckedSubject): SubjectResult {
  const { place } = ending;
  const { task: { module, line, look }, subject } = checked;
  const path = module ?? line.replay ?? "the module";
  const name = subject === undefined ? path : `subject ${describeValue(subject)}`;
  const what = didOf(ending, name);
  // What runs while nothing of the author's was called may be of the sink or of the subject: nobody is blamed.
  if (!isOfSink(place) || ending.kind === "failed" || subject === undefined) {
    const message = `Cannot check ${name} as its check must come to an end: ${what}`;
    return {
      kind: "unchecked",
      unchecked: { subject: subject ?? path, message: visible(message) },
      ...(module !== undefined && { module }),
    };
  }
  const rule = ending.kind === "endless" ? "calls.settle" : "calls.no-stray-errors";
  const replay = replayCommand(look, line, module, subject);
  const reason = visibleLine(
    `${what}, so the check was ended; ${hints[rule]}`,
  );
  const report = inLight(reportOfEnding(rule, reason, checked), checked.task);
  try {
    // What is known to fail stands in for no verdict on the rest.
    if (line.replay === undefined && line.flags.path === undefined) requireVerdict(report);
  } catch (error) {
    return uncheckedResult(subject, error, module);
  }
  return {
    kind: "report",
    conforms: report.conforms,
    subject,
    parts: reportParts(report, line, look, {
      ...(module !== undefined && { module }),
      ...(checked.line !== undefined && { line: checked.line }),
      replay,
    }),
    failing: { [rule]: reason },
    kept: [],
  };
}

function inLight(report: Report, { baseline, line: { flags } }: CheckTask): Report {
  if (!baseline) return report;
  // Nothing was judged but this: no entry can be told to be stale.
  return inLightOf(baseline, report, { strict: flags.strict === true, replayed: true });
}

/** What to look for beside what the rule says itself. */
const hints = {
  "calls.settle": "look for an endless loop, or for work without an await that takes as long",
  "calls.no-stray-errors": "look for an exit of the process: throw an error in its place",
} as const;

/** A report with one violation: nothing is known of the other rules. */
function reportOfEnding(rule: RuleId, reason: string, checked: CheckedSubject): Report {
  const { task: { line: { flags } }, subject, histories, elapsedMs, path } = checked;
  const seed = Number(flags.seed ?? 0);
  const violation: Verdict = {
    ...{ rule, level: "MUST", outcome: "violated", histories: 1, reason },
    ...(path !== undefined && { replay: { seed, path, rules: [rule] } }),
  };
  const judged = rules.filter(({ id }) =>
    id === rule || flags.rule === undefined || flags.rule.includes(id)
  );
  return {
    subject: subject!,
    conforms: false,
    seed,
    histories,
    elapsedMs,
    verdicts: judged.map(({ id, level }): Verdict =>
      id === rule ? violation : {
        ...{ rule: id, level, outcome: "inconclusive", histories: 0 },
        reason: "the check was ended before its end",
      }
    ),
    staleExemptions: [],
    notes: [],
    stopped: rule === "calls.settle" ? "a call that never gave its thread back" : "an exit",
  };
}

function didOf(ending: ThreadEnding, name: string): string {
  const { place, last } = ending;
  const member = place === undefined ? undefined : memberText(place, name);
  const after = last === undefined ? "" : `, after ${memberText(last, name)}`;
  if (ending.kind === "endless") {
    const within = `within ${ending.ms.toLocaleString("en")} ms`;
    return member === undefined
      ? `something that it left running did not yield ${within}${after}`
      : `${member} did not return ${within}`;
  }
  const done = ending.kind === "exited"
    ? `ended the process with code ${ending.code}`
    : `ended the process with ${thrownText(describeThrown(ending.error))}`;
  return member === undefined
    ? `something that it left running ${done}${after}`
    : `${member} ${done}`;
}

/** `open() of subject "rows"`. */
function memberText(place: Whereabout, name: string): string {
  if (place === "import") return `the import of ${name}`;
  if (place === "subject") return `a member of ${name}`;
  if (place === "fixture") return `a member of the fixture of ${name}`;
  if (place === "node") return `a member of the sink of ${name}`;
  if (place === "events" || place === "invalidEvents") return `drawing the ${place} of ${name}`;
  if (place === "dispose") return `disposing the fixture of ${name}`;
  return `${place === "faults" ? "faults.set" : place}() of ${name}`;
}
