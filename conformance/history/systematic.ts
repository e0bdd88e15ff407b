import { eventCount, type GivenForm, type History, type HistoryStep } from "./history.ts";
import type { Shape } from "./shape.ts";
import { alone, build, close, onTwin, pair, pause, restart, write } from "./steps.ts";
import { countedFaults, faults, lateFaults, repeatedFaults } from "./systematic_faults.ts";
import { rivalries } from "./systematic_rivals.ts";

/**
 * The histories every check begins with, the same every time: the simplest lives,
 * then every lifecycle up to a bound for one and two workers, and one of each situation that a bound on length does
 * not reach. Of each kind the small ones come first, and the kinds are mixed: however few histories a slow store has time for, there are some of every kind among them.
 */
export function systematicHistories(shape: Shape): readonly History[] {
  const ofOne = lifecycles([write(0), write(0, 0), close(0)], 3).map((steps) => alone(steps));
  const simplest = ofOne.filter(({ steps }) => steps.length <= 1);
  const kinds = [
    ofOne.slice(simplest.length),
    lifecycles([write(0), write(1), close(0), close(1), build(1)], 2).map((steps) => pair(steps)),
    lifecycles([write(0), close(0), onTwin(write(0)), onTwin(close(0))], 2)
      .filter((steps) => steps.some((step) => "twin" in step)).map((steps) => alone(steps)),
    looks,
    restarts,
    interplays,
    reuses,
    ownForms,
    overlaps(),
    manyWorkers(shape.maxWorkers),
    limits(shape),
    longLives,
    shape.invalidEvents ? invalidEvents(shape) : [],
    invalidConfigs(shape),
    shape.stringConfig ? stringConfigs : [],
    ...shape.faults.map((kind) => faults(kind, shape)),
    ...shape.faults.map((kind) =>
      shape.counted && kind !== "hang"
        ? mixed([countedFaults(kind), repeatedFaults(kind), lateFaults(kind)])
        : []
    ),
    pauses(shape),
    frozenNodes,
  ];
  const possible = (history: History) =>
    // With a smaller pool than events an event would come twice, and count as repeated.
    history.workers <= shape.maxWorkers && eventCount(history) <= shape.pool;
  const ownEvents = kinds.map((kind) =>
    kind.filter(possible).map((history) => within(history, shape.maxWorkers))
  );
  const rivals = rivalries(shape).filter(({ workers }) => workers <= shape.maxWorkers)
    .map((history) => within(history, shape.maxWorkers));
  const all = mixed([spreadOverPool([...simplest, ...mixed(ownEvents)], shape.pool), rivals]);
  // Last of all, since a node that several fixtures share stays frozen.
  return all.toSorted((one, other) => Number(isFrozen(one)) - Number(isFrozen(other)));
}

/** Whether its node cannot change any more once it has run. */
function isFrozen({ given }: History): boolean {
  return given?.frozenNode === true;
}

/** All of several lists, each in its order and spread evenly: their first ones come first, their last ones late. */
function mixed<T>(lists: readonly (readonly T[])[]): readonly T[] {
  return lists.flatMap((list) => list.map((item, index) => ({ item, place: index / list.length })))
    .sort((one, other) => one.place - other.place).map(({ item }) => item);
}

/** Every sequence of these steps from none to so many. */
function lifecycles(alphabet: readonly HistoryStep[], length: number): HistoryStep[][] {
  if (length === 0) return [[]];
  const shorter = lifecycles(alphabet, length - 1);
  const longest = shorter.filter((steps) => steps.length === length - 1);
  return [...shorter, ...longest.flatMap((steps) => alphabet.map((step) => [...steps, step]))];
}

const looking = (step: HistoryStep): HistoryStep => ({ ...step, look: true }) as HistoryStep;

/** What a build, a write or a repeated close does to what is stored already. */
const looks: readonly History[] = [
  alone([looking(write(0, 2))]),
  alone([looking(write(0, 0))]),
  alone([write(0), looking(write(0, 0))]),
  alone([write(0, 2), close(0), looking(close(0))]),
  alone([looking(close(0))]),
  alone([write(0), looking(onTwin(build(0)))]),
  pair([write(0), looking(build(1))]),
  pair([write(0), looking(build(1)), close(0), looking(close(1))]),
];

/** Several runs, one after the other. */
const restarts: readonly History[] = [
  alone([write(0), restart(1), write(0)]),
  alone([write(0, 3), restart(1)]),
  alone([write(0, 2), restart(2), write(0), write(1)]),
  alone([write(0), restart(1), write(0), restart(1), write(0)]),
  alone([write(0), restart(1), write(0), restart(1), write(0), restart(1), write(0)]),
  pair([write(0), write(1), restart(1), write(0)]),
  pair([write(0), write(1), restart(2), write(1), write(0)]),
  pair([write(0), restart(1), write(0), restart(2), write(1), write(0), restart(2), write(0)]),
  pair([write(0), write(1), close(0), close(0), write(1), restart(2), write(0)]),
];

/** Several workers or batches that meet. */
const interplays: readonly History[] = [
  alone([write(0, 2), write(0, 2), write(0, 2)]),
  alone([write(0, 3), write(0, 1), write(0, 2), write(0, 5)]),
  alone([write(0, 2), write(0, 2), write(0), write(0, 7), write(0, 2), write(0, 2)]),
  pair([write(0), write(1), write(0), write(1)]),
  pair([write(1), write(0, 2), write(1, 2), close(1), write(0), close(0)]),
  pair([write(0), write(1), close(1), close(0)]),
  pair([write(0), close(0), write(1), write(1)]),
  pair([write(1), close(1), write(0), write(0)]),
  pair([write(0), build(1), write(1)]),
  pair([write(0), build(1), write(0), write(1)]),
  pair([write(0, 2), build(1)]),
  alone([onTwin(build(0)), write(0), onTwin(write(0)), write(0)]),
  pair([write(1), onTwin(write(1, 2)), write(0)]),
];

/** Buffers and objects that the caller goes on to use. */
const reuses: readonly History[] = (["array-reused", "event-changed"] as const).flatMap(
  (afterwards) => [
    alone([write(0, 1, { afterwards })]),
    alone([write(0, 2, { afterwards }), write(0)]),
    alone([write(0), write(0, 3, { afterwards })]),
    alone([write(0, 2, { afterwards }), restart(1), write(0)]),
    pair([write(0, 1, { afterwards }), write(1, 1, { afterwards })]),
  ],
);

/** Objects and arguments that are not what a sink may hope for. */
const ownForms: readonly History[] = ([
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
]);

/** Two and three workers within the same few microtasks: every distance, builds and closes included. */
function overlaps(): readonly History[] {
  const distances = [0, 1, 2, 3, 4, 6];
  return distances.flatMap((after) => [
    pair([write(0), write(1, 1, { after })]),
    pair([write(0, 2), write(1, 1, { after }), write(0, 1, { after })]),
    pair([write(0), write(1), close(0), { do: "close", worker: 1, after }]),
    pair([build(0), { do: "build", worker: 1, after }, write(0), write(1)]),
    { workers: 3, steps: [0, 1, 2].map((worker) => ({ do: "build", worker, after } as const)) },
    pair([write(0), { do: "close", worker: 1, after }, write(0, 1, { after })]),
    pair([write(0), write(1, 1, { after }), restart(2), write(0)]),
  ]);
}

/** One write for each of many workers, so that no index is left out. */
function manyWorkers(max: number): readonly History[] {
  if (max < 3) return []; // The lifecycles have been there.
  const everyone = Array.from({ length: max }, (_, worker) => write(worker));
  return [
    { workers: max, steps: everyone },
    { workers: max, steps: everyone.toReversed() },
    { workers: max, steps: [write(max - 1, 2)] },
    { workers: max, steps: [write(0), restart(Math.max(1, max - 1)), write(0)] },
    { workers: Math.min(3, max), steps: [write(0), restart(max), write(max - 1)] },
  ];
}

/** Batches around every limit: exactly, one less, one more, and filled in parts; the named ones again and again. */
function limits({ usualLimits, namedLimits }: Shape): readonly History[] {
  const around = (limit: number) => [
    alone([write(0, limit + 1)]),
    alone([write(0, limit)]),
    ...(limit > 1 ? [alone([write(0, limit - 1), write(0, 2)])] : []),
  ];
  return [
    ...usualLimits.flatMap((limit) => [
      ...around(limit),
      alone([write(0, limit - 1), write(0), write(0, limit)]),
    ]),
    ...namedLimits.flatMap((limit) => [
      ...around(limit),
      alone([write(0, limit), write(0, limit)]),
      alone([write(0, limit), write(0, limit), write(0, limit)]),
      alone([1, 2, 3, 4].map(() => write(0, Math.ceil(limit / 3)))),
      alone([...Array.from({ length: Math.min(limit, 64) }, () => write(0)), write(0, limit)]),
    ]),
  ];
}

/** What counts its calls, or names things by their number, goes wrong late. */
const longLives: readonly History[] = [
  alone(Array.from({ length: 12 }, () => write(0, 2))),
  alone([write(0, 120), restart(1), write(0)]),
  pair([write(0, 120), build(1), write(1, 3)]),
  alone(Array.from({ length: 24 }, (_, index) => index % 2 === 0 ? write(0) : restart(1))),
  alone(Array.from({ length: 70 }, () => write(0))),
];

const invalid = (worker: number, events: number): HistoryStep =>
  write(worker, events, { invalid: true });

/** Events that the sink must refuse, alone and among those that it takes, also behind what fills a chunk. */
const invalidEvents = ({ namedLimits }: Shape): readonly History[] => [
  alone([invalid(0, 0)]),
  alone([invalid(0, 1)]),
  alone([invalid(0, 4)]),
  alone([write(0, 2), write(0, 2), invalid(0, 2)]),
  alone([invalid(0, 3), restart(1), write(0, 2), write(0)]),
  pair([write(1), invalid(0, 2), write(1)]),
  pair([write(0), write(1), invalid(0, 0)]),
  pair([invalid(0, 1), invalid(1, 2)]),
  alone([invalid(0, 1), restart(1), invalid(0, 2)]),
  pair([invalid(0, 1), { do: "build", worker: 1, after: 0 }, write(1)]),
  ...[...namedLimits, 100].map((limit) => alone([invalid(0, 2 * limit + 2)])),
];

/** Each configuration that the sink must refuse. */
function invalidConfigs({ invalidConfigs }: Shape): readonly History[] {
  return Array.from(
    { length: invalidConfigs },
    (_, invalidConfig) => alone([write(0)], { invalidConfig }),
  );
}

const strings: GivenForm = { stringConfig: true };

/** The configuration as texts. */
const stringConfigs: readonly History[] = [
  alone([write(0, 3)], strings),
  alone([write(0), write(0, 120)], strings),
  pair([write(0), write(1), restart(2), write(0)], strings),
  alone([close(0), close(0)], strings),
];

/** What a sink with timers does while nobody calls. */
function pauses({ pauses, within }: Shape): readonly History[] {
  return [
    ...pauses.flatMap((ms) => [
      alone([write(0), pause(ms)]),
      alone([write(0, 2), pause(ms), write(0, 2), pause(ms), write(0)]),
      pair([write(0), write(1), pause(ms), close(0), write(1)]),
      alone([write(0), pause(ms), close(0), close(0)]),
      alone([write(0), pause(ms), restart(1), write(0)]),
    ]),
    ...(within === undefined ? [] : [1, 2, 7, 25].flatMap((events) => {
      const silence: HistoryStep = { do: "pause", ms: within, look: true };
      return [
        alone([write(0, events), silence]),
        alone([write(0), write(0, events), silence]),
        alone([write(0, events), write(0, 12), write(0), silence]),
      ];
    })),
  ];
}

/** What a sink does whose node cannot change. */
const frozenNodes: readonly History[] = [
  alone([write(0)], { frozenNode: true }),
  alone([write(0, 3)], { frozenNode: true }),
  alone([write(0), write(0), close(0), close(0)], { frozenNode: true }),
  pair([write(0), write(1)], { frozenNode: true }),
];

/** Restarts with no more workers than there may be. */
function within(history: History, maxWorkers: number): History {
  const steps = history.steps.map((step) =>
    step.do === "restart" ? { ...step, workers: Math.min(step.workers, maxWorkers) } : step
  );
  return { ...history, workers: Math.min(history.workers, maxWorkers), steps };
}

/** Lets each history begin elsewhere in the pool, so that many different events are written. */
function spreadOverPool(histories: readonly History[], pool: number): readonly History[] {
  const stride = Math.max(1, Math.floor(pool / (histories.length + 1)));
  return histories.map((history, index) => {
    let next = (index * stride) % pool;
    const steps = history.steps.map((step) => {
      if (step.do !== "write") return step;
      const events = step.events.map(() => (next++) % pool);
      return { ...step, events };
    });
    return { ...history, steps };
  });
}
