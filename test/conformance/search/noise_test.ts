/** What is told of sinks over a storage that refuses, or loses, now and then: in runs that are chosen. */
import type { History, HistoryStep, Subject } from "@watertight/sinks/conformance";
import type { Trace } from "@watertight/sinks";
import { systemClock } from "../../../src/bridge/clock.ts";
import { Attributor } from "../../../conformance/search/attribute.ts";
import { deadlineIn } from "../../../conformance/search/deadline.ts";
import type { HistoryParameters } from "../../../conformance/search/history_parameters.ts";
import { traceOf } from "../../../conformance/search/run_history.ts";
import { assertEquals } from "../../assert.ts";
import * as traces from "../judge/traces.ts";
import { type Built, contextOf, type Row, rowsSubject, sound } from "../rows.ts";

type Partition = ReturnType<typeof sound>;

/** A subject whose partitions know how many fixtures were opened before theirs. */
function numbered(build: (run: number, built: Built) => Partition): Subject<Row> {
  const runs = new Map<Row[], number>();
  return rowsSubject((built) => {
    const run = runs.get(built.rows) ?? runs.size;
    runs.set(built.rows, run);
    return build(run, built);
  });
}

/** Refuses writes for no reason: those of these numbers, from 0. */
function refusing(it: Partition, when: (write: number) => boolean): Partition {
  let write = 0;
  return {
    ...it,
    writeBatch(items) {
      if (when(write++)) throw new Error("Cannot insert as the storage must be available");
      return it.writeBatch(items);
    },
  };
}

/** A second close stores what was written once more. */
function closingTwice({ rows }: Built): Partition {
  const inner = sound({ rows });
  let closes = 0;
  return {
    writeBatch: (items) => inner.writeBatch(items),
    close() {
      if (++closes === 2) rows.push(...rows.slice());
      return inner.close();
    },
  };
}

const write = (...events: readonly number[]): HistoryStep => ({ do: "write", worker: 0, events });
const close: HistoryStep = { do: "close", worker: 0 };
const alone = (...steps: readonly HistoryStep[]): History => ({ workers: 1, steps });

/** A path that stands for no drawn history: what is found in it is not made smaller. */
const path = "regression:0";

function attributorOf(subject: Subject<Row>): Attributor<Row> {
  const deadline = deadlineIn(60_000, systemClock);
  return new Attributor(contextOf(subject), {} as HistoryParameters, deadline);
}

/** What a history is blamed on: causes, each with how often it shows where that is said. */
async function told(
  attributor: Attributor<Row>,
  history: History,
  seen: Trace,
): Promise<readonly string[]> {
  const found = await attributor.attribute(history, seen, path);
  return found.flatMap(({ evidence: { causes }, times }) =>
    [...causes].map(([kind, cause]) =>
      `${kind}: ${cause}${times ? ` ${times.shown}/${times.runs}` : ""}`
    )
  );
}

const closedTwice = alone(write(0), close, close);

for (const noise of Array(16).keys()) {
  Deno.test(`a certain bug is told as one whichever run a refusal spoils: the one after ${noise}`, async () => {
    const subject = numbered((run, built) => refusing(closingTwice(built), () => run === noise));
    const seen = await traceOf(contextOf(rowsSubject(closingTwice)), closedTwice);
    assertEquals(await told(attributorOf(subject), closedTwice, seen), [
      "repeated: repeated-close",
    ]);
  });
}

/** Refuses another write in each run. */
const wandering = numbered((run, built) => refusing(sound(built), (write) => write === run % 3));

Deno.test("a refusal that comes in another call each time is chance", async () => {
  const history = alone(write(0), write(1), write(2));
  const seen = await traceOf(contextOf(wandering), history);
  assertEquals(await told(attributorOf(wandering), history, seen), ["refused-write: chance 20/20"]);
});

Deno.test("what is refused in nearly every run is chance, once refusals have come and gone", async () => {
  let from = Infinity;
  const subject = numbered((run, built) =>
    // Once in the run after which all is counted, and then but for each twelfth.
    refusing(sound(built), () => run > from && (run - from) % 12 !== 0)
  );
  const attributor = attributorOf(subject);
  const refused = traces.traceOf([traces.build, traces.threw(traces.write(0)), traces.close], {
    contents: [],
  });
  assertEquals(await told(attributor, alone(write(0)), refused), ["refused-write: chance 1/20"]);
  from = 23; // So many runs were made: four to see it again, and nineteen to count.
  assertEquals(await told(attributor, alone(write(1)), refused), []);
});

Deno.test("what comes and goes in a partition whose write failed is not told", async () => {
  const lost = traces.traceOf(
    [traces.build, traces.write(0), traces.failed(traces.write(1)), traces.close],
    { contents: [] },
  );
  const history = alone(write(0), { ...write(1), fault: { kind: "reject" } } as HistoryStep);
  assertEquals(await told(attributorOf(rowsSubject()), history, lost), []);
});

Deno.test("a batch that is broken now and then is told, but not beside other chances", async () => {
  const { torn, lost } = traces.smallest;
  const attributor = attributorOf(rowsSubject());
  assertEquals(await told(attributorOf(rowsSubject()), alone(write(0, 1)), torn), [
    "torn: chance 1/20",
  ]);
  assertEquals(await told(attributor, alone(write(0)), lost), ["lost: chance 1/20"]);
  assertEquals(await told(attributor, alone(write(0, 1)), torn), []);
});
