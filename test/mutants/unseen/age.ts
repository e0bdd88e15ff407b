import { copyOf, guarded, type Row, type Store } from "../mutant.ts";
import { sleep, type Unseen, unseen } from "./unseen.ts";

/** A buffer that is flushed by its age; writes are paced, so that a flush may be in flight when they return. */
class Aging {
  rows: Row[] = [];
  /** The flush by age that is waited for or in flight. */
  flight: Promise<void> | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #flush: () => Promise<void>;

  constructor(flush: (buffer: Aging) => Promise<void>) {
    this.#flush = () => flush(this);
  }

  async add(items: readonly Row[]): Promise<void> {
    this.rows.push(...items.map(copyOf));
    this.arm();
    await sleep(2);
  }

  /** Starts the timer, unless it runs, a flush is in flight, or there is nothing to flush. */
  arm(): void {
    if (this.#timer !== undefined || this.flight || this.rows.length === 0) return;
    this.#timer = setTimeout(() => {
      this.disarm();
      this.flight = this.#flush().finally(() => {
        this.flight = undefined;
        if (!this.ended) this.arm();
      });
    });
  }

  ended = false;

  /** Ends the timer. */
  disarm(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  end(): void {
    this.ended = true;
    this.disarm();
  }
}

/** A request of some milliseconds that takes the rows out of the buffer at once. */
function sendTaken(store: Store<Row>): (buffer: Aging) => Promise<void> {
  return async (buffer) => {
    const rows = buffer.rows.splice(0);
    await sleep(8);
    store.insert(rows);
  };
}

/** A request of some milliseconds that takes the rows out of the buffer when it is done. */
function sendKept(store: Store<Row>): (buffer: Aging) => Promise<void> {
  return async (buffer) => {
    const rows = [...buffer.rows];
    await sleep(8);
    store.insert(rows);
    buffer.rows.splice(0, rows.length);
  };
}

/** Unseen mutants that flush by age. */
export const unseenAges: readonly Unseen[] = [
  unseen("write.once", {
    name: "flushes in close what a flush by age has in flight",
    models: "Batching clients whose close does not look at the request that the timer has begun.",
    calls: 3,
    says: /event \d+, written to worker \d+, is stored \d+ times/,
    build: (store) => () => {
      const buffer = new Aging(sendKept(store));
      return guarded((items) => buffer.add(items), async () => {
        buffer.end();
        const flight = buffer.flight;
        store.insert(buffer.rows);
        await flight;
      });
    },
  }),
  unseen("close.quiescent", {
    name: "leaves the flush by age in flight that its close finds",
    models: "clearTimeout in close, for a timer that has fired: its request outlives the sink.",
    calls: 3,
    says: /after the last close had settled the storage went from \d+ to \d+ events/,
    build: (store) => () => {
      const buffer = new Aging(sendTaken(store));
      return guarded((items) => buffer.add(items), () => {
        buffer.end();
        store.insert(buffer.rows.splice(0));
      });
    },
  }),
  unseen("order.across-batches", {
    name: "flushes in close before the flush by age is done",
    models: "Two requests in flight on shutdown, the timer's and that of close.",
    calls: 4,
    // Real timers decide: with other workers about, one of them may show it alone.
    also: ["build.any-worker"],
    says: /event \d+ stands before event \d+, which worker \d+ was given earlier/,
    build: (store) => () => {
      const buffer = new Aging(sendTaken(store));
      return guarded((items) => buffer.add(items), async () => {
        buffer.end();
        store.insert(buffer.rows.splice(0));
        await buffer.flight;
      });
    },
  }),
  unseen("write.split-invariant", {
    name: "empties its buffer after a flush by age, of what came meanwhile too",
    models: "buffer.length = 0 behind the await of the flush.",
    calls: 4,
    says: /is not stored.*; as a single batch the same events are stored correctly/,
    build: (store) => () => {
      const buffer = new Aging(async (pending) => {
        const rows = [...pending.rows];
        await sleep(8);
        store.insert(rows);
        pending.rows.length = 0;
      });
      return guarded((items) => buffer.add(items), async () => {
        buffer.end();
        await buffer.flight;
        store.insert(buffer.rows.splice(0));
      });
    },
  }),
  unseen("write.timely", {
    name: "looks at the age of its buffer when the next write comes",
    models: "max age checked in add(): the last rows before a quiet hour wait for an hour.",
    calls: 3,
    says:
      /event \d+ cannot be read after the write of \d+ events? to worker \d+ had returned, and its/,
    build: (store) => () => {
      const buffer: Row[] = [];
      let oldest = 0;
      const flush = () => store.insert(buffer.splice(0));
      return guarded((items) => {
        if (buffer.length === 0) oldest = performance.now();
        buffer.push(...items.map(copyOf));
        if (performance.now() - oldest >= 10) flush();
      }, flush);
    },
    subject: { guarantees: { durable: { within: 20 } } },
  }),
  unseen("write.timely", {
    name: "forgets to forget the timer that a flush by size has cleared",
    models: "timer ??= setTimeout(…): a handle that is cleared and kept is never armed again.",
    calls: 5,
    says:
      /event \d+ cannot be read after the write of \d+ events? to worker \d+ had returned, and its/,
    build: (store) => () => {
      const buffer: Row[] = [];
      let timer: ReturnType<typeof setTimeout> | undefined;
      const flush = () => store.insert(buffer.splice(0));
      return guarded((items) => {
        buffer.push(...items.map(copyOf));
        if (buffer.length >= 3) {
          clearTimeout(timer);
          flush();
        } else if (buffer.length > 0) {
          timer ??= setTimeout(() => {
            timer = undefined;
            flush();
          }, 5);
        }
      }, () => {
        clearTimeout(timer);
        flush();
      });
    },
    subject: { guarantees: { durable: { within: 20 } } },
  }),
  unseen("write.timely", {
    name: "flushes ten rows by age, and leaves the others to the next write",
    models: "A poll limit in the timer's flush, which is armed by writes alone.",
    calls: 3,
    says: /event \d+ cannot be read after the write of \d+ events to worker \d+ had returned, and/,
    build: (store) => () => {
      const buffer: Row[] = [];
      let timer: ReturnType<typeof setTimeout> | undefined;
      return guarded((items) => {
        buffer.push(...items.map(copyOf));
        if (buffer.length > 0) {
          timer ??= setTimeout(() => {
            timer = undefined;
            store.insert(buffer.splice(0, 10));
          }, 5);
        }
      }, () => {
        clearTimeout(timer);
        store.insert(buffer.splice(0));
      });
    },
    subject: { guarantees: { durable: { within: 20 } } },
  }),
];
