import type { Call, Trace } from "../../src/protocol/mod.ts";
import type { Factor } from "./factors.ts";

/** What the situation is called that a factor is; those that are told apart in more detail have no name of their own. */
const factorNames = {
  "late-write": "writes after close",
  "repeated-close": "repeated closes",
  "array-reused": "batch arrays reused by the caller",
  "event-changed": "events changed by the caller",
  "frozen-node": "frozen nodes",
  "frozen-config": "frozen configurations",
  "frozen-events": "frozen events",
  "minimal-arguments": "builds without bridge and session manager",
  "string-config": "configurations of strings",
  "invalid-event": "events that cannot be held",
  "pause": "pauses",
  "twin": "two partitions of one worker",
  "early-close": "writes after the close of another worker",
  "peer-close": undefined,
  "rescale": "restarts with another number of workers",
  "restart": "restarts",
  "late-build": "builds after a write",
  "close-order": undefined,
  "idle-worker": "workers that write nothing",
  "interleaving": "several partitions that write",
  "any-worker": undefined,
  "split": "several batches of one partition",
  "pending": undefined,
  "fault": undefined,
  "empty-batch": undefined,
  "overlap": undefined,
  "overlapping-builds": undefined,
} as const satisfies Readonly<Record<Factor, string | undefined>>;

/** Sizes of batches: their least, and what they are called. */
const sizes = [
  [0, "empty batches"],
  [1, "batches of 1 event"],
  [2, "batches of 2 to 99 events"],
  [100, "batches of 100 to 999 events"],
  [1000, "batches of 1000 events or more"],
] as const;

/** Numbers of workers: their least, and what they are called. */
const crews = [[1, "1 worker"], [2, "2 workers"], [3, "3 workers or more"]] as const;

/** The situations that every sink can be in, by name. */
const usual: readonly string[] = [
  ...crews.map(([, name]) => name),
  ...sizes.map(([, name]) => name),
  "overlapping builds",
  "overlapping writes",
  "overlapping closes",
  "overlapping calls of several kinds",
  ...Object.values(factorNames).filter((name) => name !== undefined),
];

/** A situation: in how many histories it was met, and the last of them. */
interface Met {
  histories: number;
  last: number;
}

/** Counts in how many histories each situation was met. */
export class Situations {
  readonly #met = new Map<string, Met>(usual.map((name) => [name, { histories: 0, last: 0 }]));
  #history = 0;

  /** Counts a history once for each situation in it. */
  note({ calls }: Trace, factors: ReadonlySet<Factor>): void {
    this.#history++;
    let [running, workers]: [Call | undefined, number] = [undefined, 0];
    for (const call of calls) {
      const { fault, events, end } = call;
      if (call.workers > workers) workers = call.workers;
      if (call.call === "write" && !call.invalid) this.#meet(nameIn(sizes, events?.length ?? 0));
      if (fault) this.#meet(`${fault.kind} during ${call.call}`);
      if (running && (running.end === null || running.end > call.start)) {
        this.#meet(overlapOf(running, call));
      }
      if (!running || running.end !== null && (end === null || end > running.end)) running = call;
    }
    if (calls.length > 0) this.#meet(nameIn(crews, workers));
    for (const factor of factors) {
      const name = factorNames[factor];
      if (name !== undefined) this.#meet(name);
    }
  }

  #meet(name: string): void {
    const met = this.#met.get(name);
    if (met === undefined) this.#met.set(name, { histories: 1, last: this.#history });
    else if (met.last !== this.#history) {
      met.histories++;
      met.last = this.#history;
    }
  }

  /** In how many histories each situation was met; failures of the storage are listed where they were. */
  get counts(): Readonly<Record<string, number>> {
    return Object.fromEntries([...this.#met].map(([name, { histories }]) => [name, histories]));
  }
}

/** The name of the last class whose least a number reaches. */
function nameIn(table: readonly (readonly [number, string])[], number: number): string {
  let at = table.length - 1;
  while (at > 0 && number < table[at]![0]) at--;
  return table[at]![1];
}

function overlapOf(one: Call, other: Call): string {
  return one.call === other.call
    ? `overlapping ${one.call}s`
    : "overlapping calls of several kinds";
}
