import type { MessageMeta, PlannedSink } from "../flow/mod.ts";
import type { AsyncBridge, MaybePromise, SinkPartition } from "../protocol/mod.ts";
import { describe } from "../protocol/describe.ts";
import { schemaOf } from "../protocol/payload_issue.ts";
import type { Patience } from "./patience.ts";
import { PayloadCheck } from "./payload_check.ts";
import type { Payloads } from "./payloads.ts";
import type { CallMaker } from "./call_maker.ts";
import { type FailurePhase, FailureSignal, toFailure } from "./failure.ts";
import type { Whereabouts } from "./whereabouts.ts";
import { isThenable } from "../protocol/thenable.ts";

/** How written events are counted, for one place of the flow. */
export interface SinkCount {
  /** Events in writes that returned. */
  written: number;
  /** Writes that returned. */
  batches: number;
}

/** How a sink writer cuts what it is given into writes. */
export interface Batching {
  /** One write for each container, or one for each epoch. */
  readonly mode: "container" | "epoch";
  /** The most events of a container. */
  readonly size: number;
}

/** Whom a sink writer calls, and how. */
export interface SinkWriterSettings {
  readonly sink: PlannedSink;
  readonly worker: number;
  readonly workers: number;
  readonly calls: CallMaker;
  readonly batching: Batching;
  /** Aborted when something has failed anywhere: then nothing more is written. */
  readonly failed: AbortSignal;
  readonly patience: Patience;
  /** Kept where another thread watches this one. */
  readonly whereabouts: Whereabouts | undefined;
}

/**
 * The end of a path on one worker: it owns one partition and makes every call on it, in the order of the grammar
 * `build (write)* close`. Errors leave it as a {@linkcode FailureSignal} that names the call.
 */
export class SinkWriter {
  readonly sink: PlannedSink;
  readonly count: SinkCount = { written: 0, batches: 0 };
  readonly #settings: SinkWriterSettings;
  readonly #watched: boolean;
  readonly #check: PayloadCheck | undefined;
  #partition: SinkPartition<unknown> | undefined;
  #pending: unknown[] = [];
  #pendingMeta: MessageMeta | undefined;
  readonly #throwWriteFailure = (error: unknown): never => {
    throw this.#failure("write", error);
  };
  /** Whether a write of its partition failed, and did not hang: it is then the first to be closed. */
  failed = false;

  constructor(settings: SinkWriterSettings) {
    this.#settings = settings;
    this.sink = settings.sink;
    this.#watched = settings.calls.watched;
    const schema = schemaOf(settings.sink.node.payload);
    this.#check = schema && new PayloadCheck(schema, settings.patience);
  }

  /** Builds the partition. What it is not lent is not passed, not even as `undefined`. */
  async build(bridge: AsyncBridge | undefined, sessionManager: unknown): Promise<void> {
    const { worker, workers, calls } = this.#settings;
    const { node, config } = this.sink;
    const lent = lendable(bridge, sessionManager);
    this.#settings.whereabouts?.enter(this.sink.index, "build");
    try {
      const built = await calls.make({
        call: "build",
        invoke: () => node.buildPartition(config, worker, workers, ...lent),
        problemOf: notAPartition,
      });
      const problem = notAPartition(built);
      if (problem !== undefined) {
        throw new TypeError(
          `Cannot use what was built as a partition must have writeBatch and close: ${problem}`,
        );
      }
      this.#partition = built;
    } catch (error) {
      throw this.#failure("build", error);
    } finally {
      this.#settings.whereabouts?.leave();
    }
  }

  /**
   * Takes a batch: checks it, and writes it now or keeps it for the end of the epoch. An event that the payload rejects
   * fails the run, as one does that the sink rejects; nothing of its batch is written.
   */
  accept(batch: Payloads): MaybePromise<void> {
    const checked = this.#check && this.#checked(batch.items, this.#check);
    return checked === undefined ? this.#take(batch) : checked.then(() => this.#take(batch));
  }

  /** A promise only where the check is one. */
  #checked(items: readonly unknown[], check: PayloadCheck): Promise<void> | undefined {
    const reject = (error: unknown): never => {
      throw this.#failure("payload", error);
    };
    try {
      const checked = check.require(items);
      return isThenable(checked) ? Promise.resolve(checked).catch(reject) : undefined;
    } catch (error) {
      return reject(error);
    }
  }

  #take(batch: Payloads): MaybePromise<void> {
    const { mode, size } = this.#settings.batching;
    const { items, metas } = batch;
    if (mode === "epoch") {
      if (this.#pending.length === 0) this.#pendingMeta = metas?.[0];
      for (const item of items) this.#pending.push(item);
      return;
    }
    return items.length <= size ? this.#write(items, metas?.[0]) : this.#writeInParts(batch, size);
  }

  /** The epoch is over: one write of all it brought, which may be nothing. No-op in container mode. */
  endEpoch(): MaybePromise<void> {
    if (this.#settings.batching.mode === "container") return;
    const items = this.#pending;
    this.#pending = [];
    return this.#write(items, this.#pendingMeta);
  }

  /** Closes the partition, if there is one and it is still open. */
  async close(): Promise<void> {
    const partition = this.#partition;
    if (partition === undefined) return;
    this.#partition = undefined;
    this.#settings.whereabouts?.enter(this.sink.index, "close");
    try {
      await this.#settings.calls.make({ call: "close", invoke: () => partition.close() });
    } catch (error) {
      throw this.#failure("close", error);
    } finally {
      this.#settings.whereabouts?.leave();
    }
  }

  async #writeInParts({ items, metas }: Payloads, size: number): Promise<void> {
    for (let from = 0; from < items.length; from += size) {
      await this.#write(items.slice(from, from + size), metas?.[from]);
    }
  }

  #write(items: unknown[], meta: MessageMeta | undefined): MaybePromise<void> {
    if (this.#settings.failed.aborted) return;
    const partition = this.#partition as SinkPartition<unknown>;
    // Counted beforehand: a sink may empty the array, though it must not.
    const size = items.length;
    this.#settings.whereabouts?.enter(this.sink.index, "write");
    let result: MaybePromise<void>;
    try {
      result = this.#watched
        ? this.#settings.calls.make({
          call: "write",
          invoke: () => partition.writeBatch(items),
          items,
          meta,
        })
        : partition.writeBatch(items);
    } catch (error) {
      throw this.#failure("write", error);
    }
    if (isThenable(result)) return this.#settleWrite(result, size);
    this.#counted(size);
  }

  /** A watched call is waited for where it is made. */
  #settleWrite(result: PromiseLike<void>, size: number): PromiseLike<void> {
    const fulfilled = (): void => this.#counted(size);
    if (this.#watched) return result.then(fulfilled, this.#throwWriteFailure);
    return this.#settings.patience.wait("writeBatch", result, {
      fulfilled,
      rejected: (error) => this.#failure("write", error),
    });
  }

  #counted(size: number): void {
    this.#settings.whereabouts?.leave();
    this.count.written += size;
    this.count.batches++;
  }

  #failure(phase: FailurePhase, error: unknown): FailureSignal {
    const { worker } = this.#settings;
    const failure = toFailure(error, { phase, worker, sink: this.sink.name });
    if (phase === "write") {
      this.#settings.whereabouts?.leave();
      this.failed = !failure.hung;
      // Calls on a partition never overlap: one that hangs in a write is never closed.
      if (failure.hung) this.#partition = undefined;
    }
    return new FailureSignal(failure);
  }
}

/** The optional arguments of a build, as far as there are any. */
function lendable(
  bridge: AsyncBridge | undefined,
  sessionManager: unknown,
): [bridge?: AsyncBridge, sessionManager?: unknown] {
  // A bridge left out before a session manager is passed as undefined; exactOptionalPropertyTypes forbids to say so.
  if (sessionManager !== undefined) return [bridge as AsyncBridge, sessionManager];
  return bridge === undefined ? [] : [bridge];
}

/** What keeps the result of a build from being a partition. */
function notAPartition(built: unknown): string | undefined {
  if (typeof built !== "object" || built === null) return `it is ${describe(built)}`;
  const missing = ["writeBatch", "close"].filter((name) =>
    typeof Reflect.get(built, name) !== "function"
  );
  return missing.length === 0 ? undefined : `it has no method ${missing.join(" and no method ")}`;
}
