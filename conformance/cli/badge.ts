import type { ReportDocument } from "../report/json_schema.ts";
import { visibleLine } from "../visible.ts";

/** The verdict of a report as a small picture, an SVG. */
export async function badgeOf({ reports }: ReportDocument): Promise<string> {
  // Its tables of letters are large, and nothing else needs them.
  const { makeBadge } = await import("badge-maker");
  const [only] = reports;
  const label = reports.length === 1 ? visibleLine(only!.subject) : "watertight";
  return makeBadge({ label, ...badgeWords(reports) });
}

function badgeWords(reports: ReportDocument["reports"]): { message: string; color: string } {
  if (reports.length === 0 || reports.some((it) => "error" in it)) {
    return { message: "no verdict", color: "lightgrey" };
  }
  const leaks = reports.filter((it) => "verdicts" in it && !it.conforms).length;
  // A search that was cut says less than a whole one.
  const isCut = reports.some((it) => "verdicts" in it && it.stopped !== undefined);
  if (leaks === 0 && isCut) return { message: "conforms, cut short", color: "yellow" };
  if (leaks === 0) return { message: "conforms", color: "brightgreen" };
  return {
    message: reports.length === 1 ? "leaks" : `${leaks} of ${reports.length} leak`,
    color: "red",
  };
}
