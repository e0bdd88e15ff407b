import { checkConformance, type Report } from "@watertight/sinks/conformance";
import { assertEquals, assertNotEquals } from "../../assert.ts";
import { type Row, rowsSubject, sound } from "../rows.ts";

/** A check of one seed, without the time it took. */
async function reportOf(subject: Parameters<typeof checkConformance<Row>>[0]): Promise<Report> {
  return {
    ...await checkConformance(subject, { seed: 3, runs: 60, timeLimit: 60_000 }),
    elapsedMs: 0,
  };
}

/** The same subject with something going on beside it: another module that opens and closes files. */
function besideFiles(subject: ReturnType<typeof rowsSubject>): ReturnType<typeof rowsSubject> {
  const files: Deno.FsFile[] = [];
  let opened = 0;
  return {
    ...subject,
    open: async () => {
      const fixture = await subject.open();
      const { read } = fixture;
      return {
        ...fixture,
        read() {
          // Between the calls of a history, as a neighbour would: some histories end with one file more.
          if (opened++ % 5 === 0) files.push(Deno.openSync(import.meta.filename!));
          else if (opened % 7 === 0) files.shift()?.close();
          return read.call(fixture);
        },
        [Symbol.dispose]() {
          for (const file of files.splice(0)) file.close();
        },
      };
    },
  };
}

const broken = rowsSubject((it) => {
  const partition = sound(it);
  let writes = 0;
  return {
    ...partition,
    writeBatch: (items) => ++writes === 2 ? undefined : partition.writeBatch(items),
  };
});

for (const [name, subject] of Object.entries({ sound: rowsSubject(sound), broken })) {
  Deno.test(`two checks of a ${name} sink are equal to the letter, whatever files are opened beside one`, async () => {
    const alone = await reportOf(subject);
    assertNotEquals(alone.verdicts.length, 0);
    assertEquals(await reportOf(besideFiles(subject)), alone);
  });
}

Deno.test("a pool that keeps some connections open, and no more than that, leaks them", async () => {
  for (const most of [2, 5]) {
    const pools = new WeakMap<Row[], { open: number }>();
    const keeping = rowsSubject(
      (it) => {
        const pool = pools.get(it.rows)!;
        pool.open = Math.min(most, pool.open + 1);
        return sound(it);
      },
      {},
      (rows) => {
        const pool = { open: 0 };
        pools.set(rows, pool);
        return { openResources: () => pool.open };
      },
    );
    const { verdicts } = await reportOf(keeping);
    const violated = verdicts.filter(({ outcome }) => outcome === "violated");
    assertEquals(violated.map(({ rule }) => rule), ["close.releases"]);
  }
});

Deno.test("a leak is found beside a neighbour's files, and told without them", async () => {
  let open: Deno.FsFile[] = [];
  const leaking = rowsSubject(
    (it) => {
      open.push(Deno.openSync(import.meta.filename!));
      return sound(it);
    },
    {},
    () => ({
      [Symbol.dispose]() {
        for (const file of open) file.close();
        open = [];
      },
    }),
  );
  const alone = await reportOf(leaking);
  const violated = alone.verdicts.filter(({ outcome }) => outcome === "violated");
  assertEquals(violated.map(({ rule }) => rule), ["close.releases"]);
  assertEquals(violated[0]?.counterexample?.trace.leaked, { file: 1 });
});
