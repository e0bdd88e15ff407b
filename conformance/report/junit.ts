import XmlBuilder from "fast-xml-builder";
import type { Report, Verdict } from "../report.ts";
import { visible, visibleLine } from "../visible.ts";
import { isFailure, otherFailuresOf, plainViolation } from "./failures.ts";
import type { Format, RenderOptions } from "./format.ts";
import { countsOf, endOf, nameOf, outcomeOf, ruleOf, withOutcome } from "./words.ts";

/**
 * JUnit's XML: a suite a subject, a case a rule. What fails the check is a failure, what only warns is told by a case
 * that passes, and what was not judged, is exempt or follows from another violation is skipped with the reason. What
 * concerns no single rule is a case named `report`.
 */
export const junitFormat: Format = {
  report(report, options) {
    const cases = [
      ...report.verdicts.map((verdict) => caseOf(verdict, report, options)),
      reportCase(report, options),
    ];
    return suiteOf(report.subject, cases, options, {
      "@time": (report.elapsedMs / 1000).toFixed(3),
    });
  },
  unchecked({ subject, message }, options) {
    const error = {
      "@message": xmlAttribute(message),
      "@type": "NoVerdict",
      "#text": xmlText(message),
    };
    return suiteOf(subject, [{ ...headOf("report", subject, options), error }], options, {});
  },
  whole: (parts) =>
    `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="Watertight">\n${
      parts.join("")
    }</testsuites>\n`,
};

/** A test case as the builder takes it: members with `@` are attributes. */
interface TestCase {
  readonly "@name": string;
  readonly failure?: unknown;
  readonly error?: unknown;
  readonly skipped?: unknown;
}

function suiteOf(
  subject: string,
  cases: readonly TestCase[],
  { module, date }: RenderOptions,
  attributes: Readonly<Record<string, string>>,
): string {
  const number = (kind: "failure" | "error" | "skipped") =>
    cases.filter((it) => it[kind] !== undefined).length;
  const suite = {
    "@name": xmlAttribute(subject),
    "@tests": cases.length,
    "@failures": number("failure"),
    "@errors": number("error"),
    "@skipped": number("skipped"),
    ...attributes,
    ...(date === undefined ? {} : { "@timestamp": xmlAttribute(date) }),
    ...(module === undefined ? {} : { "@file": xmlAttribute(module) }),
    testcase: cases,
  };
  const builder = new XmlBuilder({
    attributeNamePrefix: "@",
    ignoreAttributes: false,
    format: true,
    suppressEmptyNode: true,
    suppressBooleanAttributes: false,
  });
  return builder.build({ testsuite: suite });
}

/** What every case begins with. */
function headOf(name: string, subject: string, { module, line }: RenderOptions) {
  return {
    "@name": name,
    "@classname": xmlAttribute(subject),
    ...(module === undefined ? {} : { "@file": xmlAttribute(module) }),
    ...(module === undefined || line === undefined ? {} : { "@line": line }),
  };
}

function caseOf(verdict: Verdict, report: Report, options: RenderOptions): TestCase {
  const head = headOf(verdict.rule, report.subject, options);
  const { outcome, reason, cause, level } = verdict;
  if (outcome === "satisfied") return head;
  if (outcome !== "violated") {
    const why = outcome === "implied" ? `violated as a consequence of ${cause}` : reason;
    const message = why === undefined ? outcome : `${outcome}: ${why}`;
    return { ...head, skipped: { "@message": xmlAttribute(message) } };
  }
  const shown = plainViolation(verdict, report, options);
  if (!isFailure(verdict)) return { ...head, ...{ "system-out": xmlText(shown) } };
  const message = verdict.counterexample?.message ?? reason ?? ruleOf(verdict.rule).statement;
  return {
    ...head,
    failure: { "@message": xmlAttribute(message), "@type": level, "#text": xmlText(shown) },
  };
}

function reportCase(report: Report, options: RenderOptions): TestCase {
  const failures = otherFailuresOf(report);
  const said = [
    `${outcomeOf(report)}: ${countsOf(report)}`,
    ...endOf(report),
    ...(report.warnings ?? []),
    ...withOutcome(report.verdicts, "violated").filter((it) => !isFailure(it))
      .map((it) => `${nameOf(it)} is violated, which warns`),
  ];
  return {
    ...headOf("report", report.subject, options),
    ...(failures.length === 0 ? {} : {
      failure: { "@message": xmlAttribute(failures.join("; ")), "@type": "report" },
    }),
    ...{ "system-out": xmlText(said.join("\n")) },
  };
}

/** What XML cannot hold, whatever it is written as. */
const forbidden = /[\ufffe\uffff]/g;

function xmlText(content: string): string {
  return visible(content).replaceAll(forbidden, "\ufffd");
}

function xmlAttribute(content: string): string {
  return visibleLine(content).replaceAll("\t", " ").replaceAll(forbidden, "\ufffd");
}
