import type { Trace } from "../../src/protocol/mod.ts";
import type { Clock } from "../../src/bridge/clock.ts";
import { evidenceOf } from "../judge/evidence.ts";
import { traceSchema } from "../report/trace_schema.ts";
import type { Report, Verdict } from "../report.ts";
import type { Rule } from "../rule.ts";
import type { RuleId } from "../rule_id.ts";
import { rules } from "../rules/mod.ts";
import { requireVerdict } from "../search/no_verdict_error.ts";
import type { Violation } from "../search/results.ts";
import { conformsBy, impliedBy } from "../search/verdicts.ts";
import { uncheckedResult } from "./check_module.ts";
import type { JudgeLine } from "./command_line.ts";
import { historyOfTrace } from "./history_of_trace.ts";
import { type ReportLook, reportParts, shellWord } from "./look.ts";
import { readForm } from "./read_form.ts";
import { type ExitCode, type Printer, ReportPrinter, worstOf } from "./report_printer.ts";

/** Judges recorded traces, without a sink, and prints a report of each. */
export async function judgeTraces(
  line: JudgeLine,
  look: ReportLook,
  clock: Clock,
  printer: Printer,
): Promise<ExitCode> {
  const reports = new ReportPrinter(line.files.length, line.reporters, look, printer);
  for (const [index, file] of line.files.entries()) {
    try {
      const started = clock.now();
      const trace = await readForm(file, traceSchema, "a trace as JSON");
      const report = reportOfTrace(file, trace, line.rules, line.strict);
      requireVerdict(report);
      const timed = { ...report, elapsedMs: clock.now() - started };
      const replay = ({ rules }: { readonly rules: readonly RuleId[] }) => {
        const options = [
          ...rules.map((id) => `--rule=${id}`),
          ...(line.strict ? ["--strict"] : []),
        ];
        return `${look.command} judge ${shellWord(file)} ${options.join(" ")}`;
      };
      reports.add(index, {
        kind: "report",
        conforms: report.conforms,
        subject: file,
        parts: reportParts(timed, line, look, { replay }),
        failing: {},
        kept: [],
      });
    } catch (error) {
      reports.add(index, uncheckedResult(file, error));
    }
    reports.done(index);
  }
  await reports.finish(line.verbose);
  return worstOf(reports.results);
}

/**
 * The report on a trace. What causes an anomaly is told by other runs of the same history, which there are none of:
 * so the plain rules speak.
 *
 * @throws {RangeError} when the trace is about events that are not among its own.
 */
export function reportOfTrace(
  subject: string,
  trace: Trace,
  ids: readonly RuleId[],
  strict: boolean,
): Report {
  const evidence = evidenceOf(trace);
  const judged = rules.filter(({ id }) => ids.includes(id));
  const findings = new Map(judged.map((rule) => [rule, rule.judge(evidence)]));
  const history = historyOfTrace(trace);
  const violations = new Map<Rule, Violation>();
  for (const [rule, found] of findings) {
    const [finding] = found ?? [];
    if (finding) violations.set(rule, { ...finding, history, trace, path: "0" });
  }
  const verdicts = judged.map((rule): Verdict => {
    const base = { rule: rule.id, level: rule.level } as const;
    const found = violations.get(rule);
    if (found === undefined) {
      return findings.get(rule) === undefined
        ? { ...base, outcome: "inconclusive", histories: 0, reason: "the trace says nothing of it" }
        : { ...base, outcome: "satisfied", histories: 1 };
    }
    const cause = impliedBy(rule, violations);
    return {
      ...base,
      histories: 1,
      ...(cause === undefined ? { outcome: "violated" } : { outcome: "implied", cause }),
      counterexample: {
        message: found.message,
        ...(found.calls && { calls: found.calls }),
        history,
        trace,
        contents: trace.contents ?? [],
        replay: { seed: 0, path: "0", rules: [rule.id] },
      },
    };
  });
  const judgedAll = {
    subject,
    seed: 0,
    histories: 1,
    elapsedMs: 0,
    verdicts,
    staleExemptions: [],
    notes: [],
  };
  return { ...judgedAll, conforms: conformsBy(judgedAll, strict) };
}
