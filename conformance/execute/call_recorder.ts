import type { Call, Outcome, SinkPartition } from "../../src/protocol/mod.ts";
import { isThenable } from "../../src/protocol/thenable.ts";
import { describeThrown } from "../describe.ts";
import type { History } from "../history/history.ts";
import type { PlannedCall } from "../history/plan.ts";
import type { Fixture } from "../subject.ts";
import { callHookSync } from "../subject/fixture.ts";
import type { Hook } from "../subject/fixture_error.ts";
import { readable } from "../subject/member.ts";
import { Batch } from "./batch.ts";
import { lendSessionManager, RecordingBridge } from "./bridge.ts";
import { type Pace, paceOf } from "./pace.ts";
import type { Context } from "./context.ts";
import { copyPlain, freezePlain, samePlain } from "../values/config.ts";

/** A call of the trace while it is being written. */
export type CallRecord = { -readonly [K in keyof Call]: Call[K] };

/** One partition of the history, from its build to its last close. */
export interface LivePartition<E> {
  /** What was called to build it. */
  readonly build: PlannedCall;
  /** The configuration as it was when the build began. */
  config?: unknown;
  partition?: SinkPartition<E>;
  bridge?: RecordingBridge;
  /** The latest call. */
  last?: CallRecord;
  /** The call in flight, if any. */
  pending: Promise<void> | undefined;
  /** A build or write threw: nothing may follow but one close. */
  failed: boolean;
  closes: number;
}

/** Makes single calls on a node and its partitions, and records each of them. */
export class CallRecorder<E> {
  /** The calls of the trace, in the order they started. */
  readonly calls: CallRecord[] = [];
  /** The events of the trace, in order of first use. */
  readonly written: E[] = [];
  /** The events, by index, of writes that threw although the storage did not fail: they are not stored. */
  readonly refused: Set<number> = new Set();
  /** The events, by index, of writes that threw as the storage failed: they may be stored. */
  readonly doubtful: Set<number> = new Set();
  /** Owner's methods that a partition called on what it was lent. */
  readonly seized: string[] = [];
  /** Whether a call returned a promise. */
  asynchronous = false;
  readonly #context: Context<E>;
  readonly #fixture: Fixture<E>;
  readonly #history: History;
  readonly #pace: Pace;
  readonly #sessionManager: unknown;
  readonly #config: unknown;
  #clock = 0;

  constructor(context: Context<E>, fixture: Fixture<E>, history: History) {
    this.#context = context;
    this.#fixture = fixture;
    this.#history = history;
    this.#pace = paceOf(history.pace ?? 0);
    this.#sessionManager = lendSessionManager(fixture.sessionManager, this.#seize);
    const config = configOf(context, fixture, history);
    const copy = readable(configHook(history), () => copyPlain(config));
    this.#config = history.given?.frozenConfig ? freezePlain(copy) : config;
  }

  /** Starts a call; its record is complete once it has settled, and then nothing of it is pending. */
  start(call: PlannedCall, live: LivePartition<E>): CallRecord {
    const record = this.#record(call);
    live.last = record;
    if (call.call === "close") live.closes++;
    if (call.call === "build") live.config = copyPlain(this.#config);
    const batch = call.call === "write" ? this.#batchOf(call, record) : undefined;
    live.bridge?.enter();
    let result: unknown;
    const { hookLimit, strayErrors, strayed } = this.#context;
    hookLimit.watch?.enter(members[call.call]);
    try {
      const invoke = () => this.#invoke(call, live, batch);
      result = strayed ? strayErrors.own(strayed, invoke) : invoke();
    } catch (error) {
      this.#end(record, live, threw(error), call, batch);
      return record;
    }
    if (isThenable(result) || live.bridge?.busy) {
      this.asynchronous = true;
      live.pending = this.#finish(record, live, result, call, batch);
    } else {
      this.#returned(record, live, result, call, batch);
    }
    return record;
  }

  /** Records the bridge tasks that were started since the latest call of a partition was done. */
  collectTasks({ bridge, last, pending }: LivePartition<E>): void {
    const tasks = pending ? undefined : bridge?.leave();
    if (tasks && last) last.tasks = [...last.tasks ?? [], ...tasks];
  }

  #record(call: PlannedCall): CallRecord {
    const record: CallRecord = {
      call: call.call,
      run: call.run,
      partition: call.partition,
      worker: call.worker,
      workers: call.workers,
      start: this.#clock++,
      end: null,
      outcome: { kind: "unsettled" },
    };
    if (call.fault) record.fault = call.fault;
    if (call.pause) record.pause = call.pause;
    this.calls.push(record);
    return record;
  }

  async #finish(
    record: CallRecord,
    live: LivePartition<E>,
    result: unknown,
    call: PlannedCall,
    batch?: Batch<E>,
  ): Promise<void> {
    try {
      const value = await result;
      if (live.bridge?.busy) await live.bridge.drain();
      live.pending = undefined;
      this.#returned(record, live, value, call, batch);
    } catch (error) {
      // The error that came first is the call's: what its other tasks throw is only waited for.
      if (live.bridge?.busy) await live.bridge.drain().catch(() => undefined);
      live.pending = undefined;
      this.#end(record, live, threw(error), call, batch);
    }
  }

  #invoke(call: PlannedCall, live: LivePartition<E>, batch?: Batch<E>): unknown {
    if (call.call === "close") return live.partition!.close();
    if (batch) return live.partition!.writeBatch(batch.items);
    const { sink } = this.#fixture;
    if (this.#history.given?.minimalArguments) {
      return sink.buildPartition(this.#config, call.worker, call.workers);
    }
    live.bridge = new RecordingBridge(this.#seize, this.#pace, this.#context.clock);
    return sink.buildPartition(
      this.#config,
      call.worker,
      call.workers,
      live.bridge,
      this.#sessionManager,
    );
  }

  #batchOf(call: PlannedCall, record: CallRecord): Batch<E> {
    const { pool, invalid } = this.#context;
    const [masters, items]: [E[], E[]] = [[], []];
    const events: number[] = [];
    for (const its of call.events) {
      const place = its % pool.events.length;
      const master = pool.events[place]!;
      masters.push(master);
      items.push(pool.fresh(place));
      events.push(this.written.push(master) - 1);
    }
    record.events = events;
    if (call.invalid) {
      const place = (call.events[0] ?? 0) % invalid.events.length;
      const value = invalid.events[place];
      record.invalid = [value];
      masters.splice(call.events.length >> 1, 0, value as E);
      items.splice(call.events.length >> 1, 0, invalid.fresh(place) as E);
    }
    const { equal } = this.#context.subject;
    return new Batch(masters, items, {
      frozen: this.#history.given?.frozenEvents === true,
      ...(equal && { equal }),
    });
  }

  #returned(
    record: CallRecord,
    live: LivePartition<E>,
    value: unknown,
    call: PlannedCall,
    batch?: Batch<E>,
  ): void {
    if (record.call === "build") this.#acceptPartition(record, live, value);
    this.#end(record, live, { kind: "returned" }, call, batch);
  }

  #end(
    record: CallRecord,
    live: LivePartition<E>,
    outcome: Outcome,
    call: PlannedCall,
    batch?: Batch<E>,
  ): void {
    this.#context.hookLimit.watch?.leave();
    record.end = this.#clock++;
    record.outcome = outcome;
    const tasks = live.bridge?.leave();
    if (tasks) record.tasks = tasks;
    if (outcome.kind === "threw" && record.call !== "close") live.failed = true;
    if (outcome.kind === "threw") {
      const found = record.fault ? this.doubtful : this.refused;
      for (const event of record.events ?? []) found.add(event);
    }
    const tampered = batch?.tampered() ?? [];
    if (tampered.length > 0) record.tampered = tampered;
    if (record.call === "build" && !samePlain(this.#config, live.config)) {
      record.tampered = ["config"];
    }
    if (batch && call.afterwards && batch.leaveBehind(call.afterwards)) {
      record.afterwards = call.afterwards;
    }
  }

  #acceptPartition(record: CallRecord, live: LivePartition<E>, value: unknown): void {
    const problem = partitionProblem(value);
    if (problem !== undefined) {
      record.built = { problem };
      live.failed = true;
      return;
    }
    const earlier = this.#partitions.get(value as object);
    if (earlier !== undefined) record.built = { sameAs: earlier };
    else this.#partitions.set(value as object, record.partition);
    live.partition = value as SinkPartition<E>;
  }

  readonly #partitions = new Map<object, number>();
  readonly #seize = (method: string): void => void this.seized.push(method);
}

/** The member of the sink that each call calls. */
const members = { build: "buildPartition", write: "writeBatch", close: "close" } as const;

/** The member that the configuration of a history comes from. */
function configHook({ given }: History): Hook {
  if (given?.stringConfig) return "stringConfig";
  return given?.invalidConfig === undefined ? "config" : "invalidConfigs";
}

/** The configuration that a history builds with. */
function configOf<E>(context: Context<E>, fixture: Fixture<E>, { given }: History): unknown {
  if (given?.stringConfig) {
    const { stringConfig } = context.subject;
    if (typeof stringConfig !== "function") return stringConfig;
    return callHookSync("stringConfig", () => stringConfig(fixture.config));
  }
  if (given?.invalidConfig === undefined) return fixture.config;
  return context.subject.invalidConfigs?.[given.invalidConfig]?.config;
}

function threw(error: unknown): Outcome {
  return { kind: "threw", error: describeThrown(error) };
}

function partitionProblem(value: unknown): string | undefined {
  if (typeof value !== "object" && typeof value !== "function" || value === null) {
    return `it gave ${value === null ? "null" : typeof value}`;
  }
  for (const member of ["writeBatch", "close"]) {
    try {
      if (typeof Reflect.get(value, member) !== "function") {
        return `its ${member} is not a function`;
      }
    } catch (error) {
      return `reading its ${member} threw ${describeThrown(error).message}`;
    }
  }
  return undefined;
}
