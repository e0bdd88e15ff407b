import type { CallFault, Trace } from "../../src/protocol/mod.ts";
import { isThenable } from "../../src/protocol/thenable.ts";
import type { History } from "../history/history.ts";
import { plan, type PlannedCall } from "../history/plan.ts";
import type { Fixture } from "../subject.ts";
import { openResourcesOf, readFixture } from "../subject/fixture.ts";
import { CallRecorder, type LivePartition } from "./call_recorder.ts";
import { type Context, usualGrace } from "./context.ts";
import { closeOf, mayFollow } from "./engine_calls.ts";
import { keyOf } from "../values/equality.ts";
import { givenOf } from "./given.ts";
import { setFault, setPace } from "./fault_switch.ts";
import { isUnclear } from "../judge/failed_calls.ts";
import { Identifier } from "./identify.ts";
import { isOpen, isUnreadable, type Look, noteLook, noteStep } from "./look.ts";
import { freezeNode, nodeMember, observeNode } from "./node.ts";
import type { FileGrowth } from "./file_growth.ts";
import { common, grown, timersIn } from "./open_resources.ts";
import { pass } from "./pace.ts";
import { settles, wait } from "./waiting.ts";

/**
 * Drives one history against one fixture, and is the only writer of its trace. It never judges: whatever the
 * sink does is an observation. Errors come from the fixture alone.
 */
export class Execution<E> {
  readonly #context: Context<E>;
  readonly #fixture: Fixture<E>;
  readonly #history: History;
  readonly #maker: CallRecorder<E>;
  readonly #identifier: Identifier<E>;
  readonly #growth: FileGrowth | undefined;
  /** The partitions so far, by their numbers. */
  readonly #partitions: LivePartition<E>[] = [];
  /** Whether a call outlasted the limit: then no more are made. */
  #stuck = false;
  #timersBefore = 0;
  /** Whether timers were running when the partitions were about to be closed. */
  heldTimers = false;

  constructor(context: Context<E>, fixture: Fixture<E>, history: History, growth?: FileGrowth) {
    this.#context = context;
    this.#growth = growth;
    this.#fixture = fixture;
    this.#history = history;
    this.#maker = new CallRecorder(context, fixture, history);
    this.#identifier = new Identifier(
      context.subject,
      this.#maker.written,
      this.#maker.refused,
      this.#maker.doubtful,
    );
  }

  /** Whether a call of the sink returned a promise. */
  get asynchronous(): boolean {
    return this.#maker.asynchronous;
  }

  /** Makes every call, reads the contents, and gives the trace. @throws {FixtureError} when a hook fails. */
  async trace(): Promise<Trace> {
    const { hookLimit } = this.#context;
    hookLimit.watch?.enter("node");
    const nodeAfterwards = observeNode(this.#fixture.sink);
    hookLimit.watch?.leave();
    const counts = this.#fixture.openResources !== undefined;
    const open = counts ? await openResourcesOf(this.#fixture, hookLimit, 0) : undefined;
    const census = this.#context.counts ? this.#context.census() : {};
    if (typeof nodeMember(this.#fixture.sink, "buildPartition") === "function") {
      const { given, pace } = this.#history;
      if (given?.frozenNode) freezeNode(this.#fixture.sink);
      if (pace) await setPace(this.#fixture, hookLimit, pace);
      this.#timersBefore = timersIn(census);
      await this.#makeCalls(plan(this.#history));
    }
    const { growth: { after } = {}, clock } = this.#context;
    if (after !== undefined) await wait(after, clock);
    if (!this.#stuck) this.#growth?.settled();
    this.#collectTasks();
    // A call that was given up may end all the same, after what is read now: it stays as it was.
    const calls = this.#maker.calls.map((call) => this.#stuck ? { ...call } : call);
    // Read before anything else is waited for: what comes later is for close.quiescent to judge.
    const { contents, unreadable } = await this.read();
    this.#growth?.look();
    const leaked = this.#context.counts || counts
      ? await this.#leaked({ ...open, ...census }, counts)
      : undefined;
    const given = givenOf(this.#context.subject, this.#history);
    const [{ written, seized }, { key }] = [this.#maker, this.#context.subject];
    return {
      events: written,
      ...(key && { keys: written.map((event) => keyOf(key(event))) }),
      calls,
      ...(contents && { contents }),
      ...(unreadable !== undefined && { unreadable }),
      guarantees: this.#context.guarantees,
      node: nodeAfterwards(),
      ...(given && { given }),
      ...(leaked && { leaked }),
      ...(seized.length > 0 && { seized }),
    };
  }

  /** Reads the contents once more, and what else has come up since the last call. */
  async readAgain(): Promise<Look> {
    this.#collectTasks();
    return await this.read();
  }

  /** Whether what was given up has settled, or does so within the limit of one more call. */
  async settlesLate(): Promise<boolean> {
    const { callLimit, clock } = this.#context;
    for (const live of this.#partitions) if (!await settles(live, callLimit, clock)) return false;
    return true;
  }

  #collectTasks(): void {
    for (const live of this.#partitions) this.#maker.collectTasks(live);
  }

  /** Reads the contents as they are by now; nothing where an open partition is in the way. */
  async read(): Promise<Look> {
    const unreadable = this.#fixture.readable === "closed" && this.#partitions.some(isOpen);
    if (this.#context.unread || unreadable) return {};
    this.#growth?.read();
    const { written, calls } = this.#maker;
    try {
      const values = readFixture(this.#fixture, this.#context.hookLimit, written.length);
      return { contents: this.#identifier.identify(isThenable(values) ? await values : values) };
    } catch (error) {
      // A fresh storage that cannot be read is the fixture's fault; what calls have made of it is not.
      if (calls.length > 0 && isUnreadable(error)) return { unreadable: `read ${error.problem}` };
      throw error;
    }
  }

  /** What is open more than before. A socket takes some turns of the event loop to be gone: it is given them. */
  async #leaked(
    before: Readonly<Record<string, number>>,
    counts: boolean,
  ): Promise<Readonly<Record<string, number>>> {
    // What a request of unclear outcome may have opened is nobody's leak, and not waited for.
    let left = this.#maker.calls.some(isUnclear) ? 0 : this.#context.grace ?? usualGrace;
    let census: Readonly<Record<string, number>> | undefined;
    for (let pause = 1;; pause *= 2) {
      const { hookLimit, counts: lists, census: list } = this.#context;
      const open = counts ? await openResourcesOf(this.#fixture, hookLimit, -Infinity) : undefined;
      const now = lists ? list() : {};
      // What comes while the rest is waited for is a neighbour's.
      census = census ? common(census, now) : now;
      // More was released than was ever open: to wait for that would change nothing.
      if (open && open.resource < 0) return open;
      // What the fixture counts is its own; what the process lists may be a neighbour's.
      const leaked = grown(before, { ...open, ...census });
      if (left < pause || Object.keys(leaked).length === 0) return leaked;
      await wait(pause, this.#context.clock);
      left -= pause;
    }
  }

  async #makeCalls(calls: readonly PlannedCall[]): Promise<void> {
    for (let index = 0; index < calls.length; index++) {
      const call = calls[index]!;
      const alone = call.look || call.fault || call.pause || call.readAfter !== undefined;
      if (call.after === undefined || alone) {
        if (this.#unsettled()) await this.#settle();
      } else if (call.after > 0) await pass(call.after);
      const live = this.#liveOf(call);
      if (live.pending) await this.#settle();
      if (this.#stuck) return;
      if (!mayFollow(call, live)) continue;
      // What is open when a close begins need not be looked for when it has settled.
      if (call.last) this.#growth?.look();
      if (call.last && this.#context.noticesTimers) {
        this.heldTimers ||= timersIn(this.#context.census()) > this.#timersBefore;
      }
      if (!alone) this.#maker.start(call, live);
      else await this.#makeAlone(call, live, calls[index + 1]?.after !== undefined);
    }
    if (this.#unsettled()) await this.#settle();
  }

  /** Whether something is in flight, is to be closed or looked at: asked before every call, so cheap. */
  #unsettled(): boolean {
    if (this.#context.stepwise) return true;
    for (const live of this.#partitions) if (live.pending || this.#toBeClosed(live)) return true;
    return false;
  }

  /** A call with nothing else in flight: time passes, the storage is looked at or made to fail around it. */
  async #makeAlone(
    call: PlannedCall,
    live: LivePartition<E>,
    overlapped: boolean,
  ): Promise<void> {
    if (call.pause) await wait(call.pause, this.#context.clock);
    const before = call.look ? await this.read() : undefined;
    if (call.fault) await setFault(this.#fixture, this.#context.hookLimit, call.fault);
    const record = this.#maker.start(call, live);
    if (call.fault) await this.#endFault(call, call.fault, live);
    // What overlaps a failed call comes before its partition is closed.
    if (overlapped) await this.#ends(live);
    else await this.#settle();
    if (this.#stuck) return;
    if (before) noteLook(record, before, await this.read());
    if (call.readAfter !== undefined) {
      await wait(call.readAfter, this.#context.clock);
      record.later = { ms: call.readAfter, ...await this.read() };
    }
  }

  /** Waits for a call under a fault, closes its partition where the fault lasts so long, and heals the storage. */
  async #endFault(call: PlannedCall, fault: CallFault, live: LivePartition<E>): Promise<void> {
    if (await this.#outlasts(fault, live)) live.last!.fault = { ...fault, outlasted: true };
    const closing = fault.until === "close" && this.#mayClose(call.partition);
    // A call that hangs is ended first; else a close would wait for it.
    if (closing && live.pending) await setFault(this.#fixture, this.#context.hookLimit, null);
    if (closing && await this.#ends(live) && live.partition && live.closes === 0) {
      if (fault.kind === "hang") await setFault(this.#fixture, this.#context.hookLimit, fault);
      this.#maker.start(closeOf(call, fault), live);
      if (await this.#outlasts(fault, live)) live.last!.fault = { ...fault, outlasted: true };
    }
    await setFault(this.#fixture, this.#context.hookLimit, null);
  }

  /**
   * Gives a call under a fault its time: all of it as a rule, since what fails for a while may be waited for;
   * less while the storage hangs. Whether it is still not done then, though it had as long as a call may take.
   */
  async #outlasts(fault: CallFault, live: LivePartition<E>): Promise<boolean> {
    if (!live.pending) return false;
    const { callLimit, hangLimit, clock } = this.#context;
    const hangs = fault.kind === "hang";
    const whole = !hangs || fault.long === true;
    if (await settles(live, whole ? callLimit : hangLimit, clock)) return false;
    if (hangs) await live.bridge?.expire();
    return hangs && whole && live.pending !== undefined;
  }

  /** Waits for the call of a partition; one over the limit ends the history. */
  async #ends(live: LivePartition<E>): Promise<boolean> {
    const { callLimit, patience = callLimit, clock, hookLimit } = this.#context;
    if (live.pending && !await settles(live, patience, clock)) {
      this.#stuck = true;
      hookLimit.watch?.leave(); // Given up: what takes its time from here on is another's.
    }
    return !this.#stuck;
  }

  /** Waits until nothing is in flight, and closes what has failed. */
  async #settle(): Promise<void> {
    if (this.#stuck) return;
    for (const live of this.#partitions) await this.#ends(live);
    if (this.#context.stepwise) await noteStep(this.#maker.calls, () => this.read());
    for (const live of this.#partitions) {
      if (!this.#stuck && this.#toBeClosed(live)) await this.#closeWorker(live);
    }
  }

  /** As an engine does: after a failed write its partition is closed, then the others of its worker. */
  async #closeWorker(failed: LivePartition<E>): Promise<void> {
    const { run, worker } = failed.build;
    const peers = this.#partitions.filter((live) =>
      live !== failed && live.build.run === run && live.build.worker === worker
    );
    for (const live of [failed, ...peers]) {
      if (!live.partition || live.closes > 0 || this.#stuck) continue;
      live.failed = true;
      // What close makes of a batch that failed in the middle is told by what was there before.
      const torn = live === failed && (live.last?.events?.length ?? 0) > 1;
      const before = torn ? await this.read() : undefined;
      const record = this.#maker.start(closeOf(live.build), live);
      if (await this.#ends(live) && before) noteLook(record, before, await this.read());
      if (this.#context.stepwise) await noteStep(this.#maker.calls, () => this.read());
    }
  }

  #toBeClosed({ failed, closes, partition, build }: LivePartition<E>): boolean {
    return failed && closes === 0 && partition !== undefined && this.#mayClose(build.partition);
  }

  /** Whether a partition is closed at all: a control may leave it open, as if the process had ended. */
  #mayClose(partition: number): boolean {
    return (this.#history.onlyClose ?? partition) === partition;
  }

  #liveOf(call: PlannedCall): LivePartition<E> {
    return this.#partitions[call.partition] ??= {
      build: call,
      pending: undefined,
      failed: false,
      closes: 0,
    };
  }
}
