import {
  checkConformance,
  type Report,
  type RuleId,
  type Subject,
  type Verdict,
} from "@watertight/sinks/conformance";
import { assert, assertEquals, assertStringIncludes } from "../../assert.ts";
import { buffering, type Built, faultyRows, type Row, rowsSubject, sound } from "../rows.ts";
import { late } from "./broken.ts";

/** Time to spare: what is found must not depend on how busy the machine is. */
const options = { seed: 1, timeLimit: 60_000 };

function violated({ verdicts }: Report): readonly RuleId[] {
  return verdicts.filter(({ outcome }) => outcome === "violated").map(({ rule }) => rule);
}

function verdictOf({ verdicts }: Report, rule: RuleId): Verdict {
  return verdicts.find((verdict) => verdict.rule === rule)!;
}

type Partition = ReturnType<typeof sound>;
/** One bug, as a change of a partition. */
type Bug = (partition: Partition, built: Built) => Partition;

/** Bugs that have a rule of their own. */
const bugs: Partial<Record<RuleId, Bug>> = {
  "write.stored": (it) => ({
    ...it,
    writeBatch: (items) => it.writeBatch(items.slice(0, 100)),
  }),
  "write.once": (it) => ({
    ...it,
    writeBatch: (items) => it.writeBatch(items.length === 7 ? [...items, items[0]!] : items),
  }),
  "write.faithful": (it) => ({
    ...it,
    writeBatch: (items) => it.writeBatch(items.map((row) => ({ ...row, text: row.text.trim() }))),
  }),
  "order.within-batch": (it) => ({
    ...it,
    writeBatch: (items) => it.writeBatch(items.length > 9 ? items.toReversed() : items),
  }),
  "write.empty-batch": (it) => ({
    ...it,
    writeBatch(items) {
      if (items.length === 0) {
        throw new Error("Cannot insert as there must be rows: there are none");
      }
      return it.writeBatch(items);
    },
  }),
  "close.idempotent": (it, { rows }) => {
    let closes = 0;
    return {
      ...it,
      close() {
        if (++closes > 1) rows.push({ id: -1, text: "footer" });
        return it.close();
      },
    };
  },
};

function having(...ids: readonly RuleId[]): Subject<Row> {
  return rowsSubject((built) =>
    ids.reduce((partition, id) => bugs[id]!(partition, built), sound(built))
  );
}

const names = Object.keys(bugs) as RuleId[];

for (const [index, first] of names.entries()) {
  for (const second of names.slice(index + 1)) {
    Deno.test(`${first} does not hide ${second}, nor is anything else named`, async () => {
      const report = await checkConformance(having(first, second), options);
      assertEquals([...violated(report)].sort(), [first, second].sort());
    });
  }
}

Deno.test("three bugs have three names", async () => {
  const report = await checkConformance(having(...names.slice(0, 3)), options);
  assertEquals([...violated(report)].sort(), names.slice(0, 3).sort());
});

/** Loses one batch in so many, whichever history it is in. */
function forgetful(oneIn: number): Subject<Row> {
  let batches = 0;
  return rowsSubject((built) => {
    const partition = sound(built);
    return {
      ...partition,
      writeBatch(items) {
        if (++batches % oneIn !== 0) return partition.writeBatch(items);
      },
    };
  });
}

for (const oneIn of [5, 23]) {
  Deno.test(`what is lost once in ${oneIn} is told once, by the plain rule, with how often it shows`, async () => {
    const report = await checkConformance(forgetful(oneIn), options);
    assertEquals(violated(report), ["write.stored"]);
    const { message, times } = verdictOf(report, "write.stored").counterexample!;
    assertStringIncludes(message, "it does not recur");
    assert(times, "it is not said how often it shows");
    assert(times.shown >= 1 && times.shown < times.runs && times.runs <= 20, JSON.stringify(times));
  });
}

Deno.test("a storage that is at work after close names close.quiescent alone", async () => {
  assertEquals(violated(await checkConformance(late, options)), ["close.quiescent"]);
  const afterClose = rowsSubject(({ rows }) => {
    const pending: Row[] = [];
    const inner = buffering({ rows: pending });
    return {
      writeBatch: (items) => inner.writeBatch(items),
      close() {
        inner.close();
        setTimeout(() => rows.push(...pending.splice(0)), 2);
      },
    };
  });
  assertEquals(violated(await checkConformance(afterClose, options)), ["close.quiescent"]);
});

Deno.test("a smallest history blames the cause, in words, beside what is wrong", async () => {
  const report = await checkConformance(having("close.idempotent"), options);
  const { message, history } = verdictOf(report, "close.idempotent").counterexample!;
  assertEquals(
    message,
    "the storage holds a value that nobody wrote; when each partition is closed once this does not happen",
  );
  assertEquals(history.steps.map((it) => it.do), ["close", "close"]);
});

Deno.test("what a rule implies is reported as its consequence, with its own history", async () => {
  const shared = new WeakMap<Row[], Partition>();
  const report = await checkConformance(
    rowsSubject((built) => {
      const kept = shared.get(built.rows) ?? sound(built);
      shared.set(built.rows, kept);
      return kept;
    }),
    options,
  );
  assertEquals(violated(report), ["build.independent"]);
  const implied = report.verdicts.filter(({ outcome }) => outcome === "implied");
  assert(implied.length > 0, "nothing is implied");
  for (const { cause, counterexample } of implied) {
    assertEquals(cause, "build.independent");
    assert(counterexample, "a consequence without its history");
  }
});

Deno.test("a failure that is swallowed is told from the failure itself", async () => {
  const swallowing = faultyRows({}, (storage) => {
    let closed = false;
    return {
      writeBatch(items) {
        if (closed) throw new Error("Cannot write as the partition must be open: it is closed");
        try {
          storage.insert(items);
        } catch {
          // Here is the bug.
        }
      },
      close: () => void (closed = true),
    };
  });
  const report = await checkConformance(swallowing, options);
  assertEquals(violated(report), ["fault.surfaces"]);
  const { message, history } = verdictOf(report, "fault.surfaces").counterexample!;
  assertStringIncludes(
    message,
    "the storage failed during that write, and the write did not say so",
  );
  assertEquals(history.steps.length, 1);
});
