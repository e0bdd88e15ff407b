import type { CallFault, Contents, Given, Trace } from "../../src/protocol/mod.ts";
import { describeValue } from "../describe.ts";
import { FixtureError } from "../fixture_error.ts";
import { type History, plan, type PlannedCall } from "../history.ts";
import type { Fixture, Subject } from "../subject.ts";
import { Caller, type Live } from "./caller.ts";
import { grown } from "./census.ts";
import { callHook, isThenable, readFixture } from "./fixture.ts";
import { Identifier } from "./identify.ts";
import { observeNode } from "./node.ts";
import { paceOf, pass } from "./pace.ts";
import type { Stage } from "./stage.ts";

/**
 * Drives one history against one fixture, and is the only writer of its trace. It never judges: whatever the
 * sink does is an observation. Errors come from the fixture alone.
 */
export class Execution<E> {
  readonly #stage: Stage<E>;
  readonly #fixture: Fixture<E>;
  readonly #history: History;
  readonly #caller: Caller<E>;
  readonly #identifier: Identifier<E>;
  /** The partitions so far, by their numbers. */
  readonly #lives: Live<E>[] = [];
  /** Whether a call outlasted the limit: then no more are made. */
  #stuck = false;

  constructor(stage: Stage<E>, fixture: Fixture<E>, history: History) {
    this.#stage = stage;
    this.#fixture = fixture;
    this.#history = history;
    this.#caller = new Caller(stage, fixture, history);
    this.#identifier = new Identifier(stage.subject, this.#caller.written);
  }

  /** Whether a call of the sink returned a promise. */
  get asynchronous(): boolean {
    return this.#caller.asynchronous;
  }

  /** Makes every call, reads the contents, and gives the trace. @throws {FixtureError} when a hook fails. */
  async trace(): Promise<Trace> {
    const nodeAfterwards = observeNode(this.#fixture.sink);
    const counts = this.#fixture.openResources !== undefined;
    const open = counts ? await this.#openResources() : undefined;
    const census = this.#stage.census();
    if (typeof nodeMember(this.#fixture.sink, "buildPartition") === "function") {
      if (this.#history.given?.frozenNode) freezeNode(this.#fixture.sink);
      if (this.#history.pace) await this.#setPace(this.#history.pace);
      await this.#makeCalls(plan(this.#history));
    }
    const left = counts ? await this.#openResources() : undefined;
    const leaked = this.#stage.counts || counts
      ? grown({ ...census, ...open }, { ...this.#stage.census(), ...left })
      : undefined;
    const given = givenOf(this.#stage.subject, this.#history);
    const { calls, written, seized } = this.#caller;
    return {
      events: written,
      calls,
      contents: await this.readAgain(),
      guarantees: this.#stage.guarantees,
      node: nodeAfterwards(),
      ...(given && { given }),
      ...(leaked && { leaked }),
      ...(seized.length > 0 && { seized }),
    };
  }

  /** Reads the contents once more, and what else has come up since the last call. */
  async readAgain(): Promise<Contents> {
    for (const live of this.#lives) this.#caller.collectTasks(live);
    return await this.read();
  }

  /** Reads the contents as they are by now. */
  async read(): Promise<Contents> {
    const { written } = this.#caller;
    const values = readFixture(this.#fixture, this.#stage.callLimit, written.length);
    return this.#identifier.identify(isThenable(values) ? await values : values);
  }

  async #openResources(): Promise<{ resource: number }> {
    const resource = await callHook(
      "openResources",
      this.#stage.callLimit,
      () => this.#fixture.openResources!(),
    );
    if (Number.isSafeInteger(resource) && resource >= 0) return { resource };
    throw new FixtureError(
      "openResources",
      `must return a whole number from 0: it returned ${describeValue(resource)}`,
    );
  }

  async #makeCalls(calls: readonly PlannedCall[]): Promise<void> {
    for (const call of calls) {
      const alone = call.look || call.fault;
      if (call.after === undefined || alone) {
        if (this.#unsettled()) await this.#settle();
      } else if (call.after > 0) await pass(call.after);
      const live = this.#liveOf(call);
      if (live.pending) await this.#settle();
      if (this.#stuck) return;
      if (!mayFollow(call, live)) continue;
      if (alone) await this.#makeAlone(call, live);
      else this.#caller.start(call, live);
    }
    if (this.#unsettled()) await this.#settle();
  }

  /** Whether something is in flight, or has failed and is to be closed: asked before every call, so cheap. */
  #unsettled(): boolean {
    for (const live of this.#lives) if (live.pending || this.#toBeClosed(live)) return true;
    return false;
  }

  /** A call with nothing else in flight: the storage is looked at, or made to fail, around it. */
  async #makeAlone(call: PlannedCall, live: Live<E>): Promise<void> {
    const before = call.look && await this.read();
    if (call.fault) await this.#setFault(call.fault.kind);
    const record = this.#caller.start(call, live);
    if (call.fault?.kind === "hang" && await this.#outlasts(live, call.call)) {
      record.fault = { ...call.fault, outlasted: true };
    }
    if (call.fault?.until === "call") {
      // A storage that fails does so until the call is done, or has had its time: it may wait for it to heal.
      if (live.pending && call.fault.kind !== "hang") {
        await settles(live, this.#stage.hangLimits.write);
      }
      await this.#setFault(null);
    }
    if (call.fault?.until === "close") {
      if (this.#mayClose(call.partition)) await this.#closeUnderFault(call, call.fault, live);
      else await this.#setFault(null);
    }
    await this.#settle();
    if (!before || this.#stuck) return;
    record.before = before;
    record.after = await this.read();
  }

  /** The fault outlives the write: it is healed once the close that follows has settled. */
  async #closeUnderFault(call: PlannedCall, fault: CallFault, live: Live<E>): Promise<void> {
    if (fault.kind === "hang" && live.pending) await this.#setFault(null); // The write hangs: end it first.
    if (live.pending && !await settles(live, this.#stage.callLimit)) this.#stuck = true;
    if (!this.#stuck) {
      if (fault.kind === "hang") await this.#setFault(fault.kind);
      const { run, partition, worker, workers } = call;
      const record = this.#caller.start(closeOf({ run, partition, worker, workers }, fault), live);
      if (fault.kind === "hang" && await this.#outlasts(live, "close")) {
        record.fault = { ...fault, outlasted: true };
      }
    }
    await this.#setFault(null);
  }

  /** Gives a call time while the storage hangs; whether it is still not done then. */
  async #outlasts(live: Live<E>, call: "build" | "write" | "close"): Promise<boolean> {
    const { hangLimits } = this.#stage;
    if (
      !live.pending ||
      await settles(live, call === "close" ? hangLimits.close : hangLimits.write)
    ) {
      return false;
    }
    await live.bridge?.expire();
    return live.pending !== undefined;
  }

  async #setPace(pace: number): Promise<void> {
    const { faults } = this.#fixture;
    const set = callHook("faults", this.#stage.callLimit, () => faults?.pace?.(paceOf(pace)));
    if (isThenable(set)) await set;
  }

  async #setFault(kind: CallFault["kind"] | null): Promise<void> {
    const { faults } = this.#fixture;
    const set = callHook("faults", this.#stage.callLimit, () => faults?.set(kind));
    if (isThenable(set)) await set;
  }

  /** Waits until nothing is in flight, and closes what has failed; a call over the limit ends the history. */
  async #settle(): Promise<void> {
    if (this.#stuck) return;
    for (const live of this.#lives) {
      if (live.pending && !await settles(live, this.#stage.callLimit)) this.#stuck = true;
    }
    for (const live of this.#lives) if (this.#toBeClosed(live)) await this.#closeWorker(live);
  }

  /** As an engine does: after a failed write its partition is closed, then the others of its worker. */
  async #closeWorker(failed: Live<E>): Promise<void> {
    const { run, worker } = failed.build;
    const peers = this.#lives.filter((live) =>
      live !== failed && live.build.run === run && live.build.worker === worker
    );
    for (const live of [failed, ...peers]) {
      if (!live.partition || live.closes > 0 || this.#stuck) continue;
      live.failed = true;
      this.#caller.start(closeOf(live.build), live);
      if (live.pending && !await settles(live, this.#stage.callLimit)) this.#stuck = true;
    }
  }

  #toBeClosed({ failed, closes, partition, build }: Live<E>): boolean {
    return failed && closes === 0 && partition !== undefined && this.#mayClose(build.partition);
  }

  /** Whether a partition is closed at all: a control may leave it open, as if the process had ended. */
  #mayClose(partition: number): boolean {
    return (this.#history.onlyClose ?? partition) === partition;
  }

  #liveOf(call: PlannedCall): Live<E> {
    return this.#lives[call.partition] ??= {
      build: call,
      pending: undefined,
      failed: false,
      closes: 0,
    };
  }
}

function closeOf(
  { run, partition, worker, workers }: Pick<
    PlannedCall,
    "run" | "partition" | "worker" | "workers"
  >,
  fault?: CallFault,
): PlannedCall {
  return {
    call: "close",
    run,
    partition,
    worker,
    workers,
    from: 0,
    events: 0,
    ...(fault && { fault }),
  };
}

/** How many microtasks a call gets before a timer is armed for it: most settle within a few. */
const quick = 24;

/** Whether the call in flight settles within so many milliseconds. */
async function settles<E>(live: Live<E>, limit: number): Promise<boolean> {
  for (let tick = 0; live.pending && tick < quick; tick++) await undefined;
  return live.pending ? await within(live.pending, limit) : true;
}

async function within(pending: Promise<void>, limit: number): Promise<boolean> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<boolean>((resolve) => timer = setTimeout(resolve, limit, false));
  const settled = await Promise.race([pending.then(() => true), late]);
  clearTimeout(timer);
  return settled;
}

/**
 * What an engine would still call: nothing without a partition, nothing but one close after a failure. At the
 * end of a run it closes what is open: a second close is made only where the history says so.
 */
function mayFollow<E>(call: PlannedCall, live: Live<E>): boolean {
  if (call.call === "build") return true;
  if (call.last && live.closes > 0) return false;
  return live.partition !== undefined && !live.failed;
}

function freezeNode(node: unknown): void {
  try {
    Object.freeze(node);
  } catch {
    // A proxy may refuse to be frozen: it is driven as it is.
  }
}

function nodeMember(node: unknown, member: string): unknown {
  try {
    return (node as Record<string, unknown>)[member];
  } catch {
    return undefined; // A getter that throws: node.members reports it.
  }
}

/** The form the trace tells: which key is wrong, and not which of the subject's configurations it is. */
function givenOf<E>({ invalidConfigs }: Subject<E>, { given }: History): Given | undefined {
  if (given?.invalidConfig === undefined) return given;
  const { invalidConfig, ...rest } = given;
  return { ...rest, invalidKey: invalidConfigs?.[invalidConfig]?.key ?? "" };
}
