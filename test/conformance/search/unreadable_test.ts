import * as fc from "fast-check";
import {
  checkConformance,
  type Fixture,
  FixtureError,
  type Report,
  type Subject,
} from "@watertight/sinks/conformance";
import type { IntoSink, SinkPartition } from "@watertight/sinks";
import { assert, assertEquals, assertRejects, assertStringIncludes } from "../../assert.ts";
import { rowsSubject, sound as soundRows } from "../rows.ts";

interface Storage {
  text: string;
  open: number;
  readonly locks: Set<string>;
}

type Build = (storage: Storage, worker: number) => SinkPartition<number>;

/** A sink over one text, which is read back as lines of JSON. */
function textSubject(
  build: Build,
  rest: (storage: Storage) => Partial<Fixture<number>> = () => ({}),
  subject: Partial<Subject<number>> = {},
): Subject<number> {
  return {
    name: "a text",
    events: fc.nat(),
    ...subject,
    open() {
      const storage: Storage = { text: "", open: 0, locks: new Set() };
      const sink: IntoSink<number> = {
        payload: Number as unknown as abstract new () => number,
        name: "text",
        routerBranchSafe: true,
        buildPartition: (_config, worker) => build(storage, worker),
      };
      return { sink, config: {}, read: () => readLines(storage), ...rest(storage) };
    },
  };
}

function readLines({ text }: Storage): number[] {
  return text.split("\n").filter((line) => line !== "").flatMap((line) => JSON.parse(line));
}

/** Keeps what it is given until close, and then stores it so. */
function onClose(store: (items: readonly number[]) => void | Promise<void>): SinkPartition<number> {
  const items: number[] = [];
  let closed = false;
  return {
    writeBatch(batch) {
      if (closed) throw new Error("Cannot write as the partition must be open: it is closed");
      items.push(...batch);
    },
    close() {
      if (closed) return;
      closed = true;
      if (items.length > 0) return store(items);
    },
  };
}

const sound: Build = (storage) =>
  onClose((items) => void (storage.text += `${JSON.stringify(items)}\n`));

function violations({ verdicts }: Report): string[] {
  return verdicts.filter(({ outcome }) => outcome === "violated").map(({ rule }) => rule);
}

function messageOf({ verdicts }: Report, rule: string): string {
  return verdicts.find((verdict) => verdict.rule === rule)?.counterexample?.message ?? "";
}

const options = { seed: 1, runs: 100, timeLimit: 120_000 };

Deno.test("a storage that the sink makes unreadable is one finding, with what reading it threw", async () => {
  // A file of one array: a second partition, and a second run, begin another one behind it. The first to be met is told.
  const report = await checkConformance(
    textSubject(
      (storage) => onClose((items) => void (storage.text += JSON.stringify(items))),
    ),
    options,
  );
  const text = report.verdicts.map(({ counterexample }) => counterexample?.message).join("\n");
  assertStringIncludes(text, "the storage cannot be read any more: read must not throw: it threw");
  assertEquals(violations(report), ["restart.keeps"], text);
});

Deno.test("a close that does not wait until the storage can be read is close.quiescent alone", async () => {
  const report = await checkConformance(
    textSubject((storage) =>
      onClose((items) => {
        const line = `${JSON.stringify(items)}\n`;
        storage.text += line.slice(0, 1);
        queueMicrotask(() => setTimeout(() => storage.text += line.slice(1), 1));
        return Promise.resolve();
      })
    ),
    { ...options, timeLimit: 60_000 },
  );
  assertEquals(violations(report), ["close.quiescent"]);
  assertStringIncludes(messageOf(report, "close.quiescent"), "the storage became readable");
});

Deno.test("a close that does not wait for what takes longer than a usual look is close.quiescent alone", async () => {
  const report = await checkConformance(
    textSubject((storage) =>
      onClose((items) => {
        setTimeout(() => storage.text += `${JSON.stringify(items)}\n`, 40);
        return Promise.resolve();
      })
    ),
    { ...options, runs: 20, timeLimit: 60_000 },
  );
  assertEquals(violations(report), ["close.quiescent"]);
  assertStringIncludes(messageOf(report, "close.quiescent"), "the storage went from 0 to ");
});

Deno.test("a fixture that cannot be disposed after what the sink did is close.releases alone", async () => {
  const dispose = (storage: Storage) => ({
    [Symbol.dispose]() {
      if (storage.locks.size > 0) throw new Error(`${storage.locks.size} locks are held`);
    },
  });
  const report = await checkConformance(
    textSubject((storage, worker) => {
      // The lock of the first worker alone is ever released.
      storage.locks.add(`lock ${worker}`);
      const partition = sound(storage, worker);
      return {
        ...partition,
        close() {
          storage.locks.delete("lock 0");
          return partition.close();
        },
      };
    }, dispose),
    options,
  );
  assertEquals(violations(report), ["close.releases"]);
  assertStringIncludes(
    messageOf(report, "close.releases"),
    "after the calls the storage cannot be put away: dispose must not throw: it threw Error: 1 locks",
  );
});

Deno.test("a fixture that cannot be disposed after a build that failed is build.releases-on-failure", async () => {
  const report = await checkConformance(
    textSubject(
      (storage, worker) => sound(storage, worker),
      (storage) => {
        const { sink, ...rest } = {
          sink: textSubject(sound).open() as Fixture<number>,
          [Symbol.dispose]() {
            if (storage.locks.size > 0) throw new Error("a lock is held");
          },
        };
        const node: IntoSink<number> = {
          ...sink.sink,
          buildPartition(config, worker) {
            if ((config as { table?: unknown }).table === 7) {
              storage.locks.add("table");
              throw new TypeError("Cannot build as table must be a text: it is 7");
            }
            return sound(storage, worker);
          },
        };
        return { ...rest, sink: node };
      },
      { invalidConfigs: [{ config: { table: 7 }, key: "table" }] },
    ),
    options,
  );
  assertEquals(violations(report), ["build.releases-on-failure"]);
});

Deno.test("more released than was open is close.shared-resources alone, and no fault of the fixture", async () => {
  const report = await checkConformance(
    textSubject((storage, worker) => {
      storage.open++;
      const partition = sound(storage, worker);
      return {
        ...partition,
        close() {
          storage.open--; // At every close, the second one included.
          return partition.close();
        },
      };
    }, (storage) => ({ openResources: () => storage.open })),
    options,
  );
  assertEquals(violations(report), ["close.shared-resources"]);
  assertStringIncludes(messageOf(report, "close.shared-resources"), "openResources gives -1");
});

Deno.test("openResources of a fresh fixture below 0 is a fault of the fixture", async () => {
  await assertRejects(
    () => checkConformance(textSubject(sound, () => ({ openResources: () => -1 })), options),
    FixtureError,
    "openResources must return a whole number from 0: it returned -1",
  );
});

/** A sound sink whose storage must not be read while a partition is open. */
function closedSubject(readable: "always" | "closed", sick = false): Subject<number> {
  return textSubject(
    (storage, worker) => {
      storage.open++;
      const partition = sound(storage, worker);
      let closed = false;
      return {
        ...partition,
        close() {
          if (!closed && !sick) storage.open--;
          closed = true;
          return partition.close();
        },
      };
    },
    (storage) => ({
      readable,
      read() {
        if (storage.open > 0) throw new Error("the storage is locked");
        return readLines(storage);
      },
    }),
  );
}

Deno.test("a storage that is readable once all is closed is not read before that", async () => {
  const report = await checkConformance(closedSubject("closed"), { ...options, strict: true });
  assertEquals(violations(report), []);
  assert(report.conforms);
});

Deno.test("what is not on-write need not be readable while a partition is open", async () => {
  const report = await checkConformance(closedSubject("always"), { ...options, strict: true });
  assertEquals(violations(report), []);
});

Deno.test("a lone write and close that leave the storage unreadable are a fault of the fixture", async () => {
  await assertRejects(
    () => checkConformance(closedSubject("closed", true), options),
    FixtureError,
    "read must not throw: it threw Error: the storage is locked",
  );
});

Deno.test("what is on-write must be readable while its partition is open", async () => {
  const report = await checkConformance(
    { ...closedSubject("always"), guarantees: { durable: "on-write" } },
    options,
  );
  assertEquals(violations(report), ["write.durable"]);
  assertStringIncludes(
    messageOf(report, "write.durable"),
    "the storage cannot be read: read must not throw: it threw Error: the storage is locked",
  );
});

Deno.test("write.durable is not judged of a storage that is readable once all is closed", async () => {
  const report = await checkConformance(
    { ...closedSubject("closed"), guarantees: { durable: "on-write" } },
    options,
  );
  const verdict = report.verdicts.find(({ rule }) => rule === "write.durable");
  assertEquals(
    [verdict?.outcome, verdict?.reason],
    ["inapplicable", "needs readable = always"],
  );
});

Deno.test("readable must be one of its two words", async () => {
  await assertRejects(
    () => checkConformance(textSubject(sound, () => ({ readable: "never" as "always" })), options),
    FixtureError,
    'readable must be "always" or "closed": it is "never"',
  );
});

/** Writes a line in two halves, the second one so many milliseconds later. */
function inHalves(storage: Storage, ms: number): SinkPartition<number> {
  const halves = new Set<() => void>();
  let closed = false;
  return {
    writeBatch(items) {
      if (closed) throw new Error("Cannot write as the partition must be open: it is closed");
      if (items.length === 0) return;
      const line = `${JSON.stringify(items)}\n`;
      for (const finish of halves) finish();
      storage.text += line.slice(0, 2);
      const finish = () => {
        if (halves.delete(finish)) storage.text += line.slice(2);
        clearTimeout(timer);
      };
      halves.add(finish);
      const timer = setTimeout(finish, ms);
    },
    close() {
      closed = true;
      for (const finish of halves) finish();
    },
  };
}

/** One text a partition: what one has not finished another one does not write into. */
function timelySubject(ms: number): Subject<number> {
  return textSubject(
    (storage) => {
      const part: Storage = { text: "", open: 0, locks: new Set() };
      parts.get(storage)?.push(part) ?? parts.set(storage, [part]);
      return inHalves(part, ms);
    },
    (storage) => ({ read: () => (parts.get(storage) ?? []).flatMap(readLines) }),
    { guarantees: { durable: { within: 20 } } },
  );
}

const parts = new WeakMap<Storage, Storage[]>();

Deno.test("what is durable within a time need not be readable before that", async () => {
  const report = await checkConformance(timelySubject(2), { ...options, strict: true });
  const told = report.verdicts.find(({ rule }) => rule === "write.timely");
  assertEquals([violations(report), told?.outcome], [[], "satisfied"]);
});

Deno.test("what cannot be read in time is write.timely alone", async () => {
  const report = await checkConformance(timelySubject(5000), options);
  assertEquals(violations(report), ["write.timely"]);
  assertStringIncludes(messageOf(report, "write.timely"), "the storage cannot be read: read must");
});

Deno.test("a storage that an empty batch makes unreadable for good is held against that rule alone", async () => {
  const subject = rowsSubject(
    (it) => {
      const partition = soundRows(it);
      return {
        ...partition,
        async writeBatch(items) {
          await partition.writeBatch(items);
          if (items.length === 0) it.rows.push(undefined!);
        },
      };
    },
    { guarantees: { durable: "on-write" } },
    (rows) => ({
      read() {
        if (rows.includes(undefined!)) throw new SyntaxError("a blank line");
        return rows.slice();
      },
    }),
  );
  const { verdicts } = await checkConformance(subject, { seed: 1 });
  const red = verdicts.filter(({ outcome }) => outcome === "violated").map(({ rule }) => rule);
  assertEquals(red, ["write.empty-batch"]);
});
