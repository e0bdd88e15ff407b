import { stripVTControlCharacters } from "node:util";
import stringWidth from "string-width";
import type { Trace } from "@watertight/sinks";
import { renderText } from "@watertight/sinks/conformance";
import { assert, assertEquals, assertStringIncludes, assertThrows } from "../../assert.ts";
import { build, close, on, threw, traceOf, write } from "../judge/traces.ts";
import { reports } from "./gallery.ts";
import { bare, counterexample, full, verdict } from "./reports.ts";

/** The report of a sink that violates a rule by this trace. */
function violating(trace: Trace): string {
  const found = { ...counterexample, trace, contents: trace.contents! };
  const violated = verdict("write.stored", { outcome: "violated", counterexample: found });
  return renderText({ ...bare, verdicts: [violated] });
}

Deno.test("renderText() says of a sink that conforms no more than that", () => {
  assertEquals(
    renderText({ ...bare, verdicts: [verdict("write.once")] }),
    "rows conforms: 1 of 1 rule satisfied\n1 history in 12 ms, seed 7\n",
  );
});

Deno.test("renderText() begins with the verdict, and shows each violation, then the rest", () => {
  assertEquals(
    renderText(full),
    `<rows> does not conform
1 of 6 rules satisfied, 1 violated, 1 inconclusive, 2 inapplicable, 1 exempt
478 histories in 121 ms, seed 7
The search was ended early by the time limit of 100 ms.

✗ MUST write.stored: After successful writes and close every event is stored.
  because   event 2, written to worker 0, is not stored
  history   worker 0                worker 1
            build 0 of 2 (1)
                                    build 1 of 2 (1)
            ┌ write [e0 … e3] (2)
            │                       ┌ write [e4] (3)
            └                       │
                                    └
                                    close
            close (4)
            (1) with a frozen configuration
            (2) then the caller empties its array
            (3) threw Error: a < b, while the storage is set to reject
            (4) never settled
  events    e0 = "event 0"
            e1 = "event 1"
            e2 = "event 2"
            e3 = "event 3"
            e4 = "event 4"
  stored    e0 e1 as "Event 1" "footer"; a while later nothing
  replay    { seed: 7, path: "3:1", rules: ["write.stored"] }
  look at   Follow the event of the message from writeBatch to the storage: a chunk boundary, a
            filter, a write that is not awaited.

✗ the exemption of write.once is stale: the sink keeps the rule, so take the exemption away

Not judged: 3 rules; verbose tells why

Exempt
  exempt: ticket 12
    close.idempotent

Better than claimed
  order is kept
`,
  );
});

Deno.test("renderText() lists the satisfied rules when asked to", () => {
  const text = renderText({ ...bare, verdicts: [verdict("write.once")] }, { verbose: true });
  assertEquals(
    text.split("\n\n")[1],
    "Satisfied, with the number of histories judged\n  write.once (20)\n",
  );
});

Deno.test("renderText() lists what was not judged when asked to, under each reason", () => {
  for (const options of [{ unjudged: true }, { verbose: true }]) {
    const [, unjudged] = renderText(full, options).match(/\n\n(Not judged[\s\S]*?)\n\n/)!;
    assertEquals(
      unjudged,
      `Not judged
  inapplicable: needs x
    write.events-copied (SHOULD)
    fault.surfaces
  inconclusive: no call uses the bridge
    bridge.awaited`,
    );
  }
});

Deno.test("renderText() lists the calls of more workers than have a place beside each other", () => {
  const builds = Array.from({ length: 8 }, (_, worker) => on(worker, build, 8));
  const text = violating(traceOf(builds));
  assertStringIncludes(
    text,
    "  history   build worker 0 of 8 → p0\n            build worker 1 of 8",
  );
});

/** A field of the one violation of a report, without its label. */
function fieldOf(text: string, label: string): string[] | undefined {
  const [, field] = text.match(new RegExp(`\\n {2}${label.padEnd(10)}(.*(?:\\n {12}.*)*)`)) ?? [];
  return field?.split("\n            ");
}

Deno.test("renderText() shows what is stored as a diff of the events, and only where it differs", () => {
  const nine = write(...Array.from({ length: 9 }, (_, event) => event));
  const text = violating(traceOf([build, nine, close], { contents: [0, 1, 2, 3, 4, 5, 6, 8] }));
  assertEquals(fieldOf(text, "stored"), [
    "- expected, + stored",
    "  … 5 as expected",
    '  e5 = "event 5"',
    '  e6 = "event 6"',
    '- e7 = "event 7"',
    '  e8 = "event 8"',
  ]);
  assertEquals(fieldOf(text, "events"), undefined);
});

Deno.test("renderText() lists the events that are neither stored nor missed, and those without a difference", () => {
  const calls = [on(0, build), on(1, build), on(0, threw(write(0))), on(1, write(1))];
  const lost = violating(traceOf([...calls, on(0, close), on(1, close)], { contents: [] }));
  assertEquals(fieldOf(lost, "events"), ['e0 = "event 0"']);
  assertEquals(fieldOf(lost, "stored"), ["- expected, + stored", '- e1 = "event 1"']);
  const pending = violating(traceOf([build, write(0)], { contents: [] }));
  assertEquals(fieldOf(pending, "events"), ['e0 = "event 0"']);
  assertEquals(fieldOf(pending, "stored"), ["nothing"]);
});

Deno.test("renderText() says of an event that any other would do", () => {
  const trace = traceOf([build, write(0, 1), close], { contents: [1] });
  const found = { ...counterexample, trace, contents: trace.contents!, anyOther: [0] };
  const violated = verdict("write.stored", { outcome: "violated", counterexample: found });
  const text = renderText({ ...bare, verdicts: [violated] });
  assertStringIncludes(
    text,
    '- e0 = "event 0", or any other event\n              e1 = "event 1"\n',
  );
});

Deno.test("renderText() marks the calls where something is wrong, in lanes and in a list", () => {
  const verdictOn = (trace: Trace, ...calls: number[]) => {
    const found = { ...counterexample, trace, contents: trace.contents!, calls };
    return verdict("close.idempotent", { outcome: "violated", counterexample: found });
  };
  const twice = traceOf([build, close, threw(close)], { contents: [] });
  const lanes = renderText({ ...bare, verdicts: [verdictOn(twice, 2)] });
  assertEquals(fieldOf(lanes, "history"), [
    "worker 0",
    "build 0 of 1",
    "close",
    "✗ close: threw Error: no",
  ]);
  const builds = traceOf(Array.from({ length: 8 }, (_, worker) => on(worker, build, 8)), {
    contents: [],
  });
  const list = renderText({ ...bare, verdicts: [verdictOn(builds, 1)] });
  assertEquals(fieldOf(list, "history")!.slice(0, 2), [
    "build worker 0 of 8 → p0",
    "✗ build worker 1 of 8 → p1",
  ]);
});

Deno.test("renderText() says what no history reached though one must", () => {
  const text = renderText({ ...bare, conforms: false, never: ["a chunk was flushed"] });
  assertStringIncludes(
    text,
    '\n✗ no history reached "a chunk was flushed", and the subject says that one must\n',
  );
});

Deno.test("renderText() tells what the histories met when asked to", () => {
  const situations = { "overlapping writes": 12, "reject during close": 3 };
  assertEquals(
    renderText({ ...bare, situations }, { verbose: true }).split("\n\n")[1],
    "Met, with the number of histories\n  overlapping writes (12)\n  reject during close (3)\n",
  );
  assert(!renderText({ ...bare, situations }).includes("Met"));
});

Deno.test("renderText() keeps its lines within any width of 60 or more, but for what is to be pasted", () => {
  for (const [name, report] of Object.entries(reports)) {
    for (const width of [60, 77, 100, 120]) {
      const lines = renderText(report, { width, verbose: true }).split("\n");
      const long = lines.filter((line) =>
        stringWidth(line) > width && !line.startsWith("  replay ")
      );
      assertEquals(long, [], `${name} at ${width}`);
    }
  }
});

Deno.test("renderText() writes the same with colours and without, but for the colours", () => {
  for (const report of Object.values(reports)) {
    for (const width of [60, 100]) {
      const rulesPage = "file:///rules.md";
      const coloured = renderText(report, { width, colour: true, rulesPage });
      assertEquals(stripVTControlCharacters(coloured), renderText(report, { width }));
    }
  }
});

Deno.test("renderText() leads from the name of a rule to its page", () => {
  const options = { colour: true, rulesPage: "file:///rules.md" };
  const link = "\x1b]8;;file:///rules.md#writestored\x07\x1b[1mwrite.stored\x1b[22m\x1b]8;;\x07";
  assertStringIncludes(renderText(full, options), link);
  assert(!renderText(full, { colour: true }).includes("\x1b]8"));
});

Deno.test("renderText() marks a SHOULD as a warning", () => {
  const should = verdict("close.rejects-later-writes", { level: "SHOULD", outcome: "violated" });
  const [, violation] = renderText({ ...bare, verdicts: [should] }).split("\n\n");
  assertEquals(violation!.slice(0, 44), "⚠ SHOULD close.rejects-later-writes: A write");
});

Deno.test("renderText() writes a replay as it is told to", () => {
  const text = renderText(full, { replay: ({ seed, path }) => `--seed=${seed} --path=${path}` });
  assertEquals(text.match(/replay.*/)![0], "replay    --seed=7 --path=3:1");
});

Deno.test("renderText() refuses a report of rules it does not know", () => {
  assertThrows(
    () =>
      renderText({ ...bare, verdicts: [verdict("write.all" as never, { outcome: "violated" })] }),
    Error,
    'Cannot render the report as its rules must be known: "write.all" is not',
  );
});

Deno.test("renderText() lets neither a name colour the terminal nor a reason command a build server", () => {
  const reason = "ticket 12\n::error::boom";
  const report = {
    ...bare,
    subject: "\x1b[32mrows",
    verdicts: [verdict("write.once", { outcome: "exempt", reason })],
  };
  const lines = renderText(report).split("\n");
  assertEquals(lines[0], "\\u{1b}[32mrows conforms: 0 of 1 rule satisfied, 1 exempt");
  assertEquals(lines.filter((line) => line.includes("boom")), [
    "  exempt: ticket 12\\n::error::boom",
  ]);
});
