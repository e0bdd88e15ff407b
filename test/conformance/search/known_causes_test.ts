import type { History, HistoryStep, Subject } from "@watertight/sinks/conformance";
import { KnownCauses } from "../../../conformance/search/known_causes.ts";
import { traceOf } from "../../../conformance/search/run_history.ts";
import { assertEquals } from "../../assert.ts";
import { contextOf, type Row, rowsSubject, sound } from "../rows.ts";

const write = (worker: number, ...events: readonly number[]): HistoryStep => ({
  do: "write",
  worker,
  events,
});

/** Loses the event that brings the ids of a partition to a sum. */
function losingAt(sum: number): Subject<Row> {
  return rowsSubject((built) => {
    const inner = sound(built);
    let ids = 0;
    return {
      ...inner,
      writeBatch: (items) => inner.writeBatch(items.filter(({ id }) => (ids += id) !== sum)),
    };
  });
}

Deno.test("what is plain is known by what one partition was given, however it was given it", async () => {
  const { pool: { events } } = contextOf(rowsSubject());
  const [first, second] = [events[10]!, events[20]!];
  const context = contextOf(losingAt(first.id + second.id));
  const known = new KnownCauses(context);
  known.add("write.stored", "lost", undefined);
  // All in one batch is another sum, and so is each write by itself.
  const history: History = { workers: 2, steps: [write(1, 30), write(0, 10), write(0, 20)] };
  const seen = await traceOf(context, history);
  assertEquals(await known.unexplained(history, seen, ["lost"]), []);
});
