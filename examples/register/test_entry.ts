import assert from "node:assert/strict";
import process from "node:process";
import { renderText } from "@watertight/sinks/conformance";
import { checkEntry, violatedIn } from "./check_entry.ts";
import type { Entry } from "./entry.ts";

/** Registers the test that the sink of an entry violates the rules it is known to violate, and no others. */
export function testEntry(entry: Entry): void {
  const { name, violates, atTimes = [], server } = entry;
  const missing = server !== undefined && process.env[server] === undefined;
  const expected = Object.keys(violates).sort();
  Deno.test({
    name: `${name} violates ${expected.join(", ") || "no rule"}${
      missing ? `; needs ${server}` : ""
    }`,
    ignore: missing,
    // What a library leaves open is for the rules to tell.
    sanitizeOps: false,
    sanitizeResources: false,
    async fn() {
      const report = await checkEntry(entry);
      const violated = violatedIn(report).filter((rule) => !atTimes.some((it) => it === rule));
      assert.deepEqual([...violated].sort(), expected, renderText(report));
      const cut = expected.includes("calls.settle") ? undefined : report.stopped;
      assert.equal(cut, undefined, "the check came to its end");
    },
  });
}
