import * as fc from "fast-check";
import {
  checkConformance,
  type CheckOptions,
  FixtureError,
  type Report,
  type Subject,
} from "@watertight/sinks/conformance";
import { assert, assertEquals, assertRejects, assertStringIncludes } from "../assert.ts";
import { type Spy, spy } from "../spy.ts";

type Line = { readonly text: string };
type Parts = Record<string, unknown>;

/** Quick to give up: what hangs here hangs for good. */
const options: CheckOptions = {
  seed: 1,
  runs: 20,
  callLimit: 40,
  hookLimit: 40,
  timeLimit: 4000,
};
const never = () => new Promise<never>(() => {});
const boom = new RangeError("boom");

function fail(error: unknown): () => never {
  return () => {
    throw error;
  };
}

/** An object whose member throws when it is read. */
function booby(parts: object, member: string | symbol): object {
  const copy = Object.create(null, Object.getOwnPropertyDescriptors(parts));
  return Object.defineProperty(copy, member, { get: fail(boom), enumerable: true });
}

/** A list that nothing can be asked any more, not even whether it is one. */
function revoked(): unknown {
  const { proxy, revoke } = Proxy.revocable([], {});
  revoke();
  return proxy;
}

/** A sound sink over an array, with other parts in its place. */
class Lines {
  readonly rows: Line[] = [];

  partition(parts: Parts = {}): object {
    let closed = false;
    return {
      writeBatch: (items: readonly Line[]) => {
        if (closed) throw new Error("Cannot write as the partition must be open: it is closed");
        this.rows.push(...structuredClone(items));
      },
      close: () => void (closed = true),
      ...parts,
    };
  }

  sink(parts: Parts = {}): object {
    const buildPartition = () => this.partition();
    return { payload: Object, name: "lines", routerBranchSafe: true, buildPartition, ...parts };
  }
}

/** A subject whose fixtures are counted: how many were opened, and how many disposed. */
interface Counted {
  readonly subject: unknown;
  readonly opened: () => number;
  readonly dispose: Spy<[], unknown>;
}

/** A subject with other parts; `fixture` changes each fixture, and `sink` makes its sink. */
function counted(
  change: {
    readonly subject?: Parts;
    readonly fixture?: (lines: Lines, number: number) => Parts;
    readonly sink?: (lines: Lines) => unknown;
  },
): Counted {
  const dispose = spy((): unknown => undefined);
  let opened = 0;
  const open = () => {
    const lines = new Lines();
    const fixture = {
      sink: change.sink ? change.sink(lines) : lines.sink(),
      config: {},
      read: () => lines.rows,
      [Symbol.dispose]: () => dispose(),
      ...change.fixture?.(lines, opened),
    };
    opened++;
    return fixture;
  };
  const events = fc.record({ text: fc.string({ minLength: 1 }) });
  return {
    subject: { name: "lines", events, open, ...change.subject },
    opened: () => opened,
    dispose,
  };
}

function check({ subject }: Counted): Promise<Report> {
  return checkConformance(subject as Subject<Line>, options);
}

function requireDisposed({ opened, dispose }: Counted): void {
  assertEquals(dispose.calls.length, opened(), "fixtures disposed, of those opened");
}

interface BadSubject {
  readonly change: Parameters<typeof counted>[0];
  /** The hook that is named. */
  readonly hook: string;
  /** What must be, and what is. */
  readonly says: string;
}

const badSubjects: Readonly<Record<string, BadSubject>> = {
  "a name that is no text": {
    change: { subject: { name: 7 } },
    hook: "subject",
    says: "must have a name: it has 7",
  },
  "events that are missing": {
    change: { subject: { events: undefined } },
    hook: "events",
    says: "must be a fast-check arbitrary",
  },
  "events that are a list": {
    change: { subject: { events: [{ text: "a" }] } },
    hook: "events",
    says: "must be a fast-check arbitrary",
  },
  "events that throw": {
    change: { subject: { events: fc.nat().map(fail(boom)) } },
    hook: "events",
    says: "must not throw: it threw RangeError: boom",
  },
  "events that are all the same": {
    change: { subject: { events: fc.constant({ text: "a" }) } },
    hook: "events",
    says: "must yield at least 64 distinct events: 4096 draws gave 1",
  },
  "an identity that throws": {
    change: { subject: { identity: fail(boom) } },
    hook: "identity",
    says: "must not throw: it threw RangeError: boom",
  },
  "an equal that throws": {
    change: { subject: { equal: fail("boom") } },
    hook: "equal",
    says: 'must not throw: it threw a thrown string: "boom"',
  },
  "invalid events that are no arbitrary": {
    change: { subject: { invalidEvents: [] } },
    hook: "invalidEvents",
    says: "must be a fast-check arbitrary",
  },
  "an exemption of a rule that is none": {
    change: { subject: { exempt: { "write.story": "no" } } },
    hook: "subject",
    says: 'must exempt known rules: "write.story" is none',
  },
  "an exemption without a reason": {
    change: { subject: { exempt: { "write.stored": "" } } },
    hook: "subject",
    says: "must give a reason to exempt write.stored: it is empty",
  },
  "an exemption whose reason is no text": {
    change: { subject: { exempt: { "write.stored": 7 } } },
    hook: "subject",
    says: "must give a reason to exempt write.stored: it is 7",
  },
  "exemptions that are no object": {
    change: { subject: { exempt: "write.stored" } },
    hook: "exempt",
    says: 'must be an object: it is "write.stored"',
  },
  "an exemption that throws when it is read": {
    change: { subject: { exempt: booby({}, "write.stored") } },
    hook: "exempt",
    says: "must be readable: reading it threw RangeError: boom",
  },
  "an identity that is no function": {
    change: { subject: { identity: "id" } },
    hook: "identity",
    says: 'must be a function: it is "id"',
  },
  "an equal that is no function": {
    change: { subject: { equal: 7 } },
    hook: "equal",
    says: "must be a function: it is 7",
  },
  "guarantees that are a text": {
    change: { subject: { guarantees: "all" } },
    hook: "guarantees",
    says: 'must be an object: it is "all"',
  },
  "a guarantee that is none": {
    change: { subject: { guarantees: { speed: "high" } } },
    hook: "guarantees",
    says: 'must be among order, durable, atomicBatches, delivery, restart: "speed" is not',
  },
  "a guarantee that throws when it is read": {
    change: { subject: { guarantees: booby({}, "order") } },
    hook: "guarantees",
    says: "must be readable: reading it threw RangeError: boom",
  },
  "an order that is unknown": {
    change: { subject: { guarantees: { order: "sideways" } } },
    hook: "guarantees",
    says: 'must have order "worker" or "none": it has "sideways"',
  },
  "a durability that is unknown": {
    change: { subject: { guarantees: { durable: true } } },
    hook: "guarantees",
    says: 'must have durable "on-close" or "on-write" or { within: milliseconds }: it has true',
  },
  "atomic batches that are a text": {
    change: { subject: { guarantees: { atomicBatches: "yes" } } },
    hook: "guarantees",
    says: 'must have atomicBatches true or false: it has "yes"',
  },
  "a delivery that is unknown": {
    change: { subject: { guarantees: { delivery: "at-most-once" } } },
    hook: "guarantees",
    says: 'must have delivery "at-least-once" or "exactly-once": it has "at-most-once"',
  },
  "a restart that is unknown": {
    change: { subject: { guarantees: { restart: null } } },
    hook: "guarantees",
    says: 'must have restart "appends" or "replaces": it has null',
  },
  "a threshold that no batch of the check reaches": {
    change: { subject: { thresholds: [5000] } },
    hook: "thresholds",
    says: "must be below 2008, as the check has 2304 distinct events: one is 5000",
  },
  "thresholds that are a text": {
    change: { subject: { thresholds: "many" } },
    hook: "thresholds",
    says: 'must be a list of batch sizes: it is "many"',
  },
  "a threshold that is no number": {
    change: { subject: { thresholds: [10, NaN] } },
    hook: "thresholds",
    says: "must be whole numbers from 1: number 1 is Number.NaN",
  },
  "a threshold of zero": {
    change: { subject: { thresholds: [0] } },
    hook: "thresholds",
    says: "must be whole numbers from 1: number 0 is 0",
  },
  "invalid configurations that are a number": {
    change: { subject: { invalidConfigs: 7 } },
    hook: "invalidConfigs",
    says: "must be a list of configurations: it is 7",
  },
  "an invalid configuration that is null": {
    change: { subject: { invalidConfigs: [null] } },
    hook: "invalidConfigs",
    says: "must each be an object with a config and a key: number 0 is null",
  },
  "an invalid configuration without its key": {
    change: { subject: { invalidConfigs: [{ config: {}, key: "table" }, { config: {} }] } },
    hook: "invalidConfigs",
    says: "must each name the key that is wrong: number 1 has undefined",
  },
  "an invalid configuration that throws when it is read": {
    change: { subject: { invalidConfigs: [booby({ key: "table" }, "config")] } },
    hook: "invalidConfigs",
    says: "must be readable: reading it threw RangeError: boom",
  },
  "an open that is missing": {
    change: { subject: { open: undefined } },
    hook: "open",
    says: "must be a function: it is undefined",
  },
  "an open that throws an Error": {
    change: { subject: { open: fail(boom) } },
    hook: "open",
    says: "must not throw: it threw RangeError: boom",
  },
  "an open that throws undefined": {
    change: { subject: { open: fail(undefined) } },
    hook: "open",
    says: "must not throw: it threw a thrown undefined: undefined",
  },
  "an open that rejects": {
    change: { subject: { open: () => Promise.reject(boom) } },
    hook: "open",
    says: "must not throw: it threw RangeError: boom",
  },
  "an open that never settles": {
    change: { subject: { open: never } },
    hook: "open",
    says: "must settle: nothing came within 40 ms",
  },
  "an open that gives nothing": {
    change: { subject: { open: () => {} } },
    hook: "open",
    says: "must return a fixture: it returned undefined",
  },
  "an open that resolves to a number": {
    change: { subject: { open: () => Promise.resolve(7) } },
    hook: "open",
    says: "must return a fixture: it returned 7",
  },
  "an open that gives a sink for a fixture": {
    change: { subject: { open: () => new Lines().sink() } },
    hook: "open",
    says: "must return a fixture with a sink: there is none",
  },
  "an open that gives the same fixture every time": {
    change: { subject: { open: once() } },
    hook: "open",
    says: "must give another fixture every time: it gave one twice",
  },
  "a fixture that is not empty": {
    change: { fixture: ({ rows }) => ({ read: () => [{ text: "old" }, ...rows] }) },
    hook: "open",
    says: 'a fresh fixture reads 1 values, the first {"text":"old"}',
  },
  "fixtures that share their storage": {
    change: { fixture: sharedStorage() },
    hook: "open",
    says: "one fixture after a write to another reads 2 values",
  },
  "a read that is missing": {
    change: { fixture: () => ({ read: undefined }) },
    hook: "open",
    says: "must return a fixture whose read is a function",
  },
  "a read that throws": {
    change: { fixture: () => ({ read: fail(boom) }) },
    hook: "read",
    says: "must not throw: it threw RangeError: boom",
  },
  "a read that rejects with undefined": {
    change: { fixture: () => ({ read: () => Promise.reject(undefined) }) },
    hook: "read",
    says: "must not throw: it threw a thrown undefined: undefined",
  },
  "a read that never settles": {
    change: { fixture: () => ({ read: never }) },
    hook: "read",
    says: "must settle: nothing came within 40 ms",
  },
  "a read that gives a number": {
    change: { fixture: () => ({ read: () => 7 }) },
    hook: "read",
    says: "must return an iterable of events: it returned 7",
  },
  "a read that gives a text": {
    change: { fixture: () => ({ read: () => "rows" }) },
    hook: "read",
    says: 'must return an iterable of events: it returned "rows"',
  },
  "a read that gives an asynchronous iterable": {
    change: { fixture: () => ({ read: async function* () {} }) },
    hook: "read",
    says: "must return an iterable of events",
  },
  "a read whose iterable throws": {
    change: {
      fixture: () => ({
        read: () => ({ [Symbol.iterator]: fail(boom) }),
      }),
    },
    hook: "read",
    says: "must not throw: it threw RangeError: boom",
  },
  "a config with a member that throws when it is read": {
    change: { fixture: () => ({ config: booby({}, "table") }) },
    hook: "config",
    says: "must be readable: reading it threw RangeError: boom",
  },
  "a stringConfig with a member that throws when it is read": {
    change: { subject: { stringConfig: booby({}, "table") } },
    hook: "stringConfig",
    says: "must be readable: reading it threw RangeError: boom",
  },
  "a stringConfig that throws": {
    change: { subject: { stringConfig: fail(boom) } },
    hook: "stringConfig",
    says: "must not throw: it threw RangeError: boom",
  },
  "a read that gives a proxy that throws": {
    change: { fixture: () => ({ read: () => new Proxy({}, { has: fail(boom) }) }) },
    hook: "read",
    says: "must be readable: reading it threw RangeError: boom",
  },
  "events that are a proxy that throws": {
    change: { subject: { events: new Proxy({}, { getPrototypeOf: fail(boom) }) } },
    hook: "events",
    says: "must be readable: reading it threw RangeError: boom",
  },
  "a read that gives a list whose iterator throws": {
    change: {
      fixture: () => ({ read: () => Object.assign([], { [Symbol.iterator]: fail(boom) }) }),
    },
    hook: "read",
    says: "must not throw: it threw RangeError: boom",
  },
  "a read that gives a list that was revoked": {
    change: { fixture: () => ({ read: revoked }) },
    hook: "read",
    says: "must not throw: it threw TypeError",
  },
  "a read that gives a list that never ends": {
    change: {
      fixture: () => ({
        read: () =>
          Object.assign([], {
            *[Symbol.iterator]() {
              for (;;) yield { text: "again" };
            },
          }),
      }),
    },
    hook: "read",
    says: "must return an iterable that ends: more than 10000 values came of it",
  },
  "a key that is a proxy that throws": {
    change: { subject: { key: new Proxy(() => {}, { get: fail(boom), apply: fail(boom) }) } },
    hook: "key",
    says: "must not throw: it threw RangeError: boom",
  },
  "thresholds that were revoked": {
    change: { subject: { thresholds: revoked() } },
    hook: "thresholds",
    says: "must be readable: reading it threw TypeError",
  },
  "faults whose kinds were revoked": {
    change: { fixture: () => ({ faults: { set: () => {}, kinds: revoked() } }) },
    hook: "faults",
    says: "must be readable: reading it threw TypeError",
  },
  "a read whose iterable never ends": {
    change: {
      fixture: () => ({
        read: function* () {
          for (;;) yield { text: "again" };
        },
      }),
    },
    hook: "read",
    says: "must return an iterable that ends: more than 10000 values came of it",
  },
  "a read whose iterable never ends once something is stored": {
    change: {
      fixture: ({ rows }) => ({
        read: function* () {
          while (rows.length > 0) yield* rows;
        },
      }),
    },
    hook: "read",
    says: "must return an iterable that ends: more than 10000 values came of it",
  },
  "a disposer that is no function": {
    change: { fixture: () => ({ [Symbol.asyncDispose]: undefined, [Symbol.dispose]: 7 }) },
    hook: "dispose",
    says: "must be a function: it is 7",
  },
  "faults without a set function": {
    change: { fixture: () => ({ faults: {} }) },
    hook: "open",
    says: "must return a fixture whose faults have a set function",
  },
  "faults of an unknown kind": {
    change: { fixture: () => ({ faults: { kinds: ["explode"], set: () => {} } }) },
    hook: "faults",
    says: 'must have kinds among reject, reject-after-apply, hang: it has "explode"',
  },
  "faults of no kind": {
    change: { fixture: () => ({ faults: { kinds: [], set: () => {} } }) },
    hook: "faults",
    says: "it has none",
  },
  "faults whose kinds are a text": {
    change: { fixture: () => ({ faults: { kinds: "reject", set: () => {} } }) },
    hook: "faults",
    says: 'must have a list of kinds: it has "reject"',
  },
  "faults whose pace is no function": {
    change: { fixture: () => ({ faults: { pace: 7, set: () => {} } }) },
    hook: "faults",
    says: "must have a pace function: it has 7",
  },
  "faults whose set throws when it is read": {
    change: { fixture: () => ({ faults: booby({}, "set") }) },
    hook: "faults",
    says: "must be readable: reading it threw RangeError: boom",
  },
  "faults without an effect": {
    change: { fixture: () => ({ faults: { set: () => {} } }) },
    hook: "faults",
    says: "must make the storage fail: set to reject, a write and a close succeeded",
  },
  "faults that throw": {
    change: { fixture: () => ({ faults: { set: fail(boom) } }) },
    hook: "faults",
    says: "must not throw: it threw RangeError: boom",
  },
  "faults that never settle": {
    change: { fixture: () => ({ faults: { set: never } }) },
    hook: "faults",
    says: "must settle: nothing came within 40 ms",
  },
  "openResources that throws": {
    change: { fixture: () => ({ openResources: fail(boom) }) },
    hook: "openResources",
    says: "must not throw: it threw RangeError: boom",
  },
  "openResources that is no function": {
    change: { fixture: () => ({ openResources: 7 }) },
    hook: "openResources",
    says: "must be a function: it is 7",
  },
  "openResources that gives a text": {
    change: { fixture: () => ({ openResources: () => "none" }) },
    hook: "openResources",
    says: 'must return a whole number from 0: it returned "none"',
  },
  "openResources that resolves to no number": {
    change: { fixture: () => ({ openResources: () => Promise.resolve(NaN) }) },
    hook: "openResources",
    says: "must return a whole number from 0: it returned Number.NaN",
  },
};

/** Gives one fixture again and again. */
function once(): () => unknown {
  const lines = new Lines();
  const fixture = { sink: lines.sink(), config: {}, read: () => lines.rows };
  return () => fixture;
}

function sharedStorage(): (lines: Lines) => Parts {
  const shared = new Lines();
  return () => ({ sink: shared.sink(), read: () => shared.rows });
}

for (const [what, { change, hook, says }] of Object.entries(badSubjects)) {
  Deno.test(`checkConformance() names ${hook} for ${what}`, async () => {
    const setting = counted(change);
    const error = await assertRejects(() => check(setting), FixtureError, says);
    assertEquals((error as FixtureError).hook, hook);
    assertStringIncludes(error.message, `Cannot check the sink as ${hook} `);
    if (what !== "a disposer that is no function") requireDisposed(setting);
  });
}

const subjectMembers = [
  "name",
  "events",
  "open",
  "identity",
  "equal",
  "guarantees",
  "thresholds",
  "invalidEvents",
  "invalidConfigs",
  "stringConfig",
  "exempt",
];

for (const member of subjectMembers) {
  Deno.test(`checkConformance() names ${member} when a subject throws as it is read`, async () => {
    const setting = counted({});
    await requireReadable(
      { ...setting, subject: booby(setting.subject as object, member) },
      member,
    );
    assertEquals(setting.opened(), 0);
  });
}

const fixtureMembers = ["sink", "config", "read", "sessionManager", "faults", "openResources"];

for (const member of fixtureMembers) {
  Deno.test(`checkConformance() names ${member} when a fixture throws as it is read`, async () => {
    const setting = throwingFixture(member);
    await requireReadable(setting, member);
    requireDisposed(setting);
  });
}

for (const member of [Symbol.asyncDispose, Symbol.dispose]) {
  Deno.test(`checkConformance() names dispose when reading ${String(member)} throws`, async () => {
    await requireReadable(throwingFixture(member), "dispose");
  });
}

/** A subject whose fixtures have a member that throws when it is read. */
function throwingFixture(member: string | symbol): Counted {
  const setting = counted({});
  const subject = setting.subject as { open: () => object };
  return { ...setting, subject: { ...subject, open: () => booby(subject.open(), member) } };
}

async function requireReadable(setting: Counted, hook: string): Promise<void> {
  const error = await assertRejects(() => check(setting), FixtureError);
  const problem = "must be readable: reading it threw RangeError: boom";
  assertEquals(error.message, `Cannot check the sink as ${hook} ${problem}`);
  assertEquals([(error as FixtureError).hook, error.cause], [hook, boom]);
}

Deno.test("checkConformance() reads each member of a subject and of a fixture once", async () => {
  const setting = counted({});
  const reads = new Map<PropertyKey, number>();
  const watched = (it: object) =>
    new Proxy(it, {
      get(target, member) {
        reads.set(member, (reads.get(member) ?? 0) + 1);
        return Reflect.get(target, member);
      },
    });
  const { open, ...rest } = setting.subject as { open: () => object };
  const subject = watched({ ...rest, open: () => watched(open()) });
  await checkConformance(subject as Subject<Line>, options);
  for (const member of subjectMembers) assertEquals([member, reads.get(member)], [member, 1]);
  for (const member of fixtureMembers) {
    assertEquals([member, reads.get(member)], [member, setting.opened()]);
  }
});

Deno.test("checkConformance() calls the hooks of a class on their instance", async () => {
  class Fixture {
    readonly #lines = new Lines();
    readonly config = {};
    readonly sink = this.#lines.sink();
    read() {
      return this.#lines.rows;
    }
    [Symbol.dispose]() {
      this.#lines.rows.length = 0;
    }
  }
  class Lined {
    readonly name = "lines";
    readonly events = fc.record({ text: fc.string({ minLength: 1 }) });
    readonly #key = "text";
    open() {
      return this.#key === "text" ? new Fixture() : undefined;
    }
    identity(line: Line) {
      return line[this.#key];
    }
  }
  const report = await checkConformance(new Lined() as unknown as Subject<Line>, options);
  assert(report.conforms, JSON.stringify(report.verdicts.filter((it) => it.counterexample)));
});

for (const value of [undefined, null, 7, "lines"]) {
  Deno.test(`checkConformance() names the subject when it is ${value}`, async () => {
    const problem = `Cannot check the sink as subject must be an object`;
    await assertRejects(() => checkConformance(value as never, options), FixtureError, problem);
  });
}

for (const dispose of [fail(boom), () => Promise.reject(boom), never]) {
  Deno.test(`checkConformance() names dispose when it does not work: ${dispose}`, async () => {
    const setting = counted({ fixture: () => ({ [Symbol.asyncDispose]: dispose }) });
    const error = await assertRejects(() => check(setting), FixtureError, "as dispose must ");
    assertEquals((error as FixtureError).hook, "dispose");
  });
}

// The first two are for the doctor, the third is looked at alone, and the others are for histories.
for (const number of [1, 2, 3, 10, 100]) {
  Deno.test(`checkConformance() disposes what was opened before fixture ${number} fails to open`, async () => {
    const setting = counted({
      fixture: (_, index) => {
        if (index === number) throw boom;
        return {};
      },
    });
    const says = "open must not throw: it threw RangeError: boom";
    await assertRejects(() => check(setting), FixtureError, says);
    assertEquals(setting.opened(), number);
    requireDisposed(setting);
  });
}

for (const number of [0, 1, 3, 10, 100]) {
  Deno.test(`checkConformance() disposes what was opened before fixture ${number} fails to be read`, async () => {
    const setting = counted({
      fixture: (_, index) => index === number ? { read: fail(boom) } : {},
    });
    await assertRejects(
      () => check(setting),
      FixtureError,
      "read must not throw: it threw RangeError: boom",
    );
    requireDisposed(setting);
  });
}

interface BadSink {
  readonly sink: (lines: Lines) => unknown;
  /** The rule that is violated. */
  readonly rule: string;
  /** What its message names. */
  readonly says: string;
}

const building = (build: () => unknown) => (lines: Lines) => lines.sink({ buildPartition: build });
const having = (parts: Parts) => (lines: Lines) =>
  lines.sink({ buildPartition: () => lines.partition(parts) });
const lacking = (member: string) => (lines: Lines) =>
  lines.sink({ buildPartition: () => booby(lines.partition(), member) });

const badSinks: Readonly<Record<string, BadSink>> = {
  "that is null": {
    sink: () => null,
    rule: "node.members",
    says: "a sink must be an object: it is null",
  },
  "that is undefined": {
    sink: () => undefined,
    rule: "node.members",
    says: "a sink must be an object: it is undefined",
  },
  "that is a class": {
    sink: () => class IntoLines {},
    rule: "node.members",
    says: "it is the class IntoLines; pass an instance of it",
  },
  "without buildPartition": {
    sink: (lines) => lines.sink({ buildPartition: undefined }),
    rule: "node.members",
    says: "buildPartition must be a function: it is missing",
  },
  "whose payload throws": {
    sink: (lines) => booby(lines.sink(), "payload"),
    rule: "node.members",
    says: "payload must be a class or a Standard Schema: reading it threw RangeError: boom",
  },
  "whose name throws": {
    sink: (lines) => booby(lines.sink(), "name"),
    rule: "node.members",
    says: "name must be a non-empty string: reading it threw RangeError: boom",
  },
  "whose routerBranchSafe throws": {
    sink: (lines) => booby(lines.sink(), "routerBranchSafe"),
    rule: "node.members",
    says: "routerBranchSafe must be a boolean: reading it threw RangeError: boom",
  },
  "whose buildPartition throws when read": {
    sink: (lines) => booby(lines.sink(), "buildPartition"),
    rule: "node.members",
    says: "buildPartition must be a function: reading it threw RangeError: boom",
  },
  "that is a proxy that throws at every touch": {
    sink: () => new Proxy({}, { get: fail(boom), ownKeys: fail(boom), has: fail(boom) }),
    rule: "node.members",
    says: "reading it threw RangeError: boom",
  },
  "that is a proxy that refuses to be frozen": {
    sink: (lines) =>
      new Proxy(lines.sink({ routerBranchSafe: 1 }), { preventExtensions: fail(boom) }),
    rule: "node.members",
    says: "routerBranchSafe must be a boolean",
  },
  "that builds nothing": { sink: building(() => {}), rule: "build.partition", says: "undefined" },
  "that builds null": { sink: building(() => null), rule: "build.partition", says: "null" },
  "that builds a number": { sink: building(() => 7), rule: "build.partition", says: "number" },
  "that builds an empty object": {
    sink: building(() => ({})),
    rule: "build.partition",
    says: "writeBatch",
  },
  "that builds what lacks close": {
    sink: having({ close: undefined }),
    rule: "build.partition",
    says: "close",
  },
  "whose partition's writeBatch throws when read": {
    sink: lacking("writeBatch"),
    rule: "build.partition",
    says: "writeBatch",
  },
  "whose partition's close throws when read": {
    sink: lacking("close"),
    rule: "build.partition",
    says: "close",
  },
  "whose build throws undefined": {
    sink: building(fail(undefined)),
    rule: "calls.throw-errors",
    says: "undefined",
  },
  "whose build throws an object without a prototype": {
    sink: building(fail(Object.create(null))),
    rule: "calls.throw-errors",
    says: "build",
  },
  "whose build throws an Error that cannot be read": {
    sink: building(fail(booby(new Error("boom"), "message"))),
    rule: "calls.throw-errors",
    says: "build",
  },
  "whose build never settles": { sink: building(never), rule: "calls.settle", says: "build" },
  "whose write throws undefined": {
    sink: having({ writeBatch: fail(undefined) }),
    rule: "calls.throw-errors",
    says: "undefined",
  },
  "whose write rejects with a text": {
    sink: having({ writeBatch: () => Promise.reject("oops") }),
    rule: "calls.throw-errors",
    says: "oops",
  },
  "whose write never settles": {
    sink: having({ writeBatch: never }),
    rule: "calls.settle",
    says: "write",
  },
  "whose close never settles": {
    sink: having({ close: never }),
    rule: "calls.settle",
    says: "close",
  },
  "whose write returns a thenable that never calls back": {
    sink: having({ writeBatch: () => ({ then: () => {} }) }),
    rule: "calls.settle",
    says: "write",
  },
  "whose write returns a thenable that resolves to one that never does": {
    sink: having({
      writeBatch: () => ({ then: (done: (it: unknown) => void) => done({ then: () => {} }) }),
    }),
    rule: "calls.settle",
    says: "write",
  },
  "whose write returns what throws when its then is read": {
    sink: having({ writeBatch: () => booby({}, "then") }),
    rule: "write.accepts",
    says: "RangeError: boom",
  },
  "whose close returns a thenable that throws": {
    sink: having({ close: () => ({ then: fail("boom") }) }),
    rule: "calls.throw-errors",
    says: "boom",
  },
};

for (const [what, { sink, rule, says }] of Object.entries(badSinks)) {
  Deno.test(`checkConformance() finds ${rule} violated by a sink ${what}`, async () => {
    const setting = counted({ sink });
    const report = await check(setting);
    const verdict = report.verdicts.find((verdict) => verdict.rule === rule);
    assertEquals(verdict?.outcome, "violated");
    const { message, trace } = verdict!.counterexample!;
    assertStringIncludes(`${message} ${JSON.stringify(trace.calls)}`, says);
    requireDisposed(setting);
  });
}

/** Promises of other makes: settled at once, later, and more than once. */
const thenables: Readonly<Record<string, () => unknown>> = {
  "resolves at once": () => ({ then: (done: () => void) => done() }),
  "resolves later": () => ({ then: (done: () => void) => queueMicrotask(done) }),
  "resolves twice, and then rejects": () => ({
    then(done: () => void, failed: (error: unknown) => void) {
      done();
      done();
      failed(boom);
    },
  }),
  "resolves, and then throws": () => ({
    then(done: () => void) {
      done();
      throw boom;
    },
  }),
  "is a function": () => Object.assign(() => {}, { then: (done: () => void) => done() }),
};

for (const [what, make] of Object.entries(thenables)) {
  Deno.test(`checkConformance() awaits a foreign promise that ${what}`, async () => {
    const setting = counted({
      sink: (lines) =>
        lines.sink({
          buildPartition: () => {
            const partition = lines.partition() as Record<
              "writeBatch" | "close",
              (it?: unknown) => void
            >;
            return {
              writeBatch: (items: unknown) => (partition.writeBatch(items), make()),
              close: () => (partition.close(), make()),
            };
          },
        }),
    });
    const report = await check(setting);
    assert(report.conforms, JSON.stringify(report.verdicts.filter((it) => it.counterexample)));
    requireDisposed(setting);
  });
}

const badOptions: readonly (readonly [string, CheckOptions])[] = [
  ["seed", { seed: NaN }],
  ["seed", { seed: 1.5 }],
  ["seed", { seed: 2 ** 31 }],
  ["seed", { seed: "1" as never }],
  ["runs", { runs: -1 }],
  ["runs", { runs: Infinity }],
  ["timeLimit", { timeLimit: 0 }],
  ["callLimit", { callLimit: Infinity }],
  ["maxWorkers", { maxWorkers: 0 }],
  ["maxWorkers", { maxWorkers: 1e9 }],
  ["rules", { rules: ["write.story" as never] }],
  ["rules", { rules: [undefined as never] }],
  ["rules", { rules: [] }],
  ["rules", { rules: [Symbol("x") as never] }],
  ["path", { seed: 1, path: 7 as never }],
  ["path", { seed: 1, path: "99999999" }],
  ["path", { seed: 1, path: "99999999:0:0" }],
  ["path", { seed: 1, path: "event:99999999" }],
  ["path", { path: "0" }],
  ["path", { seed: 1, path: "" }],
  ["path", { seed: 1, path: "../0" }],
  ["path", { seed: 1, path: "0:99999999" }],
  ["path", { seed: 1, path: "regression:0" }],
  ["path", { seed: 1, path: "0@99999999:0" }],
  ["path", { seed: 1, path: "0@0:99999999" }],
  ["path", { seed: 1, path: "event:0@0:0" }],
];

for (const [option, bad] of badOptions) {
  Deno.test(`checkConformance() refuses ${option} of ${JSON.stringify(bad)}`, async () => {
    const setting = counted({});
    const run = () =>
      checkConformance(setting.subject as Subject<Line>, { ...bad, callLimit: 40, ...bad });
    const error = await assertRejects(run, RangeError, option);
    assertStringIncludes(error.message, "Cannot ");
    requireDisposed(setting);
  });
}

const foreignOptions: readonly (readonly [string, unknown])[] = [
  ["options must be an object: it is null", null],
  ["options must be an object: it is 7", 7],
  ['rules must be a list of ids: it is "write.stored"', { rules: "write.stored" }],
  ["strict must be a boolean: it is 1", { strict: 1 }],
  ["progress must be a function: it is true", { progress: true }],
  ["watch must be an object with enter and leave: it is 7", { watch: 7 }],
  ["signal must be an AbortSignal: it is 7", { signal: 7 }],
  ["regressions must be a list of regressions: it is 7", { regressions: 7 }],
  ["regressions must be a list of regressions: it is [null]", { regressions: [null] }],
  [
    'regressions must be a list of regressions: it is [{"rule":"x","events":[],"history":{"workers":1,"steps":[null]}}]',
    { regressions: [{ rule: "x", events: [], history: { workers: 1, steps: [null] } }] },
  ],
];

for (const [says, bad] of foreignOptions) {
  Deno.test(`checkConformance() says that ${says}`, async () => {
    const { subject } = counted({});
    const run = () => checkConformance(subject as Subject<Line>, bad as CheckOptions);
    const error = await assertRejects(run, TypeError);
    assertEquals(error.message, `Cannot check as ${says}`);
  });
}
