import {
  checkConformance,
  type CheckOptions,
  type Regression,
  type Report,
  type Subject,
  type Verdict,
} from "@watertight/sinks/conformance";
import {
  formatRegression,
  parseRegression,
  regressionOf,
} from "../../../conformance/regressions/regression.ts";
import { assert, assertEquals, assertRejects } from "../../assert.ts";
import { type Row, rowsSubject, sound } from "../rows.ts";
import * as broken from "./broken.ts";

const subjects: Record<string, Subject<Row>> = { ...broken };

function violated({ verdicts }: Report): readonly Verdict[] {
  return verdicts.filter(({ outcome }) => outcome === "violated");
}

for (const [name, subject] of Object.entries(subjects)) {
  Deno.test(`${name}: each violated rule is reproduced by its replay line and its regression`, async () => {
    const report = await checkConformance(subject, { seed: 3 });
    assert(violated(report).length > 0, "nothing is violated");
    for (const { rule, counterexample } of violated(report)) {
      const { message, history, replay } = counterexample!;
      const [again, ...others] = violated(await checkConformance(subject, { ...replay }));
      assertEquals([again!.rule, again!.counterexample!.message, others], [rule, message, []]);
      assertEquals(again!.counterexample!.history, history);
      assertEquals(again!.counterexample!.replay, replay);

      const saved = parseRegression(formatRegression(regressionOf(rule, counterexample!)));
      const elsewhere = { seed: 99, path: "regression:0", regressions: [saved], rules: [rule] };
      const [regressed] = violated(await checkConformance(subject, elsewhere));
      assertEquals(regressed?.counterexample?.message, message);
    }
  });
}

Deno.test("a replay runs one history, and finds no exemption stale", async () => {
  const exempt = { "write.once": "not known here" };
  const report = await checkConformance({ ...rowsSubject(), exempt }, { seed: 1, path: "0" });
  assertEquals([report.histories, report.conforms, report.staleExemptions], [1, true, []]);
});

Deno.test("a replay takes a file that is opened once, as a neighbour might, for no leak", async () => {
  for (const which of [4, 6, 9]) {
    let builds = 0;
    const files: Disposable[] = [];
    const subject = rowsSubject((built) => {
      if (++builds === which) files.push(Deno.openSync(new URL(import.meta.url)));
      return sound(built);
    });
    try {
      const report = await checkConformance(subject, { seed: 1, path: "0" });
      assertEquals([files.length, violated(report)], [1, []]);
    } finally {
      for (const file of files) file[Symbol.dispose]();
    }
  }
});

Deno.test("a path that leads nowhere is refused", async () => {
  for (const path of ["0:5", "0:99999999", "event:0:99999"]) {
    const error = await assertRejects(
      () => checkConformance(rowsSubject(), { seed: 1, path }),
      RangeError,
    );
    assert(
      error.message.startsWith(
        "Cannot replay as path must lead to a history of this subject and seed: " +
          `${JSON.stringify(path)} does not (there are not so many simpler ones on its way)`,
      ),
      error.message,
    );
  }
});

Deno.test("a path that begins where no check comes is refused at once", async () => {
  const systematic = (await checkConformance(rowsSubject(), { seed: 1, runs: 0 })).histories;
  const limits = { "99999999:0": systematic + 1_000_000, "event:1000": 1000 };
  for (const [path, limit] of Object.entries(limits)) {
    const error = await assertRejects(
      () => checkConformance(rowsSubject(), { seed: 1, path }),
      RangeError,
    );
    const why = `it must begin with a number below ${limit}`;
    assert(error.message.includes(`${JSON.stringify(path)} does not (${why}`), error.message);
  }
});

Deno.test("a path that begins beyond the default runs leads to a history", async () => {
  const report = await checkConformance(rowsSubject(), { seed: 1, path: "20000" });
  assertEquals([report.histories, report.conforms], [1, true]);
});

Deno.test("the path of a regression that is not there is refused", async () => {
  const error = await assertRejects(
    () => checkConformance(rowsSubject(), { seed: 1, path: "regression:0" }),
    RangeError,
  );
  assertEquals(
    error.message,
    "Cannot replay as path must be that of a regression in the options: " +
      '"regression:0" is none of 0',
  );
});

const kept: Regression = {
  rule: "write.stored",
  because: "event 0, written to worker 0, is not stored",
  history: { workers: 1, steps: [{ do: "write", worker: 0, events: [0] }] },
  events: [{ value: { id: -1, text: "the one that was lost" } }],
};

Deno.test("regressions run before all other histories, with their own events", async () => {
  const seen: Row[] = [];
  const subject = rowsSubject(({ rows }) => ({
    writeBatch: (items) => void (rows.push(...items), seen.push(...items)),
    close() {},
  }));
  // The doctor writes first: two events of its own.
  await checkConformance(subject, { seed: 1, runs: 0, regressions: [kept], timeLimit: 5000 });
  assertEquals(seen[2], { id: -1, text: "the one that was lost" });
});

Deno.test("a regression that is still there is reported with its own path", async () => {
  const losing = rowsSubject(({ rows }) => ({
    writeBatch: (items) => void rows.push(...items.filter(({ id }) => id !== -1)),
    close() {},
  }));
  const options: CheckOptions = { seed: 1, rules: ["write.stored"], regressions: [kept] };
  const [verdict] = violated(await checkConformance(losing, options));
  assertEquals(verdict!.counterexample!.replay, {
    seed: 1,
    path: "regression:0",
    rules: ["write.stored"],
  });
  assertEquals(verdict!.counterexample!.trace.events, [{ id: -1, text: "the one that was lost" }]);
});

Deno.test("a regression that is mended is one history more, and nothing else", async () => {
  const report = await checkConformance(rowsSubject(), { seed: 1, runs: 0, regressions: [kept] });
  const without = await checkConformance(rowsSubject(), { seed: 1, runs: 0 });
  assertEquals([report.conforms, report.histories], [true, without.histories + 1]);
});
