/** What comes of a check that was ended from outside. */
import type { Baseline } from "../../../conformance/cli/baseline.ts";
import { readCommandLine } from "../../../conformance/cli/command_line.ts";
import { resultOfEnding } from "../../../conformance/cli/ending.ts";
import { type LastHeard, noteMessage } from "../../../conformance/cli/supervise.ts";
import type { Progress } from "../../../conformance/options.ts";
import { assert, assertEquals, assertStringIncludes } from "../../assert.ts";
import { plainLook, textOf } from "./perform.ts";

const known: Baseline = { rows: { failing: { "calls.settle": "the driver hangs" } } };

/** What comes of an endless loop in a write. */
function ended(baseline: Baseline | undefined, ...args: readonly string[]) {
  const read = readCommandLine(["rows.ts", "--seed=1", ...args]);
  assert(read.command === "check");
  const task = { line: read.line, module: "rows.ts", look: plainLook, baseline };
  return resultOfEnding(
    { kind: "endless", ms: 300, place: "writeBatch", last: undefined },
    { task, subject: "rows", path: "7", histories: 8, elapsedMs: 1, line: 1 },
  );
}

Deno.test("an ended check does not conform, also under a baseline that lists something else", () => {
  for (const baseline of [undefined, { columns: known["rows"]! }]) {
    const found = ended(baseline);
    assert(found.kind === "report" && !found.conforms);
  }
});

Deno.test("an ended check has no verdict where its end is known to come: nothing else was judged", () => {
  const found = ended(known);
  assertEquals(found.kind, "unchecked");
  assertStringIncludes(textOf(found), "Cannot give a verdict on rows");
  assertStringIncludes(textOf(found), "ended by a call that never gave its thread back");
  // Of one history, or of the rule alone, nothing else was asked.
  const alone = ended(known, "--rule=calls.settle");
  assert(alone.kind === "report" && alone.conforms);
  const path = ended(known, "--path=7");
  assert(path.kind === "report" && path.conforms);
});

Deno.test("what never returns while a history is made smaller is not blamed on the last one of the search", () => {
  const heard: LastHeard = { histories: 0 };
  const progress = (told: Progress) => noteMessage({ kind: "progress", progress: told }, heard, 0);
  const search = { phase: "search", path: "7", histories: 8, of: 525 } as const;
  progress(search);
  assertEquals([heard.path, heard.histories], ["7", 8]);
  progress({ phase: "shrink", rule: "write.once" });
  assertEquals([heard.path, heard.histories], [undefined, 8]);
  progress({ ...search, path: "8" });
  assertEquals(heard.path, "8");
});
