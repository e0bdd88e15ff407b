import { evidenceOf, rules } from "@watertight/sinks/conformance";
import type { Trace } from "@watertight/sinks";
import { assertEquals } from "../../assert.ts";
import { build, close, traceOf, write } from "./traces.ts";

/** What close.quiescent finds in a trace of one write; `undefined` when it says nothing. */
function found(seen: Partial<Trace>): readonly string[] | undefined {
  const rule = rules.find(({ id }) => id === "close.quiescent")!;
  const { contents: _, ...trace } = traceOf([build, write(0), close]);
  return rule.judge(evidenceOf({ ...trace, ...seen }))?.map(({ message }) => message);
}

const stillWritten = true;

Deno.test("close.quiescent finds that a file was still written where the contents agree", () => {
  assertEquals(found({ contents: [0], lateContents: [0], stillWritten }), [
    "after the last close had settled a file of the storage was still being written",
  ]);
});

Deno.test("close.quiescent finds that a file was still written where nobody read again", () => {
  assertEquals(found({ contents: [0], stillWritten })?.length, 1);
});

Deno.test("close.quiescent tells how the contents changed where they did", () => {
  assertEquals(found({ contents: [], lateContents: [0], stillWritten }), [
    "after the last close had settled the storage went from 0 to 1 events",
  ]);
});

Deno.test("close.quiescent says nothing where nobody looked", () => {
  assertEquals(found({ contents: [0] }), undefined);
});
