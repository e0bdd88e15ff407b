/** Whose an error is that no call reported: the sink's, a hook's, or that of something beside them. */
import {
  checkConformance,
  FixtureError,
  type Report,
  rules,
  type Subject,
} from "@watertight/sinks/conformance";
import type { FileTable } from "../../../conformance/execute/open_files.ts";
import { Results } from "../../../conformance/search/results.ts";
import { StrayErrorSearch } from "../../../conformance/search/stray_error_search.ts";
import { assertEquals, assertRejects, assertStringIncludes } from "../../assert.ts";
import { write } from "../execute/traces.ts";
import { type Build, contextOf, faultyRows, type Row, rowsSubject, sound } from "../rows.ts";

// What a hook of the last fixture leaves behind comes after the check.
for (const type of ["unhandledrejection", "error"]) {
  globalThis.addEventListener(type, (event) => event.preventDefault());
}

const options = { seed: 1, timeLimit: 60_000 };

/** Leaves a promise behind that rejects after a while. */
const leave = (ms = 3) =>
  void new Promise((_, reject) => setTimeout(() => reject(new Error("left behind")), ms));

/** Leaves a timer behind that throws. */
const throwLater = (ms = 3) =>
  void setTimeout(() => {
    throw new Error("left behind");
  }, ms);

const strayVerdict = ({ verdicts }: Report) =>
  verdicts.find(({ rule }) => rule === "calls.no-stray-errors")!;

/** Whether a sink is held to have left something behind, and how often it showed where not every time. */
async function told(subject: Subject<Row>, given = {}) {
  const report = await checkConformance(subject, { ...options, ...given });
  const { outcome, counterexample } = strayVerdict(report);
  return { outcome, times: counterexample?.times, warnings: report.warnings ?? [] };
}

/** Sound rows with another thing done by a hook of each fixture. */
const hooks: Readonly<Record<string, (leaves: () => void) => Subject<Row>>> = {
  open: (leaves) => rowsSubject(sound, {}, () => (leaves(), {})),
  read: (leaves) => rowsSubject(sound, {}, (rows) => ({ read: () => (leaves(), rows.slice()) })),
  dispose: (leaves) => rowsSubject(sound, {}, () => ({ [Symbol.dispose]: leaves })),
  openResources: (leaves) => rowsSubject(sound, {}, () => ({ openResources: () => (leaves(), 0) })),
  faults(leaves) {
    const subject = faultyRows();
    return {
      ...subject,
      open: async () => {
        const fixture = await subject.open();
        const { set } = fixture.faults!;
        return { ...fixture, faults: { set: (fault) => (leaves(), set(fault)) } };
      },
    };
  },
};

for (const [hook, subjectOf] of Object.entries(hooks)) {
  for (const [what, leaves] of Object.entries({ "a rejection": leave, "a timer": throwLater })) {
    Deno.test(`${what} that ${hook} leaves behind is the fixture's fault`, async () => {
      await assertRejects(
        () => checkConformance(subjectOf(leaves), options),
        FixtureError,
        `Cannot check the sink as ${hook} must leave no error behind: it left Error: left behind`,
      );
    });
  }
}

Deno.test("what read leaves behind of a storage that holds something is the fixture's fault", async () => {
  const subject = rowsSubject(sound, {}, (rows) => ({
    read() {
      if (rows.length > 0) leave();
      return rows.slice();
    },
  }));
  await assertRejects(
    () => checkConformance(subject, options),
    FixtureError,
    "read must leave no error behind",
  );
});

Deno.test("what a hook leaves behind now and then is not the sink's, and is told", async () => {
  let opened = 0;
  const subject = rowsSubject(sound, {}, () => (++opened === 60 ? leave() : undefined, {}));
  const { outcome, warnings } = await told(subject);
  assertEquals(outcome, "satisfied");
  assertEquals(warnings, [
    "An error escaped that no call reported, and it could not be told whose it is: Error: left behind",
  ]);
});

Deno.test("what something beside the check leaves behind all the time is not the sink's, and is told", async () => {
  const beside = setInterval(() => leave(0), 2);
  try {
    const slow = rowsSubject(async (it) => {
      await new Promise((resolve) => setTimeout(resolve));
      return sound(it);
    });
    const { outcome, warnings } = await told(slow, { runs: 20 });
    assertEquals([outcome, warnings.length], ["satisfied", 1]);
    assertStringIncludes(warnings[0]!, "could not be told whose it is: Error: left behind");
  } finally {
    clearInterval(beside);
  }
});

/** Builds partitions whose every close does something more, told how many closes there were in the process. */
function closing(more: (closes: number) => void): Build {
  let closes = 0;
  return (it) => {
    const partition = sound(it);
    return {
      ...partition,
      close() {
        more(++closes);
        return partition.close();
      },
    };
  };
}

for (const nth of [40, 400]) {
  Deno.test(`a rejection that close ${nth} of all leaves behind counts, and is told as one of many`, async () => {
    const { outcome, times } = await told(rowsSubject(closing((n) => n === nth && leave())));
    assertEquals([outcome, times], ["violated", { shown: 1, runs: 20 }]);
  });
}

/** Leaves an error behind in a situation that only random histories know: a fourth write of seven events. */
const rarely = (leaves: () => void): Build => (it) => {
  const partition = sound(it);
  let writes = 0;
  return {
    ...partition,
    writeBatch(items) {
      if (++writes >= 4 && items.length === 7) leaves();
      return partition.writeBatch(items);
    },
  };
};

for (const [what, leaves] of Object.entries({ "a rejection": leave, "a timer": throwLater })) {
  Deno.test(`${what} that a random history alone leaves behind counts`, async () => {
    const { outcome, times } = await told(rowsSubject(rarely(leaves)), { runs: 3000 });
    assertEquals([outcome, times], ["violated", undefined]);
  });
}

Deno.test("a promise that the sink forgot is its own, though the storage that open started rejects it", async () => {
  const queues = new WeakMap<Row[], (() => void)[]>();
  const subject = rowsSubject(
    (it) => {
      const partition = sound(it);
      return {
        ...partition,
        writeBatch(items) {
          partition.writeBatch(items);
          void new Promise((_, reject) => queues.get(it.rows)!.push(() => reject(new Error("no"))));
        },
      };
    },
    {},
    (rows) => {
      const queue: (() => void)[] = [];
      queues.set(rows, queue);
      const timer = setInterval(() => queue.splice(0).forEach((reject) => reject()), 1);
      return { [Symbol.dispose]: () => clearInterval(timer) };
    },
  );
  const { outcome } = await told(subject, { runs: 20 });
  assertEquals(outcome, "violated");
});

Deno.test("a file that something else still writes is not held against a sink that leaves an error behind", async () => {
  let [there, size] = [false, 0];
  const file = { identity: "storage", path: "storage" };
  const table: FileTable = {
    descriptors: () => there ? ["3"] : [],
    target: () => file.path,
    written: () => file,
    size: () => there ? size++ : undefined,
  };
  const subject = rowsSubject(
    (it) => (there = true, sound(it)),
    {},
    () => ({ [Symbol.dispose]: () => void (there = false) }),
  );
  const context = { ...contextOf(subject), growth: { table } };
  const history = { workers: 1, steps: [write] };
  assertEquals(
    (await new StrayErrorSearch(context, new Results(rules)).traceOf(history)).stillWritten,
    true,
  );
  const results = new Results(rules);
  const search = new StrayErrorSearch(context, results);
  search.listener(history, "1")({ isError: true, name: "Error", message: "left behind" });
  await search.judge();
  assertEquals(results.violated.map(({ id }) => id), ["calls.no-stray-errors"]);
});
