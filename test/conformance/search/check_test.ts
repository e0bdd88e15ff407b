import * as fc from "fast-check";
import {
  checkConformance,
  FixtureError,
  injectFaults,
  NoVerdictError,
  payload,
  type Progress,
  renderJson,
  renderText,
  type Report,
  rules,
  type Subject,
} from "@watertight/sinks/conformance";
import type { SinkPartition } from "@watertight/sinks";
import { knownMutants } from "../../mutants/mod.ts";
import {
  assert,
  assertEquals,
  assertMatch,
  assertRejects,
  assertStringIncludes,
} from "../../assert.ts";
import { HurriedClock } from "../hurried_clock.ts";
import { settingsOf } from "../../../conformance/options.ts";
import { checkAsRead } from "../../../conformance/search/check.ts";
import { readSubject } from "../../../conformance/subject/read_subject.ts";
import { faultyRows, type Row, rowsSubject, sound } from "../rows.ts";
import { lenient, lossy, truncating } from "./broken.ts";

function violated({ verdicts }: Report): string[] {
  return verdicts.filter(({ outcome }) => outcome === "violated").map(({ rule }) => rule);
}

Deno.test("a sound sink conforms, with a verdict for every rule in their order", async () => {
  const report = await checkConformance(rowsSubject(), { seed: 1 });
  assert(report.conforms);
  assertEquals(report.verdicts.map(({ rule }) => rule), rules.map(({ id }) => id));
  assertEquals(violated(report), []);
  assert(report.verdicts.every((it) => it.outcome !== "satisfied" || it.histories > 0));
});

Deno.test("a seed gives the same report, but for the time it took", async () => {
  const { elapsedMs: _, ...first } = await checkConformance(lossy, { seed: 7 });
  const { elapsedMs: __, ...second } = await checkConformance(lossy, { seed: 7 });
  assertEquals(second, first);
});

Deno.test("a violated MUST does not conform, and shows its smallest history", async () => {
  const report = await checkConformance(lossy, { seed: 1 });
  assertEquals([report.conforms, violated(report)], [false, ["write.stored"]]);
  const { counterexample } = report.verdicts.find(({ rule }) => rule === "write.stored")!;
  assertEquals(counterexample!.message, "event 100, written to worker 0, is not stored");
  assertEquals(counterexample!.history.workers, 1);
  assertEquals(counterexample!.history.steps.map((it) => it.do === "write" && it.events.length), [
    101,
  ]);
});

Deno.test("an altered event is shown alone, as small as it can be", async () => {
  const report = await checkConformance(truncating, { seed: 1 });
  assertEquals(violated(report), ["write.faithful"]);
  const { counterexample } = report.verdicts.find(({ rule }) => rule === "write.faithful")!;
  assertEquals(counterexample!.trace.events, [{ id: 0, text: "      " }]);
  assert(counterexample!.replay.path.startsWith("event:"));
});

Deno.test("a violated SHOULD fails the check under strict only", async () => {
  const report = await checkConformance(lenient, { seed: 1 });
  assertEquals([report.conforms, violated(report)], [true, ["close.rejects-later-writes"]]);
  assertEquals((await checkConformance(lenient, { seed: 1, strict: true })).conforms, false);
});

Deno.test("only the rules that were asked for are judged", async () => {
  const report = await checkConformance(lossy, { seed: 1, rules: ["write.once"] });
  assertEquals(report.verdicts.map(({ rule, outcome }) => [rule, outcome]), [
    ["write.once", "satisfied"],
  ]);
  assert(report.conforms);
});

Deno.test("an exempt rule does not fail the check, and keeps its counterexample", async () => {
  const exempt = { "write.stored": "the demo store holds 100 events" };
  const report = await checkConformance({ ...lossy, exempt }, { seed: 1 });
  const verdict = report.verdicts.find(({ rule }) => rule === "write.stored")!;
  assertEquals([report.conforms, verdict.outcome, verdict.reason], [
    true,
    "exempt",
    "the demo store holds 100 events",
  ]);
  assert(verdict.counterexample);
});

Deno.test("what an exempt rule about failures explains is no bug that needs no failure", async () => {
  const events = fc.record({ id: fc.nat(), text: fc.string() });
  const subject = (extra: (batch: Row[]) => Row[]): Subject<Row> => ({
    name: "rows that are sent once more when that failed",
    events,
    guarantees: { delivery: "exactly-once" },
    exempt: { "fault.no-duplicates": "the driver repeats what may have been stored" },
    open() {
      const rows: Row[] = [];
      const store = {
        insert: (batch: readonly Row[]) =>
          Promise.resolve(void rows.push(...structuredClone(batch))),
      };
      const { client, faults } = injectFaults(store, ["insert"]);
      const build = (): SinkPartition<Row> => {
        let open = true;
        return {
          async writeBatch(items) {
            if (!open) throw new Error("Cannot write as it must be open: it is closed");
            const batch = extra([...items]);
            if (batch.length > 0) await client.insert(batch).catch(() => client.insert(batch));
          },
          close: () => void (open = false),
        };
      };
      const node = { name: "rows", routerBranchSafe: true, payload: payload<Row>() };
      const sink = { ...node, buildPartition: build };
      return { sink, config: {}, faults, read: () => rows.slice() };
    },
  });
  const known = await checkConformance(subject((batch) => batch), { seed: 1 });
  assert(known.conforms, renderText(known));
  const twice = subject((batch) => batch.length >= 5 ? [...batch, batch[0]!] : batch);
  assertEquals(violated(await checkConformance(twice, { seed: 1 })), ["write.once"]);
});

Deno.test("an exemption that is no longer needed fails the check", async () => {
  const exempt = { "write.stored": "the demo store holds 100 events" };
  const report = await checkConformance(rowsSubject(sound, { exempt }), { seed: 1 });
  assertEquals([report.conforms, report.staleExemptions], [false, ["write.stored"]]);
});

Deno.test("an exemption is not stale because a search was cut before it was needed, but may be", async () => {
  const exempt = { "write.stored": "the demo store holds 100 events" };
  const abort = new AbortController();
  const report = await checkConformance(rowsSubject(sound, { exempt }), {
    seed: 1,
    signal: abort.signal,
    progress: (it) => void (it.phase === "search" && it.histories === 40 && abort.abort()),
  });
  assertEquals([report.conforms, report.staleExemptions], [true, []]);
  assertStringIncludes(
    String(report.warnings),
    "the exemption of write.stored may be stale: the search was cut before it could be told",
  );
});

Deno.test("an exemption of a rule that says nothing is not stale", async () => {
  const exempt = { "fault.surfaces": "cannot fail" };
  const report = await checkConformance(rowsSubject(sound, { exempt }), { seed: 1 });
  assertEquals([report.conforms, report.staleExemptions], [true, []]);
});

Deno.test("an exemption must name a rule and give a reason", async () => {
  const message = async (exempt: Record<string, string>) =>
    (await assertRejects(
      () => checkConformance(rowsSubject(sound, { exempt }), { seed: 1 }),
      FixtureError,
    )).message;
  assertEquals(
    await message({ "write.all": "no" }),
    'Cannot check the sink as subject must exempt known rules: "write.all" is none',
  );
  assertEquals(
    await message({ "write.once": "" }),
    "Cannot check the sink as subject must give a reason to exempt write.once: it is empty",
  );
});

Deno.test("a rule that no history says anything of is inconclusive, with the reason", async () => {
  const { verdicts, histories } = await checkConformance(rowsSubject(), { seed: 1 });
  const silent = verdicts.filter(({ outcome }) => outcome === "inconclusive");
  assert(silent.length > 0);
  for (const { rule, reason, histories: judged } of silent) {
    const why = rules.find(({ id }) => id === rule)!.silent ??
      `none of ${histories} histories says anything of it`;
    assertEquals([reason, judged], [why, 0]);
  }
});

Deno.test("a time limit ends the search, and the report says so", async () => {
  const slow = rowsSubject(async (it) => {
    await new Promise((resolve) => setTimeout(resolve, 10));
    return sound(it);
  });
  const report = await checkConformance(slow, { seed: 1, timeLimit: 1500 });
  const { histories } = report;
  assert(histories < 200, `${histories} histories were run`);
  assertEquals(report.stopped, `the time limit of 1500 ms, after ${histories} of 525 histories`);
  const silent = report.verdicts.filter(({ outcome }) => outcome === "inconclusive");
  for (const { reason } of silent) {
    assertStringIncludes(reason!, "the search was ended by the time limit of 1500 ms, after ");
  }
});

Deno.test("an aborted signal ends a check with what is known, and every fixture disposed", async () => {
  const abort = new AbortController();
  let open = 0;
  const subject: Subject<Row> = {
    ...lossy,
    async open() {
      const fixture = await lossy.open();
      open++;
      return { ...fixture, [Symbol.dispose]: () => void open-- };
    },
  };
  const report = await checkConformance(subject, {
    seed: 1,
    signal: abort.signal,
    progress: (it) => void (it.phase === "search" && it.histories === 40 && abort.abort()),
  });
  assertEquals(report.stopped, "an interruption, after 41 of 525 histories");
  assertEquals([violated(report), open], [["write.stored"], 0]);
});

Deno.test("a check tells of each history before it runs, and of each rule whose history is made smaller", async () => {
  const told: Progress[] = [];
  await checkConformance(lossy, { seed: 1, progress: (it) => void told.push(it) });
  const searched = told.filter((it) => it.phase === "search");
  assertEquals(searched.map(({ histories }) => histories), [...searched.keys()]);
  assert(searched.every(({ of }) => of === searched.length));
  assertEquals(told.at(-1), { phase: "shrink", rule: "write.stored" });
});

Deno.test("a check that its limit has cut says what a history cost, and its fixture, and what would do", async () => {
  const subject = rowsSubject();
  const slow = {
    ...subject,
    async open() {
      await new Promise((resolve) => setTimeout(resolve, 10));
      return await subject.open();
    },
  };
  const { warnings = [] } = await checkConformance(slow, { seed: 1, timeLimit: 1500 });
  const [, each, ofFixture, enough] = warnings.join().match(
    /^A history took ([\d.]+) ms, ([\d.]+) of them to open its fixture: a timeLimit of about (\d+) would do for all 525; fixtures that share a connection \(pooled\) cost less$/,
  )!.map(Number);
  assert(each! >= ofFixture! && ofFixture! >= 9, warnings.join());
  assert(enough! >= 525 * 9, warnings.join());
  const whole = await checkConformance(subject, { seed: 1 });
  assertEquals(whole.warnings, undefined);
});

Deno.test("a check that its limit has cut fails when it is strict", async () => {
  const slow = rowsSubject(async (it) => {
    await new Promise((resolve) => setTimeout(resolve, 10));
    return sound(it);
  });
  const cut = { seed: 1, timeLimit: 1500 };
  assertEquals((await checkConformance(slow, cut)).conforms, true);
  assertEquals((await checkConformance(slow, { ...cut, strict: true })).conforms, false);
});

Deno.test("without a verdict on the plain rules there is no verdict at all", async () => {
  const slow = rowsSubject(async (it) => {
    await new Promise((resolve) => setTimeout(resolve, 10));
    return sound(it);
  });
  const error = await assertRejects(
    () => checkConformance(slow, { seed: 1, timeLimit: 1 }),
    NoVerdictError,
  );
  assertStringIncludes(
    error.message,
    "Cannot give a verdict on rows as write.accepts, write.stored, write.once must be judged",
  );
  assertMatch(error.message, /the search was ended by the time limit of 1 ms, after [01] of \d+/);
  const inapplicable = { seed: 1, runs: 0, rules: ["fault.recovers"] } as const;
  await assertRejects(() => checkConformance(rowsSubject(), inapplicable), NoVerdictError);
});

Deno.test("a violation is a verdict, whatever was not judged besides", async () => {
  const stuck = rowsSubject(() => new Promise(() => {}));
  const report = await checkConformance(stuck, { seed: 1, callLimit: 10 });
  assert(violated(report).includes("calls.settle"));
});

Deno.test("a claim that is broken fails the check, although its rule is a SHOULD", async () => {
  const { mutant: { subject } } = knownMutants.find(({ rule }) => rule === "fault.atomic-batch")!;
  const claimed = await checkConformance(subject, { seed: 1 });
  const verdict = claimed.verdicts.find(({ rule }) => rule === "fault.atomic-batch")!;
  assertEquals([verdict.level, verdict.outcome, verdict.claimed], ["SHOULD", "violated", true]);
  assertEquals([claimed.conforms, violated(claimed)], [false, ["fault.atomic-batch"]]);
  assertStringIncludes(renderText(claimed), "✗ SHOULD, claimed: fault.atomic-batch");
  const { guarantees: _, ...unclaiming } = subject;
  assert((await checkConformance(unclaiming, { seed: 1 })).conforms);
});

Deno.test("checks of one process take turns, and find the same as one alone", async () => {
  const text = async () => {
    const { elapsedMs: _, ...report } = await checkConformance(lossy, { seed: 3 });
    return renderJson({ ...report, elapsedMs: 0 });
  };
  const alone = await text();
  assertEquals(await Promise.all([text(), text()]), [alone, alone]);
});

Deno.test("a call that never settles ends the search, and violates calls.settle", async () => {
  const stuck = rowsSubject((it) => ({ ...sound(it), close: () => new Promise(() => {}) }));
  const report = await checkConformance(stuck, { seed: 1, callLimit: 10 });
  assertEquals(report.stopped, "calls that never settled");
  assert(violated(report).includes("calls.settle"));
});

/** A sound sink but for some of its writes, by their number over all fixtures. */
function oddWrites(
  isOdd: (number: number) => boolean,
  write: (it: { rows: Row[]; items: readonly Row[]; store: () => unknown }) => unknown,
): Subject<Row> {
  let writes = 0;
  return rowsSubject((it) => {
    const partition = sound(it);
    return {
      ...partition,
      async writeBatch(items) {
        const store = () => partition.writeBatch(items);
        await (isOdd(++writes) ? write({ rows: it.rows, items, store }) : store());
      },
    };
  });
}

/** Some of its writes are slow. */
function slowWrites(isSlow: (number: number) => boolean): Subject<Row> {
  return oddWrites(isSlow, async ({ store }) => {
    await new Promise((resolve) => setTimeout(resolve, 120));
    store();
  });
}

/** Some of its writes throw, as those do whose storage answers late. */
function refusedWrites(isRefused: (number: number) => boolean): Subject<Row> {
  return oddWrites(isRefused, () => {
    throw new Error("no answer came within 1 ms");
  });
}

Deno.test("a call that is over the limit for once is no violation, and is told", async () => {
  const slow = slowWrites((writes) => writes === 40);
  const report = await checkConformance(slow, { seed: 1, callLimit: 80, timeLimit: 60_000 });
  assertEquals([violated(report), report.stopped], [[], undefined]);
  assertEquals(report.warnings?.length, 1);
  assertMatch(
    report.warnings![0]!,
    /^the write of \d+ events? to worker \d took longer than the call limit of 80 ms once, but not when its history ran again$/,
  );
});

Deno.test("calls that are over the limit now and then violate calls.settle", async () => {
  const slow = slowWrites((writes) => writes % 40 === 0);
  const report = await checkConformance(slow, { seed: 1, callLimit: 80, timeLimit: 60_000 });
  assertEquals([violated(report), report.warnings?.length], [["calls.settle"], 3]);
});

Deno.test("a write that throws for once is no violation, and is told", async () => {
  for (const place of [40, 400, 1000]) {
    const report = await checkConformance(refusedWrites((writes) => writes === place), { seed: 1 });
    assertEquals([violated(report), report.warnings?.length], [[], 1]);
    assertMatch(
      report.warnings![0]!,
      /^the write of \d+ events? to worker \d threw Error: no answer came within 1 ms once, but not when its history ran again$/,
    );
  }
});

Deno.test("a write that throws for once and stores all the same, later, is a violation", async () => {
  const landing = oddWrites((number) => number === 40, ({ rows, items }) => {
    const late = structuredClone(items);
    setTimeout(() => rows.push(...late), 3);
    throw new Error("no answer came within 1 ms");
  });
  assertEquals(violated(await checkConformance(landing, { seed: 1 })), ["close.quiescent"]);
});

Deno.test("a write that throws what is no error for once is a violation", async () => {
  const odd = oddWrites((number) => number === 40, () => {
    throw "busy";
  });
  assertEquals(violated(await checkConformance(odd, { seed: 1 })), ["calls.throw-errors"]);
});

Deno.test("what is lost when a history that was refused runs again is a violation", async () => {
  let number = 0;
  const losing = oddWrites(() => [40, 43].includes(++number), () => {
    if (number === 40) throw new Error("no answer came within 1 ms");
  });
  assertEquals((await checkConformance(losing, { seed: 1 })).conforms, false);
});

Deno.test("what a write loses for once as it throws is a violation", async () => {
  let lost = false;
  const losing = rowsSubject((it) => {
    const partition = sound(it);
    const another = it.rows.length > 0;
    return {
      ...partition,
      writeBatch(items) {
        if (!another || lost) return partition.writeBatch(items);
        lost = true;
        it.rows.shift();
        throw new Error("no answer came within 1 ms");
      },
    };
  });
  const report = await checkConformance(losing, { seed: 1 });
  assertEquals([report.conforms, report.warnings], [false, undefined]);
});

Deno.test("writes that throw now and then violate write.accepts alone", async () => {
  for (const period of [7, 40, 150]) {
    const report = await checkConformance(refusedWrites((writes) => writes % period === 0), {
      seed: 1,
    });
    assertEquals(violated(report), ["write.accepts"]);
  }
});

Deno.test("a timer left behind is told once, after what it does", async () => {
  const timers: ReturnType<typeof setInterval>[] = [];
  const ticking = rowsSubject((it) => {
    const partition = sound(it);
    let last: Row[] = [];
    timers.push(setInterval(() => it.rows.push(...last.splice(0)), 40));
    return {
      ...partition,
      writeBatch(items) {
        last = structuredClone([...items]);
        return partition.writeBatch(items);
      },
    };
  });
  try {
    const { verdicts } = await checkConformance(ticking, { seed: 1, runs: 5 });
    const releases = verdicts.find(({ rule }) => rule === "close.releases");
    assertEquals([releases?.outcome, releases?.cause], ["implied", "close.quiescent"]);
  } finally {
    timers.forEach(clearInterval);
  }
});

Deno.test("limits go by the clock of the check: hours pass on one that hurries", async () => {
  const stuck = rowsSubject((it) => ({ ...sound(it), close: () => new Promise(() => {}) }));
  const clock = new HurriedClock();
  const settings = settingsOf({ seed: 1, callLimit: 3_600_000, timeLimit: 36_000_000 });
  const report = await checkAsRead(readSubject(stuck), settings, clock);
  assert(violated(report).includes("calls.settle"));
  assertEquals(report.elapsedMs, clock.now());
  assert(report.elapsedMs > 3_600_000, `${report.elapsedMs} ms have passed`);
});

Deno.test("a guarantee that is kept without being claimed is noted", async () => {
  const guarantees = { order: "none" } as const;
  const { notes } = await checkConformance(rowsSubject(sound, { guarantees }), { seed: 1 });
  assertEquals(notes.map((note) => note.replace(/\d+/, "N")), [
    'order: "worker" held in all N histories that could tell: claim it in guarantees to have it checked',
    'durable: "on-write" held in all N histories that could tell: claim it in guarantees to have it checked',
  ]);
});

Deno.test("what only a failure of the storage tells is not noted of one that tells nothing of it", async () => {
  const guarantees = { durable: "on-write" } as const;
  const noted = async (subject: Subject<Row>) =>
    (await checkConformance(subject, { seed: 1 })).notes.map((note) => note.split(":")[0]);
  // Its storage only refuses: what an unclear outcome does to an event is not seen.
  assertEquals(await noted(faultyRows({ guarantees })), ["atomicBatches"]);
  const invalidEvents = fc.constant("no row");
  const refusing = rowsSubject((it) => {
    const partition = sound(it);
    return {
      ...partition,
      writeBatch(items) {
        if (items.some((item) => typeof item === "string")) throw new TypeError("no row");
        return partition.writeBatch(items);
      },
    };
  }, { guarantees, invalidEvents });
  assertEquals(await noted(refusing), []);
});

Deno.test("a guarantee that is claimed, or not kept, is not noted", async () => {
  const guarantees = { durable: "on-write" } as const;
  const claimed = await checkConformance(rowsSubject(sound, { guarantees }), { seed: 1 });
  assertEquals(claimed.notes, []);
  const broken = await checkConformance(lossy, { seed: 1 });
  assertEquals(broken.notes, []);
});

Deno.test("a guarantee that is claimed and not kept is a violation", async () => {
  const guarantees = { durable: "on-write" } as const;
  const pending = rowsSubject(({ rows }) => {
    const waiting: typeof rows = [];
    const inner = sound({ rows: waiting });
    return {
      writeBatch: (items) => inner.writeBatch(items),
      close() {
        inner.close();
        rows.push(...waiting.splice(0));
      },
    };
  }, { guarantees });
  assertEquals(violated(await checkConformance(pending, { seed: 1 })), ["write.durable"]);
});

Deno.test("every fixture of a check is disposed, also when the sink is broken", async () => {
  for (const subject of [rowsSubject(), faultyRows(), lossy, truncating]) {
    let [opened, disposed] = [0, 0];
    await checkConformance({
      ...subject,
      async open() {
        opened++;
        return {
          ...await subject.open(),
          [Symbol.asyncDispose]: () => Promise.resolve(void disposed++),
        };
      },
    }, { seed: 1 });
    assertEquals(disposed, opened);
  }
});

Deno.test("a fixture that fails in the midst of a check ends it with its name", async () => {
  let opened = 0;
  let disposed = 0;
  const subject = rowsSubject(sound, {}, (rows) => ({
    read() {
      if (opened > 100) throw new Error("connection lost");
      return rows.slice();
    },
    [Symbol.dispose]: () => void disposed++,
  }));
  const { open } = subject;
  const counting = {
    ...subject,
    open: () => {
      opened++;
      return open();
    },
  };
  const error = await assertRejects(() => checkConformance(counting, { seed: 1 }), FixtureError);
  assertStringIncludes(error.message, "read must not throw: it threw Error: connection lost");
  assertEquals(disposed, opened);
});
