import * as fc from "fast-check";
import { eventsOf, type History } from "../../../conformance/history/history.ts";
import { smaller } from "../../../conformance/history/shrink.ts";
import { systematicHistories } from "../../../conformance/history/systematic.ts";
import { assert, assertEquals, assertNotEquals } from "../../assert.ts";
import { fullShape, histories } from "./shapes.ts";

/** Drawn histories, and those of the systematic phase: shrinking meets both. */
const any = fc.oneof(histories, fc.constantFrom(...systematicHistories(fullShape)));

/** Takes the candidate at a place of each list, until there is none left. */
function descend(
  history: History,
  longest: number,
  place: (candidates: number) => number,
): number {
  const seen = new Set<string>();
  for (let steps = 0;; steps++) {
    const candidates = [...smaller(history, fullShape)];
    if (candidates.length === 0) return steps;
    const told = JSON.stringify(history);
    assert(!seen.has(told), `the search goes round in circles through ${told}`);
    assert(steps < longest, `after ${steps} steps it is still at ${told}`);
    seen.add(told);
    history = candidates[place(candidates.length)]!;
  }
}

Deno.test("smaller() comes to an end when its first candidate is always taken", () => {
  fc.assert(fc.property(any, (history) => void descend(history, 400, () => 0)), { numRuns: 300 });
});

Deno.test("smaller() comes to an end whichever of its candidates are taken", () => {
  fc.assert(
    fc.property(any, fc.array(fc.nat(), { minLength: 1, maxLength: 20 }), (history, places) => {
      let next = 0;
      // A pace and a batch may be lowered by one each time: a thousand steps each.
      descend(history, 3000, (candidates) => places[next++ % places.length]! % candidates);
    }),
    { numRuns: 100 },
  );
});

Deno.test("smaller() does not exchange a build for one of a second partition, and back again", () => {
  const history: History = {
    workers: 2,
    steps: [
      { do: "build", worker: 0 },
      { do: "write", worker: 0, twin: true, events: [0] },
      { do: "write", worker: 1, events: [1] },
    ],
  };
  const twin: History = {
    ...history,
    steps: history.steps.with(0, { do: "build", worker: 0, twin: true }),
  };
  const told = (of: History) => [...smaller(of, fullShape)].map((it) => JSON.stringify(it));
  assert(told(twin).includes(JSON.stringify(history)), "the simpler one is not tried");
  assert(!told(history).includes(JSON.stringify(twin)), "the larger one is tried");
});

Deno.test("smaller() does not let two writes that close go past each other for ever", () => {
  const fault = { kind: "reject", until: "close" } as const;
  const history: History = {
    workers: 1,
    steps: [
      { do: "write", worker: 0, events: [0], fault },
      { do: "write", worker: 0, events: [1], fault },
    ],
  };
  fc.assert(fc.property(fc.array(fc.nat(), { minLength: 1, maxLength: 20 }), (places) => {
    let next = 0;
    descend(history, 50, (candidates) => places[next++ % places.length]! % candidates);
  }));
});

Deno.test("smaller() never gives its origin again", () => {
  fc.assert(fc.property(any, (history) => {
    for (const candidate of smaller(history, fullShape)) assertNotEquals(candidate, history);
  }));
});

Deno.test("smaller() writes each event once, as its origin did", () => {
  fc.assert(fc.property(any, (history) => {
    for (const candidate of smaller(history, fullShape)) {
      const events = eventsOf(candidate);
      assertEquals(new Set(events).size, events.length, JSON.stringify(candidate));
    }
  }));
});

Deno.test("smaller() has nothing for the smallest history", () => {
  assertEquals([...smaller({ workers: 1, steps: [] }, fullShape)], []);
});

Deno.test("smaller() tries every single step away", () => {
  fc.assert(
    fc.property(any, (history) => {
      const candidates = new Set([...smaller(history, fullShape)].map((it) => JSON.stringify(it)));
      history.steps.forEach((_, index) => {
        const without = { ...history, steps: history.steps.toSpliced(index, 1) };
        assert(candidates.has(JSON.stringify(without)), `step ${index} always stays`);
      });
    }),
    { numRuns: 30 },
  );
});

/** The smallest history that still fails, and how many candidates were tried on the way. */
function minimised(history: History, fails: (history: History) => boolean) {
  let tries = 0;
  for (let next: History | undefined = history; next;) {
    history = next;
    next = undefined;
    for (const candidate of smaller(history, fullShape)) {
      tries++;
      if (!fails(candidate)) continue;
      next = candidate;
      break;
    }
  }
  return { history, tries };
}

const places = (count: number) => Array.from({ length: count }, (_, index) => index);

Deno.test("smaller() finds the least batch that still fails, by halves", () => {
  const { history, tries } = minimised(
    { workers: 1, steps: [{ do: "write", worker: 0, events: places(1000) }] },
    ({ steps: [step] }) => step?.do === "write" && step.events.length >= 137,
  );
  assertEquals(history.steps.map((it) => it.do === "write" && it.events.length), [137]);
  assert(tries < 400, `it took ${tries} tries`);
});

Deno.test("smaller() finds the one event that fails among many, with its own place in the pool", () => {
  const { history } = minimised(
    {
      workers: 2,
      steps: [
        { do: "write", worker: 0, events: places(40) },
        { do: "write", worker: 1, events: [50, 51, 77, 52] },
      ],
    },
    (candidate) => eventsOf(candidate).includes(77),
  );
  assertEquals(history, { workers: 1, steps: [{ do: "write", worker: 0, events: [77] }] });
});

Deno.test("smaller() lets a fault that strikes after what a write has done strike a close at once", () => {
  const fault = { kind: "reject", after: 1, until: "close" } as const;
  const history: History = { workers: 1, steps: [{ do: "write", worker: 0, events: [0], fault }] };
  const wanted: History = {
    workers: 1,
    steps: [
      { do: "write", worker: 0, events: [0] },
      { do: "close", worker: 0, fault: { kind: "reject" } },
    ],
  };
  const tried = [...smaller(history, fullShape)].map((it) => JSON.stringify(it));
  assert(tried.includes(JSON.stringify(wanted)));
});
