import { describeValue } from "../describe.ts";
import type { Call, Stored, Trace } from "../../src/protocol/mod.ts";
import type { Report } from "../report.ts";
import { isOf } from "../values/kind.ts";
import { visibleJson } from "../visible.ts";
import type { Format } from "./format.ts";

/**
 * Writes a report as a JSON document, for other tools: `{ "version": 1, "reports": [ … ] }`, in the form that
 * `report.schema.json` beside this package describes. Values JSON has no form for (a bigint, undefined in a list, -0,
 * NaN, a symbol, a function), and those that cannot be read, become their source text.
 *
 * @example
 * ```ts
 * import { renderJson } from "@watertight/sinks/conformance";
 *
 * const json = renderJson({
 *   subject: "rows",
 *   conforms: true,
 *   seed: 1,
 *   histories: 478,
 *   elapsedMs: 120,
 *   verdicts: [],
 *   staleExemptions: [],
 *   notes: [],
 * });
 * console.assert(JSON.parse(json).reports[0].conforms);
 * ```
 */
export function renderJson(report: Report): string {
  return jsonFormat.whole([jsonFormat.report(report, {})], {});
}

/** One document of all subjects: a report each, or what kept it from being checked as `error`. */
export const jsonFormat: Format = {
  report: (report) => written(legibleReport(report)),
  unchecked: ({ subject, message }) => written({ subject, error: message }),
  whole: (parts, { date }) => {
    const head = date === undefined ? "" : `\n  "date": ${JSON.stringify(date)},`;
    // No line break of a JSON text stands in a string.
    const entries = parts.map((part) => `\n    ${part.replaceAll("\n", "\n    ")}`);
    const list = entries.length === 0 ? "[]" : `[${entries.join(",")}\n  ]`;
    return `{\n  "version": 1,${head}\n  "reports": ${list}\n}\n`;
  },
};

function written(entry: unknown): string {
  return visibleJson(JSON.stringify(entry, null, 2));
}

function legibleReport(report: Report): unknown {
  const verdicts = report.verdicts.map(({ counterexample, ...verdict }) => ({
    ...verdict,
    ...(counterexample && {
      counterexample: {
        ...counterexample,
        trace: legible(counterexample.trace),
        contents: counterexample.contents.map(legibleStored),
        ...(counterexample.stepwise && { stepwise: legible(counterexample.stepwise) }),
      },
    }),
  }));
  return { ...report, verdicts };
}

/** A trace with the author's values in a form that JSON has: each by itself, since one may not be readable. */
export function legible(trace: Trace): unknown {
  const { contents, lateContents, node } = trace;
  return {
    ...trace,
    events: trace.events.map(jsonOf),
    calls: trace.calls.map(legibleCall),
    ...(contents && { contents: contents.map(legibleStored) }),
    ...(node && { node: { ...node, routerBranchSafe: node.routerBranchSafe.map(jsonOf) } }),
    ...(lateContents && { lateContents: lateContents.map(legibleStored) }),
  };
}

function legibleCall({ invalid, before, after, later, ...call }: Call): unknown {
  return {
    ...call,
    ...(invalid && { invalid: invalid.map(jsonOf) }),
    ...(before && { before: before.map(legibleStored) }),
    ...(after && { after: after.map(legibleStored) }),
    ...(later && {
      later: { ...later, ...(later.contents && { contents: later.contents.map(legibleStored) }) },
    }),
  };
}

function legibleStored(stored: Stored): unknown {
  return typeof stored === "number" ? stored : { ...stored, value: jsonOf(stored.value) };
}

function jsonOf(value: unknown): unknown {
  try {
    return JSON.parse(
      JSON.stringify(value, (_, its) => hasJsonForm(its) ? its : describeValue(its)),
    );
  } catch {
    return describeValue(value); // It contains itself, throws when it is read, or has too many levels.
  }
}

function hasJsonForm(value: unknown): boolean {
  if (typeof value === "number") return Number.isFinite(value) && !Object.is(value, -0);
  if (typeof value !== "object" || value === null) {
    return typeof value === "string" || typeof value === "boolean" || value === null;
  }
  return Array.isArray(value) ||
    !(isOf(value, Map) || isOf(value, Set) || ArrayBuffer.isView(value));
}
