import type { Hook } from "../subject/fixture_error.ts";
import type { SinkMember, Watch } from "../subject/watch.ts";

/** Where a thread is in the author's code. */
export type Whereabout = Hook | SinkMember | "import";

/**
 * Where the worker of the command line is, in memory that it shares with who watches: a thread that never yields
 * can send no message any more.
 */
export class CodeWhereabouts implements Watch {
  /** What to share. */
  readonly memory: SharedArrayBuffer;
  readonly #cells: Int32Array;

  constructor(memory: SharedArrayBuffer = new SharedArrayBuffer(4 * 4)) {
    this.memory = memory;
    this.#cells = new Int32Array(memory);
  }

  /** The event loop turns. */
  beat(): void {
    Atomics.add(this.#cells, 0, 1);
  }

  enter(place: Whereabout): void {
    Atomics.store(this.#cells, 1, numberOf[place]);
    Atomics.store(this.#cells, 2, numberOf[place]);
    Atomics.add(this.#cells, 3, 1);
  }

  leave(): void {
    Atomics.store(this.#cells, 1, 0);
    Atomics.add(this.#cells, 3, 1);
  }

  /** How often the loop turned. */
  get beats(): number {
    return Atomics.load(this.#cells, 0);
  }

  /** How often something was entered or left. */
  get steps(): number {
    return Atomics.load(this.#cells, 3);
  }

  /** What runs now, if anything of the author's. */
  get place(): Whereabout | undefined {
    return whereaboutOf(Atomics.load(this.#cells, 1));
  }

  /** What was entered last. */
  get last(): Whereabout | undefined {
    return whereaboutOf(Atomics.load(this.#cells, 2));
  }
}

const numberOf: Readonly<Record<Whereabout, number>> = {
  import: 1,
  subject: 2,
  name: 3,
  events: 4,
  guarantees: 5,
  thresholds: 6,
  invalidEvents: 7,
  invalidConfigs: 8,
  stringConfig: 9,
  exempt: 10,
  open: 11,
  fixture: 12,
  sink: 13,
  config: 14,
  sessionManager: 15,
  read: 16,
  readable: 28,
  payload: 29,
  dispose: 17,
  identity: 18,
  key: 19,
  equal: 20,
  copy: 21,
  faults: 22,
  openResources: 23,
  node: 24,
  buildPartition: 25,
  writeBatch: 26,
  close: 27,
};

function whereaboutOf(number: number): Whereabout | undefined {
  return (Object.keys(numberOf) as Whereabout[]).find((place) => numberOf[place] === number);
}
