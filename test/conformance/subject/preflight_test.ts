import { type Fixture, FixtureError, type Subject } from "@watertight/sinks/conformance";
import { preflight } from "../../../conformance/subject/preflight.ts";
import { assertEquals, assertRejects } from "../../assert.ts";
import { buffering, contextOf, faultyRows, type Row, rowsSubject, sound } from "../rows.ts";

const row: Row = { id: 1, text: "" };

/** What is found of a storage that cannot be made to fail, and of a sink without timers. */
const nothing = { faults: [], counted: false, pauses: [] };

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
