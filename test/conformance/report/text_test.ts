import type { Trace } from "@watertight/sinks";
import { renderText } from "@watertight/sinks/conformance";
import { assert, assertEquals, assertStringIncludes, assertThrows } from "../../assert.ts";
import { build, close, on, traceOf, write } from "../judge/traces.ts";
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
    `<rows> does not conform: 1 of 6 rules satisfied, 1 violated, 1 inconclusive, 2 inapplicable, 1 exempt
478 histories in 121 ms, seed 7
The search was ended early by the time limit of 100 ms.

✗ MUST write.stored: After successful writes and close every event is stored.
  replay    { seed: 7, path: "3:1", rules: ["write.stored"] }
  because   event 2, written to worker 0, is not stored
  history   worker 0                           worker 1
            build 0 of 2 (1)
                                               build 1 of 2 (1)
            ┌ write [e0 … e3] (4 events) (2)
            │                                  ┌ write [e4] (3)
            └                                  │
                                               └
                                               close
            close (4)
            (1) frozenConfig
            (2) then the caller empties its array
            (3) threw Error: a < b, while the storage is set to reject
            (4) never settled
  stored    e0 e1 as "Event 1" "footer"; a while later nothing
  events    e0 = "event 0"
            e1 = "event 1"
            e2 = "event 2"
            e3 = "event 3"
            e4 = "event 4"
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

Deno.test("renderText() shows the events with which something is wrong before the others", () => {
  const nine = write(...Array.from({ length: 9 }, (_, event) => event));
  const text = violating(traceOf([build, nine, close], { contents: [0, 1, 2, 3, 4, 5, 6, 8] }));
  const [, events] = text.match(/ {2}events {4}([\s\S]*?) {2}look at/)!;
  assertEquals(events!.split(/\n */), [
    'e7 = "event 7"',
    'e0 = "event 0"',
    'e1 = "event 1"',
    'e2 = "event 2"',
    'e3 = "event 3"',
    "and 4 more",
    "",
  ]);
});

Deno.test("renderText() names the events that are missing, and not those that may be", () => {
  const lost = traceOf([build, write(0), write(1), close], { contents: [1] });
  assertStringIncludes(violating(lost), "  stored    e1\n  missing   e0\n");
  const pending = traceOf([build, write(0)], { contents: [] });
  assert(!violating(pending).includes("missing"));
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
