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
    const number = numbers.get(place)!;
    Atomics.store(this.#cells, 1, number);
    Atomics.store(this.#cells, 2, number);
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
    return places[Atomics.load(this.#cells, 1) - 1];
  }

  /** What was entered last. */
  get last(): Whereabout | undefined {
    return places[Atomics.load(this.#cells, 2) - 1];
  }
}

/** Every place: one that is missing does not compile. */
const every: Readonly<Record<Whereabout, true>> = {
  import: true,
  subject: true,
  name: true,
  events: true,
  guarantees: true,
  thresholds: true,
  invalidEvents: true,
  invalidConfigs: true,
  stringConfig: true,
  exempt: true,
  sometimes: true,
  open: true,
  fixture: true,
  sink: true,
  config: true,
  sessionManager: true,
  payload: true,
  read: true,
  readable: true,
  dispose: true,
  release: true,
  identity: true,
  key: true,
  equal: true,
  copy: true,
  faults: true,
  openResources: true,
  node: true,
  buildPartition: true,
  writeBatch: true,
  close: true,
};

const places = Object.keys(every) as readonly Whereabout[];

/** The number of each place; 0 is none. */
const numbers: ReadonlyMap<Whereabout, number> = new Map(
  places.map((place, index) => [place, index + 1]),
);
