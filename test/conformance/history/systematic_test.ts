import * as fc from "fast-check";
import { systematicHistories } from "../../../conformance/history/systematic.ts";
import {
  eventCount,
  eventsOf,
  type History,
  isCall,
} from "../../../conformance/history/history.ts";
import { assert, assertEquals } from "../../assert.ts";
import { type Shape, writable } from "../../../conformance/history/shape.ts";
import { toppedUp } from "../../../conformance/history/top_up.ts";
import { bareShape, fullShape } from "./shapes.ts";

const maxWorkers = fc.integer({ min: 1, max: 12 });

/** A history with its events numbered as they are written, wherever in the pool they stand. */
function bare(history: History): string {
  const events = eventsOf(history);
  const steps = history.steps.map((step) =>
    step.do === "write" ? { ...step, events: step.events.map((it) => events.indexOf(it)) } : step
  );
  return JSON.stringify({ ...history, steps });
}

Deno.test("systematicHistories() gives the same list every time", () => {
  assertEquals(systematicHistories(fullShape), systematicHistories(fullShape));
});

/** What a slow store must have been tried with before its time is over. */
const situations: Readonly<Record<string, (history: History) => boolean>> = {
  "no call": ({ steps }) => steps.length === 0,
  "two workers": ({ workers }) => workers === 2,
  "as many workers as there may be": ({ workers }) => workers === fullShape.maxWorkers,
  "two partitions of one worker": ({ steps }) => steps.some((step) => "twin" in step),
  "overlapping calls": ({ steps }) => steps.some((step) => "after" in step),
  "a look": ({ steps }) => steps.some((step) => "look" in step),
  "a batch that is used again": ({ steps }) => steps.some((step) => "afterwards" in step),
  "a restart": ({ steps }) => steps.some((step) => step.do === "restart"),
  "a frozen configuration": ({ given }) => given?.frozenConfig === true,
  "a wrong configuration": ({ given }) => given?.invalidConfig !== undefined,
  "a configuration of texts": ({ given }) => given?.stringConfig === true,
  "a batch of a hundred": (history) =>
    history.steps.some((step) => step.do === "write" && step.events.length >= 100),
  "twelve writes": ({ steps }) => steps.length >= 12,
  "invalid events": ({ steps }) => steps.some((step) => "invalid" in step),
  "an outage": ({ steps }) => steps.some((step) => "fault" in step),
  "an outage in the middle of a call": ({ steps }) =>
    steps.some((step) => isCall(step) && step.fault?.after !== undefined),
  "a pause": ({ steps }) => steps.some((step) => step.do === "pause"),
  "events of one key": (history) =>
    history.steps.some((step) => step.do === "write" && step.events.join() === "0,5"),
};

for (const [situation, holds] of Object.entries(situations)) {
  Deno.test(`systematicHistories() has ${situation} among its first thirty`, () => {
    assert(systematicHistories(fullShape).slice(0, 30).some(holds));
  });
}

Deno.test("systematicHistories() begins with the empty history, and ends with nodes that are frozen for good", () => {
  const all = systematicHistories(fullShape);
  assertEquals(all[0], { workers: 1, steps: [] });
  const frozen = all.findIndex(({ given }) => given?.frozenNode);
  assert(frozen > 0);
  assert(all.slice(frozen).every(({ given }) => given?.frozenNode));
});

Deno.test("systematicHistories() holds every sequence of up to three steps of one worker", () => {
  const kinds = ["write 1", "write 0", "close"];
  const wanted = ["", ...kinds, ...pairs(kinds), ...pairs(pairs(kinds), kinds)];
  const found = new Set(
    systematicHistories(bareShape).filter(({ workers, given }) => workers === 1 && !given)
      .map(({ steps }) =>
        steps.map((step) => step.do === "write" ? `write ${step.events.length}` : step.do).join()
      ),
  );
  assertEquals(wanted.filter((steps) => !found.has(steps)), []);
});

function pairs(first: readonly string[], second: readonly string[] = first): string[] {
  return first.flatMap((one) => second.map((other) => `${one},${other}`));
}

Deno.test("systematicHistories() says nothing twice, whatever the number of workers", () => {
  fc.assert(fc.property(maxWorkers, (maxWorkers) => {
    // Which events replace each other is what the histories about them say.
    const all = systematicHistories({ ...fullShape, rivals: [], maxWorkers }).map(bare);
    assertEquals(all.filter((history, index) => all.indexOf(history) !== index), []);
  }));
});

Deno.test("systematicHistories() asks for no more workers and events than there may be", () => {
  fc.assert(fc.property(maxWorkers, fc.integer({ min: 64, max: 2048 }), (maxWorkers, pool) => {
    for (const history of systematicHistories({ ...fullShape, maxWorkers, pool })) {
      assert(history.workers <= maxWorkers, "too many workers");
      assert(eventsOf(history).every((it) => it >= 0 && it < pool), "an event beyond the pool");
      for (const step of history.steps) {
        if (step.do === "restart") assert(step.workers <= maxWorkers, "too many after a restart");
      }
    }
  }));
});

Deno.test("systematicHistories() writes each event once, so that what is stored is told apart", () => {
  fc.assert(fc.property(fc.integer({ min: 64, max: 2048 }), (pool) => {
    for (const history of systematicHistories({ ...fullShape, pool })) {
      assert(new Set(eventsOf(history)).size === eventCount(history), JSON.stringify(history));
    }
  }));
});

Deno.test("systematicHistories() closes again what a fault has closed", () => {
  const again = systematicHistories(fullShape).filter(({ steps }) =>
    steps.some((step, index) =>
      step.do === "write" && step.fault?.until === "close" && steps[index + 1]?.do === "close"
    )
  );
  assert(again.length > 0, "close.honest-after-failure has only closes that fail by themselves");
});

Deno.test("systematicHistories() writes many different events of the pool", () => {
  const written = new Set(systematicHistories(bareShape).flatMap(eventsOf));
  assert(written.size > 1900, `${written.size} of ${bareShape.pool} are written`);
});

Deno.test("systematicHistories() has a failure in the midst of a call only where the storage counts", () => {
  const counted = (shape: Shape) =>
    systematicHistories(shape).filter(({ steps }) =>
      steps.some((step) => isCall(step) && step.fault?.times !== undefined)
    ).length;
  assertEquals(counted({ ...fullShape, counted: false }), 0);
  assert(counted(fullShape) > 0);
});

/** The failures of the systematic histories, each with the call that it is for. */
const failures = systematicHistories(fullShape).flatMap(({ steps }) =>
  steps.flatMap((step) => isCall(step) && step.fault ? [{ call: step.do, ...step.fault }] : [])
);

for (const call of ["build", "write", "close"]) {
  Deno.test(`systematicHistories() lets each of the first nine operations of a ${call} fail alone`, () => {
    const once = failures.filter((it) => it.call === call && it.times === 1);
    const struck = new Set(once.map(({ after = 0 }) => after));
    assertEquals([...struck].sort(), [0, 1, 2, 3, 4, 5, 6, 7, 8]);
  });

  Deno.test(`systematicHistories() lets the first two attempts of a ${call} fail`, () => {
    assert(failures.some((it) => it.call === call && it.times === 2));
  });
}

Deno.test("systematicHistories() lets what has begun fail until the close, and no longer than into it", () => {
  const begun = failures.filter((it) => it.until === "close" && it.after === 1);
  assertEquals(new Set(begun.map(({ times }) => times)), new Set([undefined, 2]));
});

Deno.test("systematicHistories() fills each named limit before a write that fails", () => {
  const shape: Shape = { ...fullShape, namedLimits: [10] };
  const filled = systematicHistories(shape).filter(({ steps: [first, second, ...rest] }) =>
    first?.do === "write" && !first.fault && first.events.length === 10 &&
    second?.do === "write" && second.fault && rest.length === 0
  );
  const kinds = filled.map(({ steps }) => isCall(steps[1]!) ? steps[1]!.fault?.kind : undefined);
  assertEquals(kinds, ["reject", "reject-after-apply"]);
});

Deno.test("systematicHistories() leave events of the pool for what flushes the rest, the largest included", () => {
  const events = 2304;
  const large = systematicHistories({ ...fullShape, pool: writable(events) })
    .filter((history) => eventCount(history) > 900);
  for (const history of large) {
    const [control] = toppedUp(history, events);
    const added = eventCount(control!) - eventCount(history);
    assert(added >= 128, `${added} are left beside ${eventCount(history)}`);
  }
});

Deno.test("systematicHistories() waits only for what has timers, or a claim of a time", () => {
  const waits = (shape: Shape) =>
    systematicHistories(shape).flatMap(({ steps }) =>
      steps.flatMap((it) => it.do === "pause" ? [it] : [])
    );
  assertEquals(waits(bareShape), []);
  assert(waits({ ...bareShape, pauses: [3] }).every(({ ms, look }) => ms === 3 && !look));
  assert(waits({ ...bareShape, within: 7 }).every(({ ms, look }) => ms === 7 && look));
});

Deno.test("systematicHistories() writes events of one key in one batch, in two, and in two runs", () => {
  const [first, second] = [3, 8];
  const steps = systematicHistories({ ...bareShape, rivals: [[first, second]] })
    .filter((history) => eventsOf(history).join() === `${first},${second}`)
    .map((history) => history.steps.map((it) => it.do).join());
  for (const wanted of ["write", "write,write", "write,close,restart,write"]) {
    assert(steps.includes(wanted), `${wanted} is missing`);
  }
});
