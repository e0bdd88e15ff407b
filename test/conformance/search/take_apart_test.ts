import type { History, HistoryStep, Subject } from "@watertight/sinks/conformance";
import { traceOf } from "../../../conformance/search/run_history.ts";
import { anomaliesWithout, anomalyIn, takeApart } from "../../../conformance/search/take_apart.ts";
import { assertEquals } from "../../assert.ts";
import { build, close, traceOf as traced, write } from "../judge/traces.ts";
import { contextOf, type Row, rowsSubject, sound } from "../rows.ts";
import { late, lossy, retaining, truncatingStorage } from "./broken.ts";

type Kind = Parameters<typeof takeApart>[2];

const writing = (worker: number, ...events: readonly number[]): HistoryStep => ({
  do: "write",
  worker,
  events,
});
const restart: HistoryStep = { do: "restart", workers: 1 };

/** What a history of one worker is blamed on: the cause, or why nothing can be told. */
async function blamed(
  subject: Subject<Row>,
  kind: Kind,
  history: History | readonly HistoryStep[],
): Promise<string> {
  const whole = Array.isArray(history) ? { workers: 1, steps: history } : history as History;
  const told = await takeApart(contextOf(subject), whole, kind, 2);
  return typeof told === "string" ? told : told.cause;
}

const many = Array.from({ length: 101 }, (_, place) => place);

Deno.test("what shows in the barest history is plain", async () => {
  assertEquals(await blamed(lossy, "lost", [writing(0, ...many)]), "plain");
});

Deno.test("what shows without each factor of a history is plain", async () => {
  const history = [writing(0, ...many), restart, writing(0, 200)];
  assertEquals(await blamed(lossy, "lost", history), "plain");
});

Deno.test("what is gone without a factor is blamed on it", async () => {
  const steps: HistoryStep[] = [{ ...writing(0, 1), afterwards: "event-changed" } as HistoryStep];
  assertEquals(await blamed(retaining, "altered", steps), "event-changed");
});

Deno.test("what a restart destroys is blamed on the restart, whatever else there is", async () => {
  const steps = [writing(0, 1), writing(0, 2), restart, writing(0, 3)];
  assertEquals(await blamed(truncatingStorage, "lost", steps), "restart");
});

Deno.test("what a build destroys is told by a look around it", async () => {
  const history: History = {
    workers: 2,
    steps: [writing(0, 1), { do: "build", worker: 1 }],
  };
  assertEquals(await blamed(truncatingStorage, "lost", history), "build-over-stored");
});

/** Loses what a partition writes when all of these hold. */
function losing(when: (batches: readonly (readonly Row[])[], workers: number) => boolean) {
  return rowsSubject((built) => {
    const partition = sound(built);
    const batches: (readonly Row[])[] = [];
    return {
      ...partition,
      writeBatch(items) {
        batches.push(items);
        if (!when(batches, built.workers)) return partition.writeBatch(items);
      },
    };
  });
}

Deno.test("of two factors that must meet the more particular one is blamed", async () => {
  const subject = losing((batches, workers) => batches.length > 1 && workers > 1);
  const history: History = { workers: 2, steps: [writing(0, 1), writing(0, 2)] };
  assertEquals(await blamed(subject, "lost", history), "any-worker");
});

Deno.test("where each of two factors is enough neither is blamed", async () => {
  const subject = losing((batches, workers) => batches.length > 1 || workers > 1);
  const history: History = { workers: 2, steps: [writing(0, 1), writing(0, 2)] };
  assertEquals(await blamed(subject, "lost", history), "plain");
});

Deno.test("a variant that shows something else in its place acquits nobody", async () => {
  // Alone it loses nothing, and repeats instead.
  const subject = rowsSubject((built) => {
    const partition = sound(built);
    return {
      ...partition,
      writeBatch: (items) =>
        partition.writeBatch(built.workers > 1 ? items.slice(1) : [...items, ...items]),
    };
  });
  const history: History = { workers: 2, steps: [writing(0, 1, 2)] };
  assertEquals(await blamed(subject, "lost", history), "unknown");
});

Deno.test("what does not show every time is unsteady", async () => {
  let executions = 0;
  const subject = rowsSubject((built) => {
    const partition = sound(built);
    const forgets = ++executions % 2 === 1;
    return {
      ...partition,
      writeBatch: (items) => forgets ? undefined : partition.writeBatch(items),
    };
  });
  assertEquals(await blamed(subject, "lost", [writing(0, 1)]), "unsteady");
  assertEquals(await blamed(rowsSubject(), "lost", [writing(0, 1)]), "unsteady");
});

Deno.test("a factor that seems to be to blame once is not, when it is not again", async () => {
  // Two workers always lose; one worker loses every other time.
  let executions = 0;
  const subject = rowsSubject((built) => {
    const partition = sound(built);
    const forgets = built.workers > 1 || ++executions % 2 === 0;
    return {
      ...partition,
      writeBatch: (items) => forgets ? undefined : partition.writeBatch(items),
    };
  });
  const history: History = { workers: 2, steps: [writing(0, 1)] };
  assertEquals(await blamed(subject, "lost", history), "plain");
});

Deno.test("a storage that goes on changing is restless, and so is a call that never settles", async () => {
  assertEquals(await blamed(late, "lost", [writing(0, 1)]), "restless");
  const stuck = rowsSubject((it) => ({ ...sound(it), writeBatch: () => new Promise(() => {}) }));
  assertEquals(await blamed(stuck, "lost", [writing(0, 1)]), "restless");
});

Deno.test("only what can be broken by a failure is blamed on a fault alone", async () => {
  const told = await takeApart(contextOf(lossy), { workers: 1, steps: [writing(0, 1)] }, "gap", 0);
  assertEquals(told, "unsteady");
});

Deno.test("what was added to flush the rest may be pending itself", () => {
  const original = traced([build, write(0), close], { contents: [] });
  const control = traced([build, write(0), write(1), write(2), close], { contents: [0] });
  assertEquals(anomaliesWithout("pending", control, original), []);
  assertEquals(anomaliesWithout("split", control, original).length, 2);
  const lost = traced([build, write(0), write(1), write(2), close], { contents: [1, 2] });
  assertEquals(anomaliesWithout("pending", lost, original).map(({ event }) => event), [0]);
});

Deno.test("anomalyIn() gives the first anomaly of a kind", async () => {
  const trace = await traceOf(contextOf(lossy), { workers: 1, steps: [writing(0, ...many)] });
  assertEquals([anomalyIn(trace, "lost")?.event, anomalyIn(trace, "repeated")], [100, undefined]);
});
