import * as fc from "fast-check";
import {
  checkConformance,
  type CheckOptions,
  type Counterexample,
  type Fixture,
  type History,
  type RuleId,
  type Subject,
} from "@watertight/sinks/conformance";
import {
  formatRegression,
  parseRegression,
  regressionOf,
} from "../../../conformance/regressions/regression.ts";
import { traceOf } from "../../../conformance/search/run_history.ts";
import { stepwise } from "../../../conformance/search/stepwise.ts";
import { assert, assertEquals, assertRejects } from "../../assert.ts";
import { type Build, contextOf, faultyRows, type Row, rowsSubject, sound } from "../rows.ts";
import { closingOnce, lossy, racing, swallowing, truncating } from "./broken.ts";

async function found<E>(
  subject: Subject<E>,
  rule: RuleId,
  options: CheckOptions = {},
): Promise<Counterexample> {
  const { verdicts } = await checkConformance(subject, { seed: 1, runs: 20, ...options });
  const verdict = verdicts.find((it) => it.rule === rule);
  assert(verdict?.counterexample, `${rule} is not violated`);
  return verdict.counterexample;
}

/** What the storage held after each call of the further execution: how many events, or nobody looked. */
function steps({ stepwise }: Counterexample): readonly string[] | undefined {
  return stepwise?.calls.map(({ call, after }) => `${call} ${after?.length ?? "-"}`);
}

/** Loses what one of its writes has as it closes. */
const lostOnClose: Build = ({ rows }) => {
  const partition = sound({ rows });
  return { ...partition, close: () => (rows.pop(), partition.close()) };
};

Deno.test("the calls of a finding stand in its counterexample", async () => {
  const callsOf = async (subject: Subject<Row>, rule: RuleId) => {
    const { calls = [], trace } = await found(subject, rule);
    return calls.map((it) => `${trace.calls[it]!.call} ${trace.calls[it]!.worker}`);
  };
  assertEquals(await callsOf(lossy, "write.stored"), ["write 0"]);
  assertEquals(await callsOf(truncating, "write.faithful"), ["write 0"]);
  assertEquals(await callsOf(closingOnce, "close.idempotent"), ["close 0"]);
  assertEquals(await callsOf(swallowing, "fault.surfaces"), ["write 0"]);
  const same = rowsSubject();
  const odd = { ...same, open: () => ({ ...same.open() as Fixture<Row>, sink: nameless }) };
  assertEquals((await found(odd, "node.named")).calls, undefined);
});

const nameless = { ...(rowsSubject().open() as Fixture<Row>).sink, name: "" };

Deno.test("what a storage held after each call is told of what is lost on close", async () => {
  const lost = await found(rowsSubject(lostOnClose), "close.flushes");
  assertEquals(steps(lost), ["build 0", "write 1", "close 0"]);
  assertEquals(lost.stepwise!.events, lost.trace.events);
});

Deno.test("it is told in a replay as well, and the same for the same seed", async () => {
  const subject = rowsSubject(lostOnClose);
  const lost = await found(subject, "close.flushes");
  assertEquals(await found(subject, "close.flushes"), lost);
  assertEquals((await found(subject, "close.flushes", lost.replay)).stepwise, lost.stepwise);
});

Deno.test("of overlapping calls only what the last of them left is read", async () => {
  const raced = await found(racing, "workers.no-cross-talk");
  assertEquals(steps(raced), ["build 0", "build 0", "write -", "write 1", "close 1", "close 1"]);
});

Deno.test("a storage that is readable once closed is read after the last close", async () => {
  const closed = rowsSubject(lostOnClose, {}, () => ({ readable: "closed" }));
  assertEquals(steps(await found(closed, "close.flushes")), ["build -", "write -", "close 0"]);
});

Deno.test("nothing is read while the storage fails, and after the call it failed", async () => {
  const inner = swallowing;
  let armed = false;
  const readWhileArmed: boolean[] = [];
  const subject: Subject<Row> = {
    ...inner,
    async open() {
      const fixture = await inner.open();
      const set: NonNullable<typeof fixture.faults>["set"] = (fault, options) => {
        armed = fault !== null;
        return fixture.faults!.set(fault, options);
      };
      const read = () => (readWhileArmed.push(armed), fixture.read());
      return { ...fixture, faults: { set }, read };
    },
  };
  const lost = await found(subject, "fault.surfaces");
  assertEquals(steps(lost), ["build 0", "write 0", "close 0"]);
  assertEquals(readWhileArmed.includes(true), false);
});

Deno.test("a write that failed is read after once the storage is healed, before its partition is closed", async () => {
  const history: History = {
    workers: 2,
    steps: [
      { do: "write", worker: 0, events: [0] },
      { do: "write", worker: 0, events: [1], fault: { kind: "reject" } },
      { do: "write", worker: 1, events: [2] },
    ],
  };
  const context = contextOf(faultyRows());
  const seen = await traceOf(context, history);
  const { calls } = (await stepwise(context, history, seen))!;
  assertEquals(
    calls.map(({ call, worker, outcome, after }) => [call, worker, outcome.kind, after]),
    [
      ["build", 0, "returned", []],
      ["build", 1, "returned", []],
      ["write", 0, "returned", [0]],
      ["write", 0, "threw", [0]],
      ["close", 0, "returned", [0]],
      ["write", 1, "returned", [0, 2]],
      ["close", 1, "returned", [0, 2]],
    ],
  );
});

Deno.test("a call that never settles is not waited for once more", async () => {
  const stuck = rowsSubject((it) => ({ ...sound(it), close: () => new Promise(() => {}) }));
  const never = await found(stuck, "calls.settle", { callLimit: 10 });
  assertEquals([never.stepwise, never.anyOther], [undefined, undefined]);
});

Deno.test("a fixture that fails in the further execution leaves the verdict as it was", async () => {
  for (const fails of [() => new Error("not now"), () => new Promise<never>(() => {})]) {
    let [open, searching] = [0, true];
    const subject = rowsSubject(lostOnClose);
    const failing: Subject<Row> = {
      ...subject,
      async open() {
        const fixture = await subject.open();
        open++;
        let [written, closed] = [false, false];
        const sink = {
          ...fixture.sink,
          async buildPartition() {
            const partition = await fixture.sink.buildPartition({}, 0, 1);
            return {
              writeBatch: (items: readonly Row[]) => (written = true, partition.writeBatch(items)),
              close: () => (closed = true, partition.close()),
            };
          },
        };
        const read = () => {
          if (searching || !written || closed) return fixture.read();
          const failure = fails();
          if (failure instanceof Error) throw failure;
          return failure;
        };
        return { ...fixture, sink, read, [Symbol.dispose]: () => void open-- };
      },
    };
    const lost = await found(failing, "close.flushes", {
      hookLimit: 50,
      progress: ({ phase }) => void (searching = phase === "search"),
    });
    assertEquals([searching, open], [false, 0]);
    assert(!steps(lost)?.includes("write 1"));
  }
});

Deno.test("a reading that changes what comes of the calls is not shown", async () => {
  const subject = rowsSubject(lostOnClose);
  const told: Subject<Row> = {
    ...subject,
    async open() {
      const fixture = await subject.open();
      let reads = 0;
      // Whoever reads often finds more than whoever reads once.
      const read =
        async () => [...await fixture.read(), ...++reads > 2 ? [{ id: -1, text: "" }] : []];
      return { ...fixture, read };
    },
  };
  const lost = await found(told, "close.flushes", { rules: ["close.flushes"], runs: 0 });
  assertEquals(lost.stepwise, undefined);
});

/** Loses the second event of each partition, whatever it is. */
const losesSecond = rowsSubject((it) => {
  const partition = sound(it);
  let events = 0;
  return {
    ...partition,
    writeBatch: (items) => partition.writeBatch(items.filter(() => ++events !== 2)),
  };
});

/** Loses what a second worker writes with a certain letter in it, once another has written. */
const losesLetter = rowsSubject((it) => {
  const partition = sound(it);
  return {
    ...partition,
    writeBatch(items) {
      const odd = it.worker === 1 && it.rows.length > 0 &&
        items.some(({ text }) => text.includes("a"));
      return odd ? undefined : partition.writeBatch(items);
    },
  };
});

for (let seed = 1; seed <= 10; seed++) {
  Deno.test(`seed ${seed}: of a sink that loses any second event, any other would be lost`, async () => {
    const lost = await found(losesSecond, "write.stored", { seed });
    assertEquals([lost.trace.events.length, lost.anyOther], [2, [0, 1]]);
    assert(!lost.replay.path.includes("@"));
  });

  Deno.test(`seed ${seed}: of a sink that loses a letter, the event with it is made small, and no other`, async () => {
    const lost = await found(losesLetter, "build.any-worker", { seed });
    assertEquals([lost.trace.events[1], lost.anyOther], [{ id: 0, text: "a" }, [0]]);
    const again = await found(losesLetter, "build.any-worker", lost.replay);
    const { anyOther: _, ...same } = lost;
    assertEquals(again, same);
  });
}

/** Of which events a sink loses every one, and the simplest of them; the simplest or the largest is not lost. */
const losses: readonly (readonly [string, (row: Row) => boolean, Row])[] = [
  ["of any text", ({ text }) => text !== "", { id: 0, text: " " }],
  ["without text", ({ text }) => text === "", { id: 0, text: "" }],
  ["with a large id", ({ id }) => id > 1000, { id: 1001, text: "" }],
  ["with a small id", ({ id }) => id < 100, { id: 0, text: "" }],
  ["with a long text", ({ text }) => text.length > 2, { id: 0, text: "   " }],
];

for (const [which, isLost, simplest] of losses) {
  Deno.test(`of a sink that loses rows ${which} no other is said to be lost, and the simplest is shown`, async () => {
    const losing = rowsSubject((it) => {
      const partition = sound(it);
      return {
        ...partition,
        writeBatch: (items) => partition.writeBatch(items.filter((row) => !isLost(row))),
      };
    });
    for (let seed = 1; seed <= 5; seed++) {
      const lost = await found(losing, "write.stored", { seed });
      assertEquals([lost.trace.events, lost.anyOther], [[simplest], []]);
    }
  });
}

Deno.test("a path to simpler values leads nowhere when it names too much, or what is not written", async () => {
  const { replay } = await found(losesLetter, "build.any-worker");
  const [history, event] = replay.path.split("@");
  const refusals: Readonly<Record<string, string>> = {
    [`${history}@${event}:999`]: "there are not so many simpler ones on its way",
    [`${history}@${event}:1000`]: "there are not so many simpler ones on its way",
    [`${history}@99999:0`]: "there are not so many simpler ones on its way",
    [`${replay.path}@2000:0`]: "its history does not write the event at 2000",
  };
  for (const [path, why] of Object.entries(refusals)) {
    const error = await assertRejects(
      () => checkConformance(losesLetter, { ...replay, path }),
      RangeError,
    );
    assertEquals(
      error.message,
      "Cannot replay as path must lead to a history of this subject and seed: " +
        `${JSON.stringify(path)} does not (${why})`,
    );
  }
});

/** An event that no file can hold. */
class Note {
  readonly #text: string;
  constructor(text: string) {
    this.#text = text;
  }
  get text(): string {
    return this.#text;
  }
  toJSON(): string {
    return this.#text;
  }
}

/** Notes in an array, of which a second worker loses those with a certain letter. */
const notes: Subject<Note> = {
  name: "notes",
  events: fc.string().map((text) => new Note(text)),
  open() {
    const stored: Note[] = [];
    const sink = {
      payload: Note,
      name: "notes",
      routerBranchSafe: true,
      buildPartition: (_: unknown, worker: number) => ({
        writeBatch(items: readonly Note[]) {
          const odd = worker === 1 && stored.length > 0 &&
            items.some(({ text }) => text.includes("a"));
          if (!odd) stored.push(...items);
        },
        close() {},
      }),
    };
    return { sink, config: {}, read: () => stored.slice() };
  },
};

Deno.test("an event of a class is made smaller, and a regression of it is drawn again", async () => {
  const lost = await found(notes, "build.any-worker");
  assertEquals((lost.trace.events[1] as Note).text, "a");
  const saved = parseRegression(formatRegression(regressionOf("build.any-worker", lost)));
  const options = { path: "regression:0", regressions: [saved], seed: 99 };
  const again = await found(notes, "build.any-worker", options);
  assertEquals((again.trace.events[1] as Note).text, "a");
});

Deno.test("events of one key are replaced by others that have a key in common", async () => {
  const subject: Subject<Row> = {
    ...rowsSubject(),
    events: fc.record({ id: fc.nat({ max: 500 }), text: fc.string() }),
    key: ({ id }) => id,
    identity: ({ id, text }) => `${id} ${text}`,
    open() {
      const rows = new Map<number, Row>();
      // The first of a key stays, where the last one should.
      const store = (row: Row) => void (rows.has(row.id) || rows.set(row.id, structuredClone(row)));
      const fixture = rowsSubject(() => ({
        writeBatch: (items) => items.forEach(store),
        close() {},
      })).open() as Fixture<Row>;
      return { ...fixture, read: () => rows.values() };
    },
  };
  const stale = await found(subject, "write.last-wins");
  assertEquals([stale.trace.events.length, stale.anyOther], [2, [0, 1]]);
});

Deno.test("a sink that alters every event is said to alter any other", async () => {
  const marking = rowsSubject((it) => {
    const partition = sound(it);
    return {
      ...partition,
      writeBatch: (items) =>
        partition.writeBatch(items.map((row) => ({ ...row, text: `${row.text}!` }))),
    };
  });
  assertEquals((await found(marking, "write.faithful")).anyOther, [0]);
  assertEquals((await found(truncating, "write.faithful")).anyOther, []);
});

Deno.test("what comes and goes is not said to come of values, nor is a saved history", async () => {
  let writes = 0;
  const chancy = rowsSubject((it) => {
    const partition = sound(it);
    return {
      ...partition,
      writeBatch: (items) => ++writes % 7 === 0 ? undefined : partition.writeBatch(items),
    };
  });
  const now = await found(chancy, "write.stored");
  assertEquals([now.times !== undefined, now.anyOther], [true, undefined]);
  const saved = regressionOf("write.stored", await found(losesSecond, "write.stored"));
  const again = await found(losesSecond, "write.stored", { regressions: [saved] });
  assertEquals([again.replay.path, again.anyOther], ["regression:0", undefined]);
  assertEquals(steps(again), ["build 0", "write 1", "close 1"]);
});
