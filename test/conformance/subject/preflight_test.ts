import { type Fixture, FixtureError, payload, type Subject } from "@watertight/sinks/conformance";
import { preflight } from "../../../conformance/subject/preflight.ts";
import { assert, assertEquals, assertRejects, assertStringIncludes } from "../../assert.ts";
import { buffering, contextOf, faultyRows, type Row, rowsSubject, sound } from "../rows.ts";

const row: Row = { id: 1, text: "" };

/** What is found of a storage that cannot be made to fail, and of a sink without timers. */
const nothing = { faults: [], counted: false, pauses: [], readsLater: false };

/** A subject whose fixtures come from `open` with some members exchanged. */
function opening(open: (fixture: Fixture<Row>, opened: number) => Fixture<Row>): Subject<Row> {
  const subject = rowsSubject();
  let opened = 0;
  return { ...subject, open: () => open(subject.open() as Fixture<Row>, opened++) };
}

Deno.test("preflight() passes a sound subject and gives the failures of its storage", async () => {
  assertEquals(await preflight(contextOf(rowsSubject())), nothing);
  assertEquals(await preflight(contextOf(faultyRows())), { ...nothing, faults: ["reject"] });
});

Deno.test("preflight() passes a sink that breaks its promises: that is for the rules", async () => {
  const broken = [
    rowsSubject(() => ({ writeBatch() {}, close() {} })),
    rowsSubject(() => undefined as never),
    rowsSubject((it) => ({ ...sound(it), writeBatch: () => Promise.reject("no") })),
    rowsSubject(buffering),
  ];
  for (const subject of broken) assertEquals(await preflight(contextOf(subject)), nothing);
});

/** Subjects with a fixture at fault, and what the error says. */
const wrong: [string, () => Subject<Row>, string][] = [
  [
    "a fixture that is given twice",
    () => {
      const kept = rowsSubject().open() as Fixture<Row>;
      return opening(() => kept);
    },
    "open must give another fixture every time: it gave one twice",
  ],
  [
    "a fixture that is not empty",
    () => opening((fixture) => ({ ...fixture, read: () => [row] })),
    "open must give fresh and empty storage: a fresh fixture reads 1 values, the first " +
    '{"id":1,"text":""}',
  ],
  [
    "a second fixture that is not empty",
    () => opening((fixture, opened) => ({ ...fixture, read: () => opened > 0 ? [row] : [] })),
    "open must give fresh and empty storage: a second fresh fixture reads 1 values, the first " +
    '{"id":1,"text":""}',
  ],
  [
    "fixtures that share their storage",
    () => {
      const shared: Row[] = [];
      return rowsSubject(
        () => ({ writeBatch: (items) => void shared.push(...items), close() {} }),
        {},
        () => ({ read: () => shared }),
      );
    },
    "open must give fresh and empty storage: one fixture after a write to another " +
    "reads 2 values, the first ",
  ],
  [
    "a read that consumes",
    () => rowsSubject(sound, {}, (rows) => ({ read: () => rows.splice(0) })),
    "read must give the same when nothing was written between: first 2 values, then 0",
  ],
  [
    "a read that makes values up",
    () =>
      rowsSubject(
        sound,
        {},
        (rows) => ({ read: () => rows.map((it) => ({ ...it, id: Math.random() })) }),
      ),
    "read must give the same when nothing was written between: first 2 values, then 2",
  ],
  [
    "a switch without effect",
    () => rowsSubject(sound, {}, () => ({ faults: { set() {} } })),
    "faults must make the storage fail: set to reject, a write and a close succeeded and the " +
    "events are stored",
  ],
  [
    "a kind of failure that is none",
    () => rowsSubject(sound, {}, () => ({ faults: { kinds: ["explode" as never], set() {} } })),
    'faults must have kinds among reject, reject-after-apply, hang: it has "explode"',
  ],
  [
    "a switch without kinds",
    () => rowsSubject(sound, {}, () => ({ faults: { kinds: [], set() {} } })),
    "faults must have kinds among reject, reject-after-apply, hang: it has none",
  ],
];

for (const [name, subject, message] of wrong) {
  Deno.test(`preflight() refuses ${name}`, async () => {
    const error = await assertRejects(() => preflight(contextOf(subject())), FixtureError);
    const start = `Cannot check the sink as ${message}`;
    assertEquals(error.message.slice(0, start.length), start);
  });
}

Deno.test("preflight() disposes every fixture it opened, also when one is at fault", async () => {
  let [opened, disposed] = [0, 0];
  const counting = (subject: Subject<Row>): Subject<Row> => ({
    ...subject,
    async open() {
      opened++;
      return { ...await subject.open(), [Symbol.dispose]: () => void disposed++ };
    },
  });
  await preflight(contextOf(counting(faultyRows())));
  for (const [, subject] of wrong.slice(1)) {
    await preflight(contextOf(counting(subject()))).catch(() => {});
  }
  assertEquals(disposed, opened);
});

/** A subject whose payload is a schema that says so of every row; its sink is sound. */
function withSchema(validate: (value: unknown) => unknown): Subject<Row> {
  const payload = { "~standard": { version: 1, vendor: "test", validate } } as never;
  return opening((fixture) => ({ ...fixture, sink: { ...fixture.sink, payload } }));
}

const big = { issues: [{ message: "must be small", path: ["id"] }] };

const rejecting: Readonly<Record<string, [(value: unknown) => unknown, string]>> = {
  "a schema": [(row) => (row as Row).id > 0 ? big : { value: row }, "must be small at id"],
  "an async schema": [() => Promise.resolve(big), "must be small at id"],
  "a path of objects": [
    () => ({ issues: [{ message: "no", path: [{ key: "id" }, 0] }] }),
    "no at id.0",
  ],
  "a validate without a result": [() => 7, "its validate must give a result: it gave 7"],
};

for (const [what, [validate, issue]] of Object.entries(rejecting)) {
  Deno.test(`preflight() refuses events that the payload rejects: ${what}`, async () => {
    const context = contextOf(withSchema(validate));
    const error = await assertRejects(() => preflight(context), FixtureError);
    assertEquals((error as FixtureError).hook, "payload");
    const rejected =
      /^Cannot check the sink as payload must accept every event: it rejects \{.*"id":/;
    assert(rejected.test(error.message), error.message);
    assertStringIncludes(error.message, `}, ${issue}`);
  });
}

Deno.test("preflight() tells a schema that throws, and one that never answers", async () => {
  const throwing = contextOf(withSchema(() => JSON.parse("no")));
  const thrown = await assertRejects(() => preflight(throwing), FixtureError);
  assertStringIncludes(thrown.message, "payload must not throw: it threw SyntaxError");
  const context = contextOf(withSchema(() => new Promise(() => {})));
  const silent = { ...context, hookLimit: { ...context.hookLimit, milliseconds: 1 } };
  const hung = await assertRejects(() => preflight(silent), FixtureError);
  assertStringIncludes(hung.message, "payload must settle: nothing came within 1 ms");
});

Deno.test("preflight() shows a schema every event, never the ones that are written", async () => {
  const seen = new Set<unknown>();
  const subject = withSchema((value) => {
    seen.add((value as Row).id);
    (value as { id: unknown }).id = "changed by the schema";
    return Promise.resolve({ value });
  });
  const context = contextOf(subject);
  assertEquals(await preflight(context), nothing);
  assertEquals(seen.size, new Set(context.pool.events.map(({ id }) => id)).size);
});

Deno.test("preflight() asks a class nothing, nor a payload of plain rows, nor one that cannot be read", async () => {
  class Strict {
    static readonly "~standard" = { version: 1, vendor: "test", validate: () => big };
  }
  const unreadable = Object.defineProperty({}, "payload", { get: () => JSON.parse("no") });
  for (const member of [{ payload: Strict as never }, { payload: payload<Row>() }]) {
    const subject = opening((fixture) => ({ ...fixture, sink: { ...fixture.sink, ...member } }));
    assertEquals(await preflight(contextOf(subject)), nothing);
  }
  const subject = opening((fixture) => ({
    ...fixture,
    sink: Object.defineProperties(
      { ...fixture.sink },
      Object.getOwnPropertyDescriptors(unreadable),
    ),
  }));
  assertEquals(await preflight(contextOf(subject)), nothing);
});
