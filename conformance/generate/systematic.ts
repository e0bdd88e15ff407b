import { eventCount, type GivenForm, type History, type Step } from "../history.ts";
import type { Fault } from "../subject.ts";
import type { Shape } from "./shape.ts";

const write = (worker: number, events = 1): Step => ({ do: "write", worker, events });
const close = (worker: number): Step => ({ do: "close", worker });
const build = (worker: number): Step => ({ do: "build", worker });
const onTwin = (step: Step): Step => ({ ...step, twin: true }) as Step;
const restart = (workers: number): Step => ({ do: "restart", workers });

/**
 * The histories every check begins with, the same every time, the small ones first: every lifecycle up to a
 * bound for one and two workers, then one of each situation that a bound on length does not reach.
 */
export function systematicHistories(shape: Shape): readonly History[] {
  const all = [
    ...lifecycles([write(0), write(0, 0), close(0)], 3).map((steps) => alone(steps)),
    ...lifecycles([write(0), write(1), close(0), close(1), build(1)], 2).map((steps) =>
      pair(steps)
    ),
    ...lifecycles([write(0), close(0), onTwin(write(0)), onTwin(close(0))], 2)
      .filter((steps) => steps.some((step) => "twin" in step)).map((steps) => alone(steps)),
    ...looks,
    ...interplays,
    ...quirks,
    ...overlaps(),
    ...manyWorkers(shape.maxWorkers),
    ...limits(shape.thresholds),
    ...refusals(shape),
    ...faults(shape.faults),
    ...frozenNodes,
  ].filter((history) =>
    // With a smaller pool than events an event would come twice, and count as repeated.
    history.workers <= shape.maxWorkers && eventCount(history) <= shape.pool
  );
  return spreadOverPool(all.map((history) => within(history, shape.maxWorkers)), shape.pool);
}

function alone(steps: readonly Step[], given?: GivenForm): History {
  return { workers: 1, first: 0, ...(given && { given }), steps };
}

function pair(steps: readonly Step[], given?: GivenForm): History {
  return { ...alone(steps, given), workers: 2 };
}

/** Every sequence of these steps from none to so many. */
function lifecycles(alphabet: readonly Step[], length: number): Step[][] {
  if (length === 0) return [[]];
  const shorter = lifecycles(alphabet, length - 1);
  const longest = shorter.filter((steps) => steps.length === length - 1);
  return [...shorter, ...longest.flatMap((steps) => alphabet.map((step) => [...steps, step]))];
}

/** What a build, a write or a repeated close does to what is stored already. */
const looks: readonly History[] = [
  alone([{ do: "write", worker: 0, events: 2, look: true }]),
  alone([{ do: "write", worker: 0, events: 0, look: true }]),
  alone([write(0), { do: "write", worker: 0, events: 0, look: true }]),
  alone([write(0), close(0), { do: "close", worker: 0, look: true }]),
  alone([{ do: "close", worker: 0, look: true }]),
  alone([write(0), close(0), { do: "build", worker: 0, twin: true, look: true }]),
  pair([write(0), close(0), { do: "build", worker: 1, look: true }]),
  pair([write(0), close(0), { do: "build", worker: 1, look: true }, {
    do: "close",
    worker: 1,
    look: true,
  }]),
];

/** Several workers, batches or runs that meet. */
const interplays: readonly History[] = [
  alone([write(0, 2), write(0, 2), write(0, 2)]),
  alone([write(0, 3), write(0, 1), write(0, 2), write(0, 5)]),
  alone([write(0, 2), write(0, 2), write(0), write(0, 7), write(0, 2), write(0, 2)]),
  alone([write(0), restart(1), write(0)]),
  alone([write(0, 3), restart(1)]),
  alone([write(0, 2), restart(2), write(0), write(1)]),
  alone([write(0), restart(1), write(0), restart(1), write(0)]),
  pair([write(0), write(1), restart(1), write(0)]),
  pair([write(0), write(1), restart(2), write(1), write(0)]),
  pair([write(0), write(1), write(0), write(1)]),
  pair([write(1), write(0, 2), write(1, 2), close(1), write(0), close(0)]),
  pair([write(0), write(1), close(1), close(0)]),
  pair([write(0), close(0), write(1), write(1)]),
  pair([write(1), close(1), write(0), write(0)]),
  pair([write(0), build(1), write(1)]),
  pair([write(0), build(1), write(0), write(1)]),
  pair([write(0, 2), build(1)]),
  pair([write(0), write(1), close(0), close(0), write(1)]),
  alone([{ do: "build", worker: 0, twin: true }, write(0), {
    do: "write",
    worker: 0,
    events: 1,
    twin: true,
  }, write(0)]),
  pair([write(1), { do: "write", worker: 1, events: 2, twin: true }, write(0)]),
];

/** Buffers, objects and arguments that are not what a sink may hope for. */
const quirks: readonly History[] = [
  ...(["array-reused", "event-changed"] as const).flatMap((afterwards) => [
    alone([{ do: "write", worker: 0, events: 1, afterwards }]),
    alone([{ do: "write", worker: 0, events: 2, afterwards }, write(0)]),
    alone([write(0), { do: "write", worker: 0, events: 3, afterwards }]),
    pair([{ do: "write", worker: 0, events: 1, afterwards }, {
      do: "write",
      worker: 1,
      events: 1,
      afterwards,
    }]),
  ]),
  ...([
    { frozenConfig: true },
    { frozenEvents: true },
    { minimalArguments: true },
    { frozenConfig: true, frozenEvents: true },
  ] as const).flatMap((given) => [
    alone([write(0, 2)], given),
    alone([write(0), write(0)], given),
    alone([close(0)], given),
    alone([write(0), restart(1), write(0)], given),
    pair([write(0), write(1)], given),
  ]),
];

/** Two and three workers within the same few microtasks: every distance, builds and closes included. */
function overlaps(): readonly History[] {
  const distances = [0, 1, 2, 3, 4, 6];
  return distances.flatMap((after) => [
    pair([write(0), { do: "write", worker: 1, events: 1, after }]),
    pair([
      write(0, 2),
      { do: "write", worker: 1, events: 1, after },
      { ...write(0), after } as Step,
    ]),
    pair([write(0), write(1), close(0), { do: "close", worker: 1, after }]),
    pair([build(0), { do: "build", worker: 1, after }, write(0), write(1)]),
    {
      workers: 3,
      first: 0,
      steps: [0, 1, 2].map((worker) => ({ do: "build", worker, after } as const)),
    },
    pair([write(0), { do: "close", worker: 1, after }, { ...write(0), after } as Step]),
  ]);
}

/** One write for each of many workers, so that no index is left out. */
function manyWorkers(max: number): readonly History[] {
  if (max < 3) return []; // The lifecycles have been there.
  const everyone = Array.from({ length: max }, (_, worker) => write(worker));
  return [
    { workers: max, first: 0, steps: everyone },
    { workers: max, first: 0, steps: everyone.toReversed() },
    { workers: max, first: 0, steps: [write(max - 1, 2)] },
    { workers: max, first: 0, steps: [write(0), restart(Math.max(1, max - 1)), write(0)] },
    { workers: Math.min(3, max), first: 0, steps: [write(0), restart(max), write(max - 1)] },
  ];
}

/** One batch around every limit, and one limit reached in two batches. */
function limits(thresholds: readonly number[]): readonly History[] {
  return thresholds.flatMap((limit) => [
    alone([write(0, limit + 1)]),
    ...(limit > 1 ? [alone([write(0, limit - 1), write(0, 2)])] : []),
  ]);
}

/** What the sink must refuse, or must take in another form. */
function refusals({ invalidEvents, invalidConfigs, stringConfig }: Shape): readonly History[] {
  const invalid = (worker: number, events: number): Step => ({
    do: "write",
    worker,
    events,
    invalid: true,
  });
  const strings: GivenForm = { stringConfig: true };
  return [
    ...(invalidEvents
      ? [
        alone([invalid(0, 0)]),
        alone([invalid(0, 1)]),
        alone([invalid(0, 4)]),
        alone([write(0, 2), invalid(0, 2)]),
        alone([invalid(0, 3), restart(1), write(0)]),
        pair([write(1), invalid(0, 2), write(1)]),
        pair([write(0), write(1), invalid(0, 0)]),
      ]
      : []),
    ...Array.from(
      { length: invalidConfigs },
      (_, invalidConfig) => alone([write(0)], { invalidConfig }),
    ),
    ...(stringConfig
      ? [
        alone([write(0, 3)], strings),
        alone([write(0), write(0, 120)], strings),
        pair([write(0), write(1), restart(2), write(0)], strings),
        alone([close(0), close(0)], strings),
      ]
      : []),
  ];
}

/** Every kind of failure on a write and on a close, healed early and late, alone and with a peer. */
function faults(kinds: readonly Fault[]): readonly History[] {
  return kinds.flatMap((fault) => {
    const failing = (worker: number, events = 1): Step => ({ do: "write", worker, events, fault });
    const failed: Step = { do: "write", worker: 0, events: 1, fault, until: "close" };
    const failingClose: Step = { do: "close", worker: 0, fault };
    // What hangs is waited for: a few must do.
    if (fault === "hang") {
      return [
        alone([failing(0)]),
        alone([write(0), failing(0)]),
        ...[1, 2, 3, 7, 120].map((events) => alone([write(0, events), failingClose])),
      ];
    }
    return [
      alone([failing(0)]),
      alone([write(0), failing(0)]),
      alone([failed]),
      alone([write(0), failed]),
      alone([failed, close(0)]),
      alone([write(0, 2), failed, close(0)]),
      alone([write(0), failingClose]),
      alone([write(0), failingClose, close(0)]),
      alone([failing(0), restart(1), write(0)]),
      alone([write(0), failingClose, restart(1), write(0)]),
      pair([write(1), failing(0), write(1)]),
      pair([write(0), write(1), failed]),
      ...[2, 3, 4, 8, 120].flatMap((events) => [
        alone([failing(0, events)]),
        alone([write(0, 2), failing(0, events), restart(1), write(0)]),
        alone([write(0, events), failingClose, close(0)]),
        alone([write(0), write(0, 2), { ...failed, events } as Step]),
        pair([write(1), write(0), failing(0, events), write(1), restart(2), write(0), write(1)]),
      ]),
    ];
  });
}

/** Last of all, since a node that several fixtures share stays frozen. */
const frozenNodes: readonly History[] = [
  alone([write(0)], { frozenNode: true }),
  alone([write(0), write(0), close(0), close(0)], { frozenNode: true }),
  pair([write(0), write(1)], { frozenNode: true }),
];

/** Restarts with no more workers than there may be. */
function within(history: History, maxWorkers: number): History {
  const steps = history.steps.map((step) =>
    step.do === "restart" ? { ...step, workers: Math.min(step.workers, maxWorkers) } : step
  );
  return { ...history, steps };
}

/** Lets each history begin elsewhere in the pool, so that many different events are written. */
function spreadOverPool(histories: readonly History[], pool: number): readonly History[] {
  const stride = Math.max(1, Math.floor(pool / (histories.length + 1)));
  return histories.map((history, index) => ({ ...history, first: (index * stride) % pool }));
}
