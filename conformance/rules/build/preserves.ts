import type { Call, Contents, Trace } from "../../../src/protocol/mod.ts";
import { anyOf, blamedOn, eachCall, harmToContents } from "../../judge/judges.ts";
import { callText } from "../../judge/symptoms.ts";
import type { Rule } from "../../rule.ts";

/** What a build must leave alone: all that is stored, or what its own run stored when runs replace. */
function owed(
  contents: Contents | undefined,
  { run }: Call,
  { calls, guarantees }: Trace,
): Contents {
  if (guarantees?.restart !== "replaces") return contents ?? [];
  const events = new Set(calls.flatMap((call) => call.run === run ? call.events ?? [] : []));
  return (contents ?? []).filter((stored) =>
    events.has((typeof stored === "number" ? stored : stored.event) ?? -1)
  );
}

/** The rule `build.preserves`. */
export const rule: Rule<"build.preserves"> = {
  id: "build.preserves",
  level: "MUST",
  basis: "engine",
  needs: [],
  statement: "A build, and the build and close of an idle worker, harm no stored event.",
  intent:
    "There is no barrier between workers: a build may come when others have written for long, " +
    "and most workers of a small source only build and close.",
  notVerified: "Events that are pending in a buffer: see workers.late-build.",
  hint: "Look for a file opened to truncate, a table dropped or emptied, or a staging area " +
    "cleaned, in build or close.",
  judge: anyOf(
    eachCall(
      ({ call, before }) => call === "build" && before !== undefined,
      () => undefined,
      (call, trace) => {
        const change = harmToContents({
          ...call,
          before: owed(call.before, call, trace),
          after: owed(call.after, call, trace),
        });
        return change === undefined ? undefined : `during ${callText(call)} ${change}`;
      },
    ),
    blamedOn("idle-worker", "when every worker writes something this does not happen"),
  ),
};
