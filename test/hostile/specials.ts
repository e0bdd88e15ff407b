/** Hostile subjects of a kind of their own: odd values, getters, forged messages, what is left behind. */
import { parentPort } from "node:worker_threads";
import * as fc from "fast-check";
import { type Hostile, type Parts, type Row, subjectOf } from "./hostile.ts";

const loop = (): never => {
  for (;;);
};

/** What a thread has of a worker of the web. */
const self = globalThis as unknown as { postMessage(message: unknown): void };

/** An object with a member that never returns when it is read. */
const trap = <T extends object>(member: PropertyKey, beside: T = {} as T): T =>
  Object.defineProperty(beside, member, { get: loop, enumerable: true });

const revoked = () => {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
};

function row(name: string, code: Hostile["code"], line: string, parts: Parts): Hostile {
  return { subject: subjectOf(name, parts), code, line };
}

/** A getter that never returns is named as far as it can be. */
export const getterRows: readonly Hostile[] = [
  row("a name", 2, 'a member of subject "number 1" did not return within 400 ms', {
    subject: trap("name"),
  }),
  row("events", 2, 'a member of subject "events" did not return within 400 ms', {
    subject: trap("events"),
  }),
  row("the sink", 2, 'a member of the fixture of subject "the sink" did not return', {
    fixture: () => trap("sink"),
  }),
  row("a payload", 1, 'a member of the sink of subject "a payload" did not return', {
    node: trap("payload"),
  }),
  row("a write", 1, 'buildPartition() of subject "a write" did not return within 300 ms', {
    partition: () => trap("writeBatch"),
  }),
  row("a then", 1, 'writeBatch() of subject "a then" did not return within 300 ms', {
    partition: () => ({ writeBatch: () => trap("then") }),
  }),
  row("a message", 1, 'writeBatch() of subject "a message" did not return within 300 ms', {
    partition: () => ({
      writeBatch() {
        throw trap("message", new Error());
      },
    }),
  }),
  row("a message of open", 2, 'open() of subject "a message of open" did not return', {
    subject: {
      open() {
        throw trap("message", new Error());
      },
    },
  }),
  row("a stored row", 2, "that it left running did not yield within 2,000 ms, after read()", {
    fixture: () => ({ read: () => [trap("id")] }),
  }),
  row("a timer", 2, "something that it left running did not yield within 2,000 ms", {
    partition: () => ({ writeBatch: () => void setTimeout(loop, 1) }),
  }),
];

const lost = { writeBatch() {} };

/** What a sink must not get by with: its verdict is the suite's. */
const forged = { kind: "ended", result: { code: 0, text: "forged" } };

const { map } = Array.prototype;

/** All others. */
export const otherRows: readonly Hostile[] = [
  ...Object.entries({
    null: null,
    "7": 7,
    "a promise of nothing": Promise.resolve(),
    "a revoked proxy": undefined,
  }).map(([what, value]) =>
    row(
      `open returns ${what}`,
      2,
      what === "a revoked proxy" ? "open must not throw" : "a fixture",
      {
        subject: { open: () => what === "a revoked proxy" ? revoked() : value },
      },
    )
  ),
  ...Object.entries<[unknown, string]>({
    "a number": [7, "as read must return an iterable of events: it returned 7"],
    "a text": ["rows", "as read must return an iterable of events"],
    "an endless list": [{
      *[Symbol.iterator]() {
        for (;;) yield 1;
      },
    }, "must return an iterable that ends"],
    "a list that throws": [{
      // deno-lint-ignore require-yield -- it throws before it comes to that
      *[Symbol.iterator]() {
        throw null;
      },
    }, "read must not throw: it threw a thrown object: null"],
    "what is not there": [undefined, "as read must return an iterable of events"],
  }).map(([what, [value, line]]) =>
    row(`read returns ${what}`, 2, line, { fixture: () => ({ read: () => value }) })
  ),
  ...Object.entries<unknown>({
    "not a number": NaN,
    "less than none": -1,
    "a text": "1",
  }).map(([what, value]) =>
    row(`openResources returns ${what}`, 2, "must return a whole number from 0", {
      fixture: () => ({ openResources: () => value }),
    })
  ),
  ...Object.entries<unknown>({
    "nothing": undefined,
    "null": null,
    "a text": "partition",
    "a promise of nothing": Promise.resolve(),
    "a partition without close": { writeBatch() {} },
  }).map(([what, value]) =>
    row(`buildPartition returns ${what}`, 1, "MUST build.partition", {
      node: { buildPartition: () => value },
    })
  ),
  row("buildPartition returns a revoked proxy", 1, "MUST", {
    node: { buildPartition: revoked },
  }),
  row("writeBatch returns a revoked proxy", 1, "MUST", {
    partition: () => ({ writeBatch: revoked }),
  }),
  row("writeBatch posts a verdict", 1, "MUST write.stored", {
    partition: () => ({ writeBatch: () => self.postMessage(forged) }),
  }),
  row("writeBatch posts a verdict as Node does", 1, "MUST write.stored", {
    partition: () => ({ writeBatch: () => parentPort?.postMessage(forged) }),
  }),
  row("open posts a verdict", 1, "MUST write.stored", {
    fixture: () => (parentPort?.postMessage(forged), {}),
    partition: () => lost,
  }),
  row("a rejection is left behind", 1, "MUST calls.no-stray-errors", {
    partition: (rows) => ({
      writeBatch(items: readonly Row[]) {
        rows.push(...items);
        Promise.reject(new Error("left behind"));
      },
    }),
  }),
  row("a timer throws", 1, "MUST calls.no-stray-errors", {
    partition: (rows) => ({
      writeBatch(items: readonly Row[]) {
        rows.push(...items);
        setTimeout(() => {
          throw null;
        });
      },
    }),
  }),
  row("a timer exits", 1, "MUST calls.no-stray-errors|tried to end the process", {
    partition: (rows) => ({
      writeBatch(items: readonly Row[]) {
        rows.push(...items);
        setTimeout(() => Deno.exit(0));
      },
    }),
  }),
  row("an exit is swallowed", 1, "MUST calls.no-stray-errors|tried to end the process", {
    partition: (rows) => ({
      writeBatch(items: readonly Row[]) {
        rows.push(...items);
        try {
          Deno.exit(0);
        } catch { /* as a driver does */ }
      },
    }),
  }),
  row("an exit of read is swallowed", 2, "read must not end the process: it called Deno.exit(0)", {
    fixture: (rows) => ({
      read() {
        try {
          Deno.exit(0);
        } catch { /* as a driver does */ }
        return rows.slice();
      },
    }),
  }),
  row("a prototype is polluted and restored", 0, "conforms", {
    partition: (rows) => ({
      writeBatch(items: readonly Row[]) {
        Array.prototype.map = () => [];
        try {
          rows.push(...structuredClone(items));
        } finally {
          Array.prototype.map = map;
        }
      },
      close() {},
    }),
  }),
  row("console is flooded", 0, "conforms", {
    partition: (rows) => ({
      writeBatch(items: readonly Row[]) {
        rows.push(...structuredClone(items));
        console.debug("");
      },
    }),
  }),
  row("events of a megabyte", 1, "MUST", {
    subject: { events: fc.nat().map((id) => ({ id, text: "x".repeat(1_000_000) })) },
    partition: () => lost,
  }),
  row(
    "events that throw when they are read",
    2,
    "as events must yield events that can be told apart",
    {
      subject: {
        events: fc.nat().map(() =>
          Object.defineProperty({}, "id", {
            get() {
              throw null;
            },
            enumerable: true,
          })
        ),
      },
    },
  ),
  row("\u001b[2J::error::\u202e\nname", 0, "\\u{1b}[2J::error::\\u{202e}\\nname conforms", {}),
  row("a sound one at the end", 0, "a sound one at the end conforms", {}),
];
