import { evidenceOf, rules } from "@watertight/sinks/conformance";
import { ExitError } from "../../../conformance/execute/exits.ts";
import { assertEquals } from "../../assert.ts";
import { build, close, threw, traceOf, write } from "./traces.ts";

/** The rules that a write violates which throws an error of this name and message. */
function violatedBy(name: string, message: string): readonly string[] {
  const refused = { ...threw(write(0)), outcome: thrown(name, message) };
  const evidence = evidenceOf(traceOf([build, refused, close], { contents: [] }));
  return rules.filter((rule) => (rule.judge(evidence) ?? []).length > 0).map(({ id }) => id);
}

function thrown(name: string, message: string) {
  return { kind: "threw", error: { isError: true, name, message } } as const;
}

Deno.test("a call that tries to end the process violates calls.no-stray-errors alone", () => {
  const { name, message } = new ExitError("Deno.exit(1)");
  assertEquals(violatedBy(name, message), ["calls.no-stray-errors"]);
});

Deno.test("an error of the sink's own that has the same name is none of that", () => {
  assertEquals(violatedBy("ExitError", "the shell has gone"), ["write.accepts"]);
});
