import {
  checkConformance,
  ConformanceError,
  FixtureError,
  type Sometimes,
  sometimes,
  type Subject,
} from "@watertight/sinks/conformance";
import { requireReport } from "../../../conformance/runners/rule_tests.ts";
import { assert, assertEquals, assertRejects, assertThrows } from "../../assert.ts";
import { type Row, rowsSubject, sound } from "../rows.ts";

/** A sound sink that flushes chunks of a hundred, and says so. */
function chunked(label: string): Subject<Row> {
  const flushed = sometimes(label);
  const never = sometimes("a chunk of 5000 was flushed");
  return rowsSubject((it) => {
    const partition = sound(it);
    return {
      ...partition,
      writeBatch(items) {
        if (items.length >= 100) flushed.reached();
        if (items.length >= 5000) never.reached();
        return partition.writeBatch(items);
      },
    };
  }, { sometimes: [flushed, never] });
}

Deno.test("what must happen sometimes and never did fails a check, and nothing is violated", async () => {
  const report = await checkConformance(chunked("a chunk was flushed"), { seed: 1 });
  assertEquals([report.conforms, report.never], [false, ["a chunk of 5000 was flushed"]]);
  assertEquals(report.verdicts.filter(({ outcome }) => outcome === "violated"), []);
  assertThrows(() => requireReport({ report }, false), ConformanceError);
});

Deno.test("what did happen is not told of", async () => {
  const { sometimes: all = [], ...subject } = chunked("a chunk was flushed");
  const report = await checkConformance({ ...subject, sometimes: all.slice(0, 1) }, { seed: 1 });
  assertEquals([report.conforms, report.never], [true, undefined]);
});

Deno.test("it is counted for each check: what an earlier one brought about does not count", async () => {
  const flushed = sometimes("a chunk was flushed");
  for (let times = 0; times < 3; times++) flushed.reached();
  const subject = rowsSubject(sound, { sometimes: [flushed] });
  const reports = await Promise.all([1, 2].map((seed) => checkConformance(subject, { seed })));
  assertEquals(reports.map(({ never }) => never), [[flushed.label], [flushed.label]]);
  assertEquals(flushed.times, 3);
});

Deno.test("a replay asks for nothing, and a check that was cut short only warns", async () => {
  const subject = chunked("a chunk was flushed");
  const replayed = await checkConformance(subject, { seed: 1, path: "0" });
  assertEquals([replayed.conforms, replayed.never], [true, undefined]);
  const abort = new AbortController();
  const cut = await checkConformance(subject, {
    seed: 1,
    signal: abort.signal,
    progress: (it) => void (it.phase === "search" && it.histories === 10 && abort.abort()),
  });
  assertEquals([cut.conforms, cut.never], [true, undefined]);
  assert(
    cut.warnings!.includes(
      '"a chunk of 5000 was flushed" did not happen in any history before the search was ended',
    ),
    cut.warnings!.join("\n"),
  );
});

/** What is no list of what sometimes() gives, and what is said of it. */
const wrong: readonly (readonly [unknown, string])[] = [
  [7, "must be a list of what sometimes() gives: it is 7"],
  [[7], "must each be what sometimes() gives: number 0 is 7"],
  [[{ label: "", times: 0, reached() {} }], 'must each have a label: number 0 has ""'],
  [[{ label: "full", times: "no", reached() {} }], 'must each have whole times: number 0 has "no"'],
  [[sometimes("full"), sometimes("full")], 'must have a label of its own each: two have "full"'],
  [[{
    label: "full",
    get times() {
      throw new Error("boom");
    },
    reached() {},
  }], "must be readable: reading it threw Error: boom"],
];

for (const [list, problem] of wrong) {
  Deno.test(`a subject is refused of which ${problem}`, async () => {
    const subject = rowsSubject(sound, { sometimes: list as readonly Sometimes[] });
    const error = await assertRejects(() => checkConformance(subject, { seed: 1 }), FixtureError);
    assertEquals(error.message, `Cannot check the sink as sometimes ${problem}`);
  });
}

Deno.test("times that cannot be told any more after the search are the subject's fault", async () => {
  let reads = 0;
  const lost = {
    label: "full",
    reached() {},
    get times() {
      return ++reads > 2 ? undefined as never : 0;
    },
  };
  const subject = rowsSubject(sound, { sometimes: [lost] });
  const error = await assertRejects(() => checkConformance(subject, { seed: 1 }), FixtureError);
  assertEquals(
    error.message,
    "Cannot check the sink as sometimes must each have whole times: number 0 has undefined",
  );
});
