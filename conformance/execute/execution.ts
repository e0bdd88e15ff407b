import type {
  Call,
  CallFault,
  Contents,
  Outcome,
  SinkPartition,
  Trace,
} from "../../src/protocol/mod.ts";
import { describeThrown } from "../describe.ts";
import type { History, PlannedCall } from "../history.ts";
import { plan } from "../history.ts";
import type { Fixture } from "../subject.ts";
import { lendSessionManager, RecordingBridge } from "./bridge.ts";
import { grown } from "./census.ts";
import { callHook, isThenable, readFixture } from "./fixture.ts";
import { Identifier } from "./identify.ts";
import { observeNode } from "./node.ts";
import type { Stage } from "./stage.ts";
import { Batch } from "./batch.ts";
import { deepEqual } from "./equality.ts";
import { copyValue, deepFreeze } from "./values.ts";

type Recorded = { -readonly [K in keyof Call]: Call[K] };

/** One partition of the history, from its build to its last close. */
interface Live<E> {
  partition?: SinkPartition<E>;
  bridge?: RecordingBridge;
  /** The call in flight, if any. */
  pending: Promise<void> | undefined;
  /** A build or write threw: nothing may follow but one close. */
  failed: boolean;
  closes: number;
}

/**
 * Drives one history against one fixture, and is the only writer of its trace. It never judges: whatever the
 * sink does is an observation. Errors come from the fixture alone.
 */
export class Execution<E> {
  readonly #stage: Stage<E>;
  readonly #fixture: Fixture<E>;
  readonly #history: History;
  readonly #calls: Recorded[] = [];
  readonly #written: E[] = [];
  readonly #seized: string[] = [];
  readonly #live = new Map<number, Live<E>>();
  readonly #identifier: Identifier<E>;
  readonly #sessionManager: unknown;
  readonly #config: unknown;
  #configBefore: unknown;
  /** Whether a call of the sink returned a promise. */
  asynchronous = false;
  #clock = 0;
  #stuck = false;

  constructor(stage: Stage<E>, fixture: Fixture<E>, history: History) {
    this.#stage = stage;
    this.#fixture = fixture;
    this.#history = history;
    this.#identifier = new Identifier(stage.subject, this.#written);
    this.#sessionManager = lendSessionManager(fixture.sessionManager, this.#seize);
    this.#configBefore = copyValue(fixture.config);
    this.#config = history.given?.frozenConfig
      ? deepFreeze(copyValue(fixture.config))
      : fixture.config;
  }

  /** Makes every call, reads the contents, and gives the trace. @throws {FixtureError} when a hook fails. */
  async trace(): Promise<Trace> {
    const nodeAfterwards = observeNode(this.#fixture.sink);
    const census = this.#stage.census();
    if (
      nodeAfterwards().problems.length === 0 ||
      typeof this.#fixture.sink?.buildPartition === "function"
    ) {
      if (this.#history.given?.frozenNode) Object.freeze(this.#fixture.sink);
      await this.#makeCalls(plan(this.#history));
    }
    const leaked = grown(census, this.#stage.census());
    const contents = await this.read();
    return {
      events: this.#written,
      calls: this.#calls,
      contents,
      guarantees: this.#stage.guarantees,
      node: nodeAfterwards(),
      ...(this.#history.given && { given: this.#history.given }),
      ...(Object.keys(leaked).length > 0 && { leaked }),
      ...(this.#seized.length > 0 && { seized: this.#seized }),
    };
  }

  /** Reads the contents again, as they are by now. */
  async read(): Promise<Contents> {
    const values = readFixture(this.#fixture, this.#stage.callLimit);
    return this.#identifier.identify(isThenable(values) ? await values : values);
  }

  async #makeCalls(calls: readonly PlannedCall[]): Promise<void> {
    for (const call of calls) {
      if (call.after === undefined || call.look || call.fault) {
        if (this.#flying()) await this.#settle();
        if (this.#stuck) return;
      } else {
        for (let tick = 0; tick < call.after; tick++) await undefined;
      }
      const live = this.#liveOf(call);
      if (live.pending) await this.#settle();
      if (this.#stuck) return;
      if (!mayFollow(call, live)) continue;
      if (call.look || call.fault) await this.#makeAlone(call, live);
      else this.#start(call, live);
      if (live.failed && !live.pending) await this.#closeFailed();
    }
    await this.#settle();
    if (!this.#stuck) await this.#closeFailed();
  }

  /** A call with nothing else in flight: the storage is looked at, or made to fail, around it. */
  async #makeAlone(call: PlannedCall, live: Live<E>): Promise<void> {
    const before = call.look && await this.read();
    if (call.fault) await this.#setFault(call.fault.kind);
    const record = this.#start(call, live);
    if (call.fault?.kind === "hang") await this.#outwait(live);
    if (call.fault?.until === "call") await this.#setFault(null);
    await this.#settle();
    if (call.fault?.until === "close" && !this.#stuck) await this.#closeUnderFault(call, live);
    if (call.look && !this.#stuck) {
      record.before = before as Contents;
      record.after = await this.read();
    }
  }

  /** The fault outlives the write: it is healed once the close that follows has settled. */
  async #closeUnderFault(call: PlannedCall, live: Live<E>): Promise<void> {
    const fault = call.fault as CallFault;
    this.#start({ ...call, call: "close", from: 0, events: 0, fault }, live);
    if (fault.kind === "hang") await this.#outwait(live);
    await this.#setFault(null);
    await this.#settle();
  }

  /** Gives a call under a fault that hangs its time before the storage is healed. */
  async #outwait(live: Live<E>): Promise<void> {
    if (live.pending) await this.#within(live.pending, this.#stage.hangLimit);
  }

  async #setFault(kind: CallFault["kind"] | null): Promise<void> {
    const { faults } = this.#fixture;
    const set = callHook("faults", this.#stage.callLimit, () => faults?.set(kind));
    if (isThenable(set)) await set;
  }

  /** As an engine does: after a failed write the partition is closed, then the others of its worker. */
  async #closeFailed(): Promise<void> {
    for (const failed of [...this.#calls]) {
      if (failed.call !== "write" || failed.outcome.kind !== "threw") continue;
      const peers = [...this.#live].filter(([, { closes, partition }]) => closes === 0 && partition)
        .filter(([partition]) => this.#buildOf(partition).worker === failed.worker)
        .filter(([partition]) => this.#buildOf(partition).run === failed.run)
        .sort(([a], [b]) => Number(b === failed.partition) - Number(a === failed.partition));
      for (const [partition, live] of peers) {
        live.failed = true;
        const { run, worker, workers } = this.#buildOf(partition);
        this.#start({ call: "close", run, partition, worker, workers, from: 0, events: 0 }, live);
        if (live.pending) await this.#settle();
        if (this.#stuck) return;
      }
    }
  }

  #buildOf(partition: number): Recorded {
    return this.#calls.find((call) => call.call === "build" && call.partition === partition)!;
  }

  #liveOf(call: PlannedCall): Live<E> {
    let live = this.#live.get(call.partition);
    if (!live) {
      this.#live.set(call.partition, live = { pending: undefined, failed: false, closes: 0 });
    }
    return live;
  }

  #flying(): boolean {
    for (const live of this.#live.values()) if (live.pending) return true;
    return false;
  }

  /** Waits until nothing is in flight; a call that outlasts the limit ends the history. */
  async #settle(): Promise<void> {
    for (const live of this.#live.values()) {
      if (!live.pending) continue;
      if (!await this.#within(live.pending, this.#stage.callLimit)) this.#stuck = true;
    }
  }

  /** Whether a promise settles within so many milliseconds. */
  async #within(pending: Promise<void>, limit: number): Promise<boolean> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<boolean>((resolve) => timer = setTimeout(resolve, limit, false));
    const settled = await Promise.race([pending.then(() => true), late]);
    clearTimeout(timer);
    return settled;
  }

  /** Starts a call; its record is complete once it has settled. */
  #start(call: PlannedCall, live: Live<E>): Recorded {
    const record: Recorded = {
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
    this.#calls.push(record);
    if (call.call === "close") live.closes++;
    const batch = call.call === "write" ? this.#batchOf(call, record) : undefined;
    live.bridge?.enter();
    let result: unknown;
    try {
      result = this.#invoke(call, live, batch);
    } catch (error) {
      this.#end(record, live, threw(error), batch);
      return record;
    }
    if (isThenable(result) || live.bridge?.busy) {
      this.asynchronous = true;
      live.pending = this.#finish(record, live, result, batch);
    } else {
      this.#returned(record, live, result, batch);
    }
    return record;
  }

  async #finish(record: Recorded, live: Live<E>, result: unknown, batch?: Batch<E>): Promise<void> {
    try {
      const value = await result;
      if (live.bridge?.busy) await live.bridge.drain();
      live.pending = undefined;
      this.#returned(record, live, value, batch);
    } catch (error) {
      if (live.bridge?.busy) await live.bridge.drain().catch(() => {}); // The first error is the call's.
      live.pending = undefined;
      this.#end(record, live, threw(error), batch);
    }
  }

  #invoke(call: PlannedCall, live: Live<E>, batch?: Batch<E>): unknown {
    if (call.call === "close") return live.partition!.close();
    if (batch) return live.partition!.writeBatch(batch.items);
    const { sink } = this.#fixture;
    if (this.#history.given?.minimalArguments) {
      return sink.buildPartition(this.#config, call.worker, call.workers);
    }
    live.bridge = new RecordingBridge(this.#seize);
    return sink.buildPartition(
      this.#config,
      call.worker,
      call.workers,
      live.bridge,
      this.#sessionManager,
    );
  }

  #batchOf(call: PlannedCall, record: Recorded): Batch<E> {
    const { pool } = this.#stage;
    const first = this.#written.length;
    const batch = new Batch<E>(call.events, (index) => {
      const event = pool[(this.#history.first + first + index) % pool.length]!;
      this.#written.push(event);
      return event;
    }, this.#history.given?.frozenEvents === true);
    record.events = Array.from({ length: call.events }, (_, index) => first + index);
    if (call.afterwards) batch.afterwards = call.afterwards;
    return batch;
  }

  #returned(record: Recorded, live: Live<E>, value: unknown, batch?: Batch<E>): void {
    if (record.call === "build") this.#acceptPartition(record, live, value);
    this.#end(record, live, { kind: "returned" }, batch);
  }

  #end(record: Recorded, live: Live<E>, outcome: Outcome, batch?: Batch<E>): void {
    record.end = this.#clock++;
    record.outcome = outcome;
    const tasks = live.bridge?.leave();
    if (tasks) record.tasks = tasks;
    if (outcome.kind === "threw" && record.call !== "close") live.failed = true;
    const tampered = batch?.tampered() ?? [];
    if (record.call === "build" && !deepEqual(this.#fixture.config, this.#configBefore)) {
      this.#configBefore = copyValue(this.#fixture.config);
      record.tampered = ["config"];
    } else if (tampered.length > 0) record.tampered = tampered;
    const done = batch?.leaveBehind();
    if (done) record.afterwards = done;
  }

  #acceptPartition(record: Recorded, live: Live<E>, value: unknown): void {
    const problem = partitionProblem(value);
    if (problem !== undefined) {
      record.built = { problem };
      live.failed = true;
      return;
    }
    for (const [number, other] of this.#live) {
      if (other.partition === value) record.built = { sameAs: number };
    }
    live.partition = value as SinkPartition<E>;
  }

  readonly #seize = (method: string): void => void this.#seized.push(method);
}

/** What an engine would still call: nothing without a partition, nothing but one close after a failure. */
function mayFollow(call: PlannedCall, live: { partition?: unknown; failed: boolean }): boolean {
  if (call.call === "build") return true;
  return live.partition !== undefined && !live.failed;
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
