import stringWidth from "string-width";
import { ruleIds, rules } from "@watertight/sinks/conformance";
import { renderRule, renderRules } from "../../../conformance/report/rule_page.ts";
import { assert, assertEquals, assertStringIncludes, assertThrows } from "../../assert.ts";

/** What a terminal shows, in one line. */
function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, " ");
}

for (const width of [60, 80, 120]) {
  Deno.test(`renderRules() lists every rule by family within ${width} columns`, () => {
    const text = renderRules({ width });
    assert(text.split("\n").every((line) => stringWidth(line) <= width), text);
    for (const { id, statement } of rules) {
      assertEquals(text.split("\n").filter((line) => line.split(/\s+/)[1] === id).length, 1, id);
      assertStringIncludes(oneLine(text), statement.slice(0, 20));
    }
  });

  Deno.test(`renderRule() tells of every rule within ${width} columns, with its example drawn`, () => {
    for (const id of ruleIds) {
      const text = renderRule(id, { width });
      assert(text.split("\n").every((line) => stringWidth(line) <= width), text);
      assertStringIncludes(text, "\n  history   ");
      assertStringIncludes(text, "build 0 of");
    }
  });
}

Deno.test("renderRule() says why, with which bug, how to mend it and what a green does not say", () => {
  assertEquals(
    renderRule("close.flushes", { width: 80 }),
    `close.flushes  MUST, promised by the contract
A close succeeds, and stores what is pending.

  why       At the end of the input nothing follows but the close: what it does
            not store is lost.

  a bug     A sink that releases without a flush. close() that closes the client
            and forgets the buffer (Flink before FLIP-143).
  told as   event 0, written to worker 0, is not stored; followed by many more
            events it is stored: it was pending, and close dropped it
  history   worker 0
            build 0 of 1
            write [e0]
            close

  the fix   Flush in close before you release; await the flush. If it throws:
            the error in the message is the sink's own.
  not said  Buffers larger than some thousand events, which the check does not
            fill: there a lost tail is reported by write.stored.
`,
  );
  assertStringIncludes(renderRule("write.last-wins", {}), "  needs     key\n");
});

Deno.test("renderRule() sets the name apart where there are colours, and refuses what is no rule", () => {
  assertStringIncludes(renderRule("write.once", { colour: true }), "\u001b[1mwrite.once\u001b[22m");
  assert(!renderRules({}).includes("\u001b"));
  assertThrows(() => renderRule("write.twice", {}), Error, '"write.twice" is not');
});
