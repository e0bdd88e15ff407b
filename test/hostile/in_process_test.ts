/** What `checkConformance` itself catches, in the process of a test. */
import process from "node:process";
import * as fc from "fast-check";
import { checkConformance, FixtureError, type Subject } from "@watertight/sinks/conformance";
import { FixtureError as Fault } from "../../conformance/subject/fixture_error.ts";
import { trapExits } from "../../conformance/execute/exits.ts";
import { readCommandLine } from "../../conformance/cli/command_line.ts";
import { resultOfEnding } from "../../conformance/cli/ending.ts";
import { settingsOf } from "../../conformance/options.ts";
import { checkAsRead } from "../../conformance/search/check.ts";
import { requireVerdict } from "../../conformance/search/no_verdict_error.ts";
import { readSubject } from "../../conformance/subject/read_subject.ts";
import { drawInvalid, drawPool } from "../../conformance/subject/pool.ts";
import {
  assert,
  assertEquals,
  assertRejects,
  assertStringIncludes,
  assertThrows,
} from "../assert.ts";
import { plainLook, textOf } from "../conformance/cli/perform.ts";
import { HurriedClock } from "../conformance/hurried_clock.ts";
import { rowsSubject, sound } from "../conformance/rows.ts";
import { exits, subjectOf } from "./hostile.ts";

/** What ends this process, to see that it is put back. */
const doors =
  () => [Deno.exit, Deno.kill, process.exit, process.abort, process.kill, globalThis.close];

const quick = { seed: 1, runs: 0, timeLimit: 1000 };

for (const [deed, { does, words }] of Object.entries(exits)) {
  Deno.test(`an open that ${deed} is a fixture at fault, and all is put back`, async () => {
    const before = doors();
    const subject = subjectOf("rows", { subject: { open: does } });
    const problem = `open must not end the process: it called ${words}`;
    await assertRejects(() => checkConformance(subject, quick), FixtureError, problem);
    assertEquals(doors().map((it, index) => it === before[index]), before.map(() => true));
  });

  Deno.test(`a sink whose write ${deed}, and hides it, violates calls.no-stray-errors`, async () => {
    const before = doors();
    const subject = subjectOf("rows", {
      partition: (rows) => ({
        writeBatch(items: []) {
          rows.push(...structuredClone(items));
          try {
            does();
          } catch { /* as a driver does */ }
        },
      }),
    });
    const { verdicts } = await checkConformance(subject, quick);
    const verdict = verdicts.find(({ rule }) => rule === "calls.no-stray-errors");
    assertEquals(verdict?.outcome, "violated");
    assertStringIncludes(verdict?.counterexample?.message ?? "", words);
    assertEquals(doors().map((it, index) => it === before[index]), before.map(() => true));
  });
}

Deno.test("a signal to another process is no exit", async () => {
  const child = new Deno.Command("sleep", { args: ["60"] }).spawn();
  const subject = subjectOf("rows", {
    subject: {
      open() {
        Deno.kill(child.pid, "SIGKILL");
        throw new Error("sent");
      },
    },
  });
  await assertRejects(() => checkConformance(subject, quick), FixtureError, "it threw Error: sent");
  assertEquals((await child.status).signal, "SIGKILL");
});

Deno.test("drawing events ends with its limit", () => {
  const clock = new HurriedClock();
  let now = 0;
  const limit = { milliseconds: 100, clock: Object.assign(clock, { now: () => now }) };
  const events = fc.nat().map((id) => (now += 30, { id, text: "" }));
  const problem = "events must be drawn within 100 ms: 4 draws took longer";
  assertThrows(() => drawPool(rowsSubject(sound, { events }), 1, limit), Fault, problem);
  const invalid = { invalidEvents: events };
  const of = "invalidEvents must be drawn within 100 ms: 4 draws took longer";
  assertThrows(() => drawInvalid(rowsSubject(sound, invalid), 1, limit), Fault, of);
});

Deno.test("large events are fewer, the same for the same seed, and still enough", () => {
  const events = fc.nat().map((id) => ({ id, text: "x".repeat(1_000_000) }));
  const pool = () => drawPool(rowsSubject(sound, { events }) as Subject<unknown>, 1).events;
  assertEquals([pool().length, pool()[63]], [64, pool()[63]]);
});

Deno.test("a report that conforms is none when only a SHOULD is violated and nothing else judged", () => {
  const verdict = { level: "MUST", histories: 0 } as const;
  const report = {
    subject: "rows",
    conforms: true,
    seed: 1,
    histories: 2,
    elapsedMs: 1,
    staleExemptions: [],
    notes: [],
    verdicts: [
      { ...verdict, rule: "write.stored", outcome: "inconclusive" },
      { ...verdict, rule: "calls.throw-errors", level: "SHOULD", outcome: "violated" },
    ],
  } as const;
  assertThrows(() => requireVerdict(report), Error, "as write.stored must be judged");
  requireVerdict({ ...report, conforms: false });
});

Deno.test("a limit that passes before anything was looked into hides no refusal", async () => {
  const subject = subjectOf("rows", {
    partition: () => ({ writeBatch: () => Promise.reject(new Error("no")) }),
  });
  const settings = settingsOf({ seed: 1, runs: 0, timeLimit: 10 });
  // The wait for late activity alone takes longer.
  const report = await checkAsRead(readSubject(subject), settings, new HurriedClock());
  assertStringIncludes(report.stopped ?? "", "the time limit of 10 ms");
  const violated = report.verdicts.filter(({ outcome }) => outcome === "violated");
  assertEquals(violated.map(({ rule }) => rule), ["write.accepts"]);
});

Deno.test("resultOfEnding() says what ended a thread, and blames the sink for its own members alone", () => {
  const read = readCommandLine(["a.ts", "--seed=1"]);
  assert(read.command === "check");
  const task = { line: read.line, module: "a.ts", look: plainLook, baseline: undefined };
  const checked = { task, subject: "rows", path: "7", histories: 6, line: 3, elapsedMs: 10 };
  const exited = { kind: "exited", code: 3, last: "writeBatch" } as const;
  const ofSink = resultOfEnding({ ...exited, place: "writeBatch" }, checked);
  assertEquals(ofSink.kind, "report");
  const text = textOf(ofSink).replaceAll(/\s+/g, " ");
  assertStringIncludes(text, "MUST calls.no-stray-errors");
  assertStringIncludes(text, 'writeBatch() of subject "rows" ended the process with code 3');
  assertStringIncludes(text, "conform a.ts --seed=1 --path=7 --rule=calls.no-stray-errors");
  const ofHook = resultOfEnding({ ...exited, place: "read" }, checked);
  assertEquals(ofHook.kind, "unchecked");
  assertStringIncludes(textOf(ofHook), 'read() of subject "rows" ended the process with code 3');
  const unknown = resultOfEnding({ ...exited, place: undefined }, checked);
  assertEquals(unknown.kind, "unchecked");
  assertStringIncludes(
    textOf(unknown),
    "left running ended the process with code 3, after writeBatch()",
  );
  const error = new Error("out of memory");
  const failed = resultOfEnding(
    { kind: "failed", place: "writeBatch", last: "writeBatch", error },
    checked,
  );
  assertEquals(failed.kind, "unchecked");
  assertStringIncludes(textOf(failed), "ended the process with Error: out of memory");
});

Deno.test("a trap that was kept tells the check that runs now, and is none once all have ended", () => {
  const told: string[] = [];
  const before = Deno.exit;
  const [first, kept] = [
    trapExits(({ message }) => void told.push(`first: ${message}`)),
    Deno.exit,
  ];
  const second = trapExits(({ message }) => void told.push(`second: ${message}`));
  const problem = "Cannot end the process as a check must run to its end: Deno.exit(3) was called";
  try {
    assertThrows(() => kept(3), Error, problem);
    second.restore();
    assertThrows(() => kept(3), Error, problem);
  } finally {
    second.restore();
    first.restore();
  }
  assertEquals(told, [`second: ${problem}`, `first: ${problem}`]);
  const ended: unknown[] = [];
  Object.defineProperty(Deno, "exit", {
    value: (code: number) => ended.push(code),
    configurable: true,
  });
  try {
    kept(4);
  } finally {
    Object.defineProperty(Deno, "exit", {
      value: before,
      configurable: true,
      writable: true,
      enumerable: true,
    });
  }
  assertEquals([ended, Deno.exit === before], [[4], true]);
});
