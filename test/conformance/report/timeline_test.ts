import type { Call, Trace } from "@watertight/sinks";
import { ruleIds } from "../../../conformance/rule_id.ts";

import { timelineOf } from "../../../conformance/report/timeline.ts";
import { assert, assertEquals } from "../../assert.ts";
import { build, close, later, on, threw, traceOf, write } from "../judge/traces.ts";
import { readRecorded } from "../../traces/recorded.ts";
import { counterexample } from "./reports.ts";

const wide = 200;

/** The timeline as one text, with a line break before it. */
function drawn(trace: Trace, width = wide): string {
  return `\n${timelineOf(trace, width)!.join("\n")}\n`;
}

/** A call that begins and ends at these times. */
function at(start: number, end: number | null, call: Partial<Call>): Partial<Call> {
  return { ...call, start, end };
}

Deno.test("timelineOf() lists the calls of one partition under its worker, each with what became of it", () => {
  assertEquals(
    drawn(traceOf([build, write(0, 1), threw(write(2), "full"), close])),
    `
worker 0
build 0 of 1
write [e0 e1]
write [e2]: threw Error: full
close
`,
  );
});

Deno.test("timelineOf() gives each worker a lane, and says below what became of a call", () => {
  assertEquals(
    drawn(traceOf([on(0, build), on(1, build), on(1, threw(write(0), "full")), on(0, close)])),
    `
worker 0       worker 1
build 0 of 2
               build 1 of 2
               write [e0] (1)
close
(1) threw Error: full
`,
  );
});

Deno.test("timelineOf() says once what became of several calls", () => {
  assertEquals(
    drawn(traceOf([on(0, threw(build)), on(1, threw(build))])),
    `
worker 0           worker 1
build 0 of 2 (1)
                   build 1 of 2 (1)
(1) threw Error: no
`,
  );
});

Deno.test("timelineOf() draws calls that overlap one another over the same lines", () => {
  assertEquals(
    drawn(traceOf([at(0, 2, on(0, write(0))), at(1, 3, on(1, write(1)))])),
    `
worker 0       worker 1
┌ write [e0]
│              ┌ write [e1]
└              │
               └
`,
  );
});

Deno.test("timelineOf() draws a call that ends within another one in one line", () => {
  assertEquals(
    drawn(traceOf([at(0, 3, on(0, write(0))), at(1, 2, on(1, write(1)))])),
    `
worker 0       worker 1
┌ write [e0]
│              write [e1]
└
`,
  );
});

Deno.test("timelineOf() draws a call that never settled to the end", () => {
  const stuck = { ...on(0, write(0)), outcome: { kind: "unsettled" } } as const;
  assertEquals(
    drawn(traceOf([at(0, null, stuck), at(1, 2, on(1, write(1))), at(3, 4, on(1, close))])),
    `
worker 0           worker 1
┌ write [e0] (1)
│                  write [e1]
│                  close
└
(1) never settled
`,
  );
});

Deno.test("timelineOf() draws a call that never settled beside one that ended meanwhile", () => {
  const stuck = { ...on(1, write(1)), outcome: { kind: "unsettled" } } as const;
  assertEquals(
    drawn(traceOf([at(0, 2, on(0, write(0))), at(1, null, stuck)])),
    `
worker 0       worker 1
┌ write [e0]
│              ┌ write [e1] (1)
└              └
(1) never settled
`,
  );
});

Deno.test("timelineOf() draws a line between two runs", () => {
  assertEquals(
    drawn(traceOf([build, close, later(build), later(close)])),
    `
worker 0
build 0 of 1
close
── run 2 ──
build 0 of 1
close
`,
  );
});

Deno.test("timelineOf() gives nothing where the lanes do not fit", () => {
  const lines = timelineOf(counterexample.trace, wide)!;
  const remarks = lines.filter((line) => line.startsWith("("));
  const width = Math.max(...lines.filter((line) => !remarks.includes(line)).map((it) => it.length));
  assert(timelineOf(counterexample.trace, width) !== undefined);
  assertEquals(timelineOf(counterexample.trace, width - 1), undefined);
});

for (const rule of ruleIds) {
  Deno.test(`timelineOf() draws every call of the trace of ${rule} once`, async () => {
    const { trace } = (await readRecorded(rule)).violated;
    const calls = timelineOf(trace, wide)!.filter((line) => !line.startsWith("(")).join("\n")
      .match(/\b(build \d+ of|write \[|close(?=$|[ :]))/gm) ?? [];
    assertEquals(calls.length, trace.calls.length);
  });
}
