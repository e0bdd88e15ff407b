import type { CallFault } from "@watertight/sinks";
import type { HistoryStep } from "@watertight/sinks/conformance";
import { systemClock } from "../../../src/bridge/clock.ts";
import { assert, assertEquals } from "../../assert.ts";
import { buffering, faultyRows, rowsSubject, sound } from "../rows.ts";
import { close, short, traceOf, write } from "./traces.ts";

/** Partitions of which the first one refuses its writes. */
function failingFirst() {
  let built = 0;
  return rowsSubject((it) => {
    const partition = sound(it);
    if (built++ > 0) return partition;
    return { ...partition, writeBatch: () => Promise.reject(new Error("no")) };
  });
}

Deno.test("a trace holds the calls in order, the events and the contents", async () => {
  const subject = rowsSubject(buffering);
  const { events, calls, contents } = await traceOf(subject, { steps: [write] });
  assertEquals(calls.map(({ call, start, end }) => [call, start, end]), [
    ["build", 0, 1],
    ["write", 2, 3],
    ["close", 4, 5],
  ]);
  assertEquals(calls[1]!.events, [0, 1]);
  assertEquals([events.length, contents], [2, [0, 1]]);
});

Deno.test("a trace leaves out what nobody looked at", async () => {
  const trace = await traceOf(rowsSubject(), { steps: [write] });
  for (const key of ["lateContents", "given", "leaked", "seized"]) assert(!(key in trace), key);
  for (const key of ["fault", "tampered", "tasks", "before", "after", "built", "afterwards"]) {
    assert(!trace.calls.some((call) => key in call), key);
  }
});

Deno.test("after a failed write nothing follows but one close", async () => {
  const trace = await traceOf(failingFirst(), { steps: [write, write, close, close] });
  assertEquals(short(trace), ["build p0", "write p0 threw", "close p0"]);
});

Deno.test("after a failed write the other partition of its worker is closed too", async () => {
  const trace = await traceOf(failingFirst(), {
    steps: [{ do: "build", worker: 0, twin: true }, write, { ...write, twin: true } as HistoryStep],
  });
  assertEquals(short(trace), [
    "build p0",
    "build p1",
    "write p0 threw",
    "close p0",
    "close p1",
  ]);
});

Deno.test("after a failed write the other workers go on", async () => {
  const other: HistoryStep = { do: "write", worker: 1, events: [2] };
  const trace = await traceOf(failingFirst(), { workers: 2, steps: [write, other] });
  assertEquals(short(trace).slice(2), ["write p0 threw", "close p0", "write p1", "close p1"]);
});

Deno.test("after a failed build nothing of that partition follows", async () => {
  const subject = rowsSubject(() => {
    throw new Error("no");
  });
  const trace = await traceOf(subject, { steps: [write, { do: "restart", workers: 1 }] });
  assertEquals(short(trace), ["build p0 threw", "build p1 threw"]);
});

Deno.test("a fault is armed for its call alone", async () => {
  const failing: HistoryStep = { do: "write", worker: 0, events: [2], fault: { kind: "reject" } };
  const restart: HistoryStep = { do: "restart", workers: 1 };
  const trace = await traceOf(faultyRows(), { steps: [write, failing, restart, write] });
  assertEquals(short(trace), [
    "build p0",
    "write p0",
    "write p0 threw",
    "close p0",
    "build p1",
    "write p1",
    "close p1",
  ]);
  assertEquals(trace.calls[2]!.fault, { kind: "reject" });
  assertEquals(trace.contents, [0, 1, 3, 4]);
});

Deno.test("a fault may last until the close that follows, which is recorded under it", async () => {
  const failing: HistoryStep = {
    do: "write",
    worker: 0,
    events: [2],
    fault: { kind: "reject", until: "close" },
  };
  const set: (string | null)[] = [];
  const subject = rowsSubject(sound, {}, () => ({ faults: { set: (it) => void set.push(it) } }));
  const { calls } = await traceOf(subject, { steps: [failing] });
  assertEquals(calls.map(({ call, fault }) => [call, fault?.until]), [
    ["build", undefined],
    ["write", "close"],
    ["close", "close"],
  ]);
  assertEquals(set, ["reject", null]);
});

Deno.test("a call that hangs with the storage is recorded as outlasted, and then ends", async () => {
  let release = () => {};
  let hangs = false;
  const subject = rowsSubject(
    (it) => ({
      ...sound(it),
      writeBatch: () =>
        hangs
          ? new Promise<void>((_, reject) => release = () => reject(new Error("healed")))
          : undefined,
    }),
    {},
    () => ({
      faults: {
        kinds: ["hang"],
        set(fault) {
          hangs = fault !== null;
          if (!hangs) release();
        },
      },
    }),
  );
  const hanging: HistoryStep = {
    do: "write",
    worker: 0,
    events: [2],
    fault: { kind: "hang", long: true },
  };
  const { calls } = await traceOf(subject, { steps: [hanging] });
  assertEquals(calls[1]!.fault, { kind: "hang", long: true, outlasted: true });
  assertEquals(calls[1]!.outcome.kind, "threw");
});

Deno.test("a call that never settles ends the history, and is recorded as unsettled", async () => {
  const subject = rowsSubject((it) => ({ ...sound(it), writeBatch: () => new Promise(() => {}) }));
  const trace = await traceOf(subject, { steps: [write, write] }, { callLimit: 5 });
  assertEquals(short(trace), ["build p0", "write p0 unsettled"]);
  assertEquals(trace.calls[1]!.end, null);
});

Deno.test("a call that is given up no longer runs: what comes after is not its", async () => {
  const running: string[] = [];
  const watch = {
    enter: (member: string) => void running.splice(0, 1, member),
    leave: () => void running.splice(0),
  };
  const stuck = rowsSubject(
    () => ({ writeBatch: () => new Promise(() => {}), close: () => {} }),
    {},
    () => ({ readable: "closed" }),
  );
  const hookLimit = { milliseconds: 200, clock: systemClock, watch };
  const trace = await traceOf(stuck, { steps: [write] }, { callLimit: 5, hookLimit });
  assertEquals([short(trace), running], [["build p0", "write p0 unsettled"], []]);
});

Deno.test("a call that settles late is waited for, without another call meanwhile", async () => {
  const subject = rowsSubject((it) => {
    const partition = sound(it);
    return {
      ...partition,
      async writeBatch(items) {
        await new Promise((resolve) => setTimeout(resolve, 2));
        await partition.writeBatch(items);
      },
    };
  });
  const { calls, contents } = await traceOf(subject, { steps: [write, write] });
  assertEquals(calls.map(({ start, end }) => [start, end]), [[0, 1], [2, 3], [4, 5], [6, 7]]);
  assertEquals(contents, [0, 1, 2, 3]);
});

Deno.test("calls of two workers overlap after so many microtasks", async () => {
  const subject = rowsSubject((it) => {
    const partition = sound(it);
    return {
      ...partition,
      async writeBatch(items) {
        for (let tick = 0; tick < 10; tick++) await undefined;
        await partition.writeBatch(items);
      },
    };
  });
  const steps: HistoryStep[] = [write, { do: "write", worker: 1, events: [2], after: 2 }];
  const { calls } = await traceOf(subject, { workers: 2, steps });
  const [, , first, second] = calls;
  assert(first!.end! > second!.start, "the second write waited for the first");
});

Deno.test("calls of one partition never overlap, whatever the history asks for", async () => {
  const subject = rowsSubject((it) => ({
    ...sound(it),
    writeBatch: async (items) => {
      await undefined;
      it.rows.push(...items);
    },
  }));
  const again: HistoryStep = { do: "write", worker: 0, events: [2], after: 0 };
  const { calls } = await traceOf(subject, { steps: [write, again, again] });
  assertEquals(calls.every(({ start, end }) => end === start + 1), true);
});

Deno.test("a look reads the contents before and after its call", async () => {
  const steps: HistoryStep[] = [write, { ...write, look: true } as HistoryStep];
  const { calls } = await traceOf(rowsSubject(), { steps });
  assertEquals([calls[2]!.before, calls[2]!.after], [[0, 1], [0, 1, 2, 3]]);
});

Deno.test("resources that stay open are counted by the fixture", async () => {
  let open = 0;
  const subject = rowsSubject(
    (it) => {
      open++;
      return sound(it);
    },
    {},
    () => ({ openResources: () => Promise.resolve(open) }),
  );
  assertEquals((await traceOf(subject, { workers: 2, steps: [] })).leaked, { resource: 2 });
});

Deno.test("what the fixture counts as open comes before what the process lists", async () => {
  let lists = 0;
  const subject = rowsSubject(sound, {}, () => {
    let counts = 0;
    return { openResources: () => counts++ };
  });
  const census = () => lists++ === 0 ? {} : { "file 7": 1 };
  const { leaked } = await traceOf(subject, { steps: [] }, { census, counts: true, grace: 0 });
  assertEquals(Object.entries(leaked!), [["resource", 1], ["file", 1]]);
});

Deno.test("what is opened while the rest is given time to be gone is not of the history", async () => {
  let lists = 0;
  // Each of these is open in some listings, the first one in all of them after the last call.
  const census = () => lists++ === 0 ? {} : { "file 7 own": 1, [`file 8 ${lists}`]: 1 };
  const { leaked } = await traceOf(rowsSubject(), { steps: [] }, { census, counts: true });
  assertEquals(leaked, { file: 1 });
});

Deno.test("a node that cannot be built is observed and left alone", async () => {
  const subject = rowsSubject(sound, {}, () => ({ sink: null as never }));
  const trace = await traceOf(subject, { steps: [write] });
  assertEquals(trace.calls, []);
  assertEquals(trace.node?.problems, ["a sink must be an object: it is null"]);
});

/** A fault that lasts until a close, after a write that does not notice it. */
const untilClose: HistoryStep = {
  do: "write",
  worker: 0,
  events: [],
  fault: { kind: "reject", until: "close" },
};
const unnoticed = () => faultyRows({}, () => ({ writeBatch: () => {}, close: () => {} }));

Deno.test("the end of a run does not repeat the close that a fault brought about", async () => {
  const trace = await traceOf(unnoticed(), { steps: [untilClose] });
  assertEquals(short(trace), ["build p0", "write p0", "close p0"]);
});

Deno.test("a history may repeat the close that a fault brought about", async () => {
  const trace = await traceOf(unnoticed(), { steps: [untilClose, close] });
  assertEquals(short(trace), ["build p0", "write p0", "close p0", "close p0"]);
});

Deno.test("the close that a fault brought about leaves the others to the end of the run", async () => {
  const trace = await traceOf(unnoticed(), { workers: 2, steps: [untilClose] });
  assertEquals(short(trace).slice(2), ["write p0", "close p0", "close p1"]);
});

Deno.test("a pause lets time pass before the next call, with nothing in flight, and is recorded", async () => {
  const rows: unknown[][] = [];
  const subject = rowsSubject((it) => ({
    ...sound(it),
    // Stores a little later than it says: what is stored meanwhile tells that time has passed.
    writeBatch(items) {
      rows.push([...it.rows]);
      setTimeout(() => it.rows.push(...items), 1);
    },
  }));
  const trace = await traceOf(subject, { steps: [write, { do: "pause", ms: 10 }, write] });
  assertEquals(trace.calls.map(({ pause }) => pause), [undefined, undefined, 10, undefined]);
  assertEquals(rows.map(({ length }) => length), [0, 2]);
});

Deno.test("a look after a pause reads what became of the call, with no call between", async () => {
  const subject = rowsSubject((it) => ({
    ...sound(it),
    writeBatch: (items) => void setTimeout(() => it.rows.push(...items), 1),
  }));
  const { calls } = await traceOf(subject, { steps: [write, { do: "pause", ms: 10, look: true }] });
  assertEquals(calls[1]!.later, { ms: 10, contents: [0, 1] });
});

Deno.test("the options of a fault are passed on to the storage, and none when it has none", async () => {
  const set: unknown[][] = [];
  const subject = rowsSubject(
    sound,
    {},
    () => ({ faults: { counted: true, set: (...args) => void set.push(args) } }),
  );
  const failing = (fault: CallFault): HistoryStep => ({
    do: "write",
    worker: 0,
    events: [1],
    fault,
  });
  await traceOf(subject, {
    steps: [failing({ kind: "reject", after: 2, times: 1 }), failing({ kind: "reject" })],
  });
  assertEquals(set, [["reject", { after: 2, times: 1 }], [null], ["reject"], [null]]);
});

Deno.test("a hang that is not long is ended after a short while, and not called outlasted", async () => {
  let release = () => {};
  const subject = rowsSubject(
    (it) => ({
      ...sound(it),
      writeBatch: () =>
        new Promise<void>((_, reject) => release = () => reject(new Error("healed"))),
    }),
    {},
    () => ({ faults: { kinds: ["hang"], set: (fault) => void (fault ?? release()) } }),
  );
  const hanging: HistoryStep = { do: "write", worker: 0, events: [2], fault: { kind: "hang" } };
  const started = performance.now();
  const { calls } = await traceOf(subject, { steps: [hanging] }, { callLimit: 5000 });
  assertEquals([calls[1]!.fault, calls[1]!.outcome.kind], [{ kind: "hang" }, "threw"]);
  assert(performance.now() - started < 2500, "it had the time of a call");
});

Deno.test("what overlaps a failed write comes before its partition is closed", async () => {
  const failing: HistoryStep = { do: "write", worker: 0, events: [2], fault: { kind: "reject" } };
  const beside: HistoryStep = { do: "write", worker: 1, events: [3], after: 0 };
  const trace = await traceOf(faultyRows(), { workers: 2, steps: [failing, beside] });
  assertEquals(short(trace).slice(2), ["write p0 threw", "write p1", "close p0", "close p1"]);
});

Deno.test("what close makes of a larger batch that failed is told by what was there before", async () => {
  const failing: HistoryStep = {
    do: "write",
    worker: 0,
    events: [2, 3],
    fault: { kind: "reject" },
  };
  const { calls } = await traceOf(faultyRows(), { steps: [write, failing] });
  assertEquals([calls[3]!.call, calls[3]!.before, calls[3]!.after], ["close", [0, 1], [0, 1]]);
});

Deno.test("a trace holds the keys of its events where they replace each other", async () => {
  const subject = rowsSubject(sound, { key: ({ id }) => id % 2 });
  const { keys, events } = await traceOf(subject, { steps: [write] });
  assertEquals(keys, events.map((event) => String((event as { id: number }).id % 2)));
});

Deno.test("one partition alone is closed where the history says so", async () => {
  const trace = await traceOf(rowsSubject(), { workers: 2, onlyClose: 1, steps: [write] });
  assertEquals(short(trace), ["build p0", "build p1", "write p0", "close p1"]);
});
