import { describeValue } from "../describe.ts";
import type { Report } from "../report.ts";

/**
 * Writes a report as JSON, for other tools. Values JSON has no form for (a bigint, undefined in a list, -0,
 * NaN, a symbol, a function) become their source text.
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
 * console.assert(JSON.parse(json).conforms);
 * ```
 */
export function renderJson(report: Report): string {
  return JSON.stringify(
    report,
    (_, value) => hasJsonForm(value) ? value : describeValue(value),
    2,
  ) + "\n";
}

function hasJsonForm(value: unknown): boolean {
  if (typeof value === "number") return Number.isFinite(value) && !Object.is(value, -0);
  if (typeof value !== "object" || value === null) {
    return typeof value === "string" || typeof value === "boolean" || value === null;
  }
  return Array.isArray(value) ||
    !(value instanceof Map || value instanceof Set || ArrayBuffer.isView(value));
}
