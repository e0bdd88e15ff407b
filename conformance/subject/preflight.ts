import { isThenable } from "../../src/protocol/thenable.ts";
import type { Context } from "../execute/context.ts";
import { wait } from "../execute/waiting.ts";
import { whileThere } from "../execute/stray_errors.ts";
import { Execution } from "../execute/execution.ts";
import { disposeFixture, LateHook, openFixture, readFixture } from "./fixture.ts";
import { describeValue } from "../describe.ts";
import { FixtureError } from "./fixture_error.ts";
import type { Fault, Fixture } from "../subject.ts";
import type { History } from "../history/history.ts";
import type { Shape } from "../history/shape.ts";
import { deepEqual } from "../values/equality.ts";
import { requirePayload } from "./require_payload.ts";

const twoEvents = { do: "write", worker: 0, events: [0, 1] } as const;

const oneWrite: History = { workers: 1, steps: [twoEvents] };

/** Milliseconds between two calls in which the timers of a sink may be at work. */
const pauses: readonly number[] = [2, 6];

/** What a preflight has found out. */
export interface Examined extends Pick<Shape, "faults" | "counted" | "pauses"> {
  /** Whether reading gives a promise. */
  readonly readsLater: boolean;
}

/**
 * Examines the subject before the sink is: what is wrong with a fixture must not be blamed on the sink.
 *
 * @throws {FixtureError} naming the hook, what it must do and what it did.
 */
export async function preflight<E>(
  context: Context<E>,
): Promise<Examined> {
  const fixture = await openFixture(context.subject, context.hookLimit);
  const other = await openFixture(context.subject, context.hookLimit).catch(async (error) => {
    await disposeFixture(fixture, context.hookLimit);
    throw error;
  });
  const storage = whileThere(context.strayed);
  try {
    if (fixture.source === other.source) {
      throw new FixtureError("open", "must give another fixture every time: it gave one twice");
    }
    const readsLater = await requireEmpty(context, fixture, "a fresh fixture");
    await requireEmpty(context, other, "a second fresh fixture");
    await requirePayload(context, fixture);
    const faults = faultsOf(fixture);
    if (faults.length > 0) await requireEffect(context, faults[0]!);
    const impatient: Context<E> = {
      ...context,
      ...storage,
      callLimit: Math.ceil(context.callLimit / 4),
      // What goes on after the last close is the sink's doing: it must not come between two readings.
      grace: 0,
      noticesTimers: true,
    };
    const execution = new Execution(impatient, fixture, oneWrite);
    const { calls, contents } = await execution.trace();
    const found = {
      readsLater,
      faults,
      counted: fixture.faults?.counted === true,
      pauses: execution.heldTimers ? pauses : [],
    };
    // A call that hangs is for the rules to judge; what it may still store says nothing of the fixture.
    if (calls.some(({ outcome }) => outcome.kind === "unsettled")) return found;
    await requireStable(context, fixture, contents?.length ?? 0);
    await requireEmpty(context, other, "one fixture after a write to another");
    return found;
  } finally {
    await storage.end(context.clock.turn);
    await disposeFixture(fixture, context.hookLimit);
    if (fixture.source !== other.source) await disposeFixture(other, context.hookLimit);
  }
}

/**
 * A storage that cannot be read after some calls says nothing of the sink when it cannot be read without them
 * either: it has gone away.
 *
 * @throws {FixtureError} when a fresh fixture, or one after a lone write and close, cannot be read.
 */
export async function requireReadable<E>(context: Context<E>): Promise<void> {
  const fixture = await openFixture(context.subject, context.hookLimit);
  try {
    await requireEmpty(context, fixture, "a fresh fixture");
    const { contents } = await new Execution(context, fixture, oneWrite).trace();
    await requireStable(context, fixture, contents?.length ?? 0);
  } finally {
    await disposeFixture(fixture, context.hookLimit);
  }
}

/** What failed in one reading of many, of the same history, is no finding: the storage was out of reach. */
export function unreadOnce(unreadable: string | undefined, runs: number): FixtureError {
  return new FixtureError(
    "read",
    `must give the contents every time: in 1 of ${runs} runs of the same history ${unreadable}`,
  );
}

/** Reads a storage that is empty; whether that gave a promise. */
async function requireEmpty<E>(
  context: Context<E>,
  fixture: Fixture<E>,
  which: string,
): Promise<boolean> {
  const values = readFixture(fixture, context.hookLimit);
  const contents = [...await values];
  if (contents.length === 0) return isThenable(values);
  throw new FixtureError(
    "open",
    `must give fresh and empty storage: ${which} reads ${contents.length} values, the first ${
      describeValue(contents[0], 80)
    }`,
  );
}

/** The longest pause in milliseconds after which a storage is read once more before its fixture is blamed. */
const patience = 80;

/**
 * Reading must not consume what was read before, nor change its mind; a sink that is at work late is given
 * its time first.
 */
async function requireStable<E>(
  context: Context<E>,
  fixture: Fixture<E>,
  before: number,
): Promise<void> {
  for (let pause = 5;; pause *= 2) {
    try {
      const first = [...await readFixture(fixture, context.hookLimit)];
      const second = [...await readFixture(fixture, context.hookLimit)];
      if (first.length >= before && deepEqual(first, second)) return;
      throw new FixtureError(
        "read",
        "must give the same when nothing was written between: " +
          `first ${Math.max(before, first.length)} values, then ${second.length}`,
      );
    } catch (error) {
      if (error instanceof LateHook || pause > patience) throw error;
    }
    await wait(pause, context.clock);
  }
}

/** A switch without effect would make every rule about failures green. */
async function requireEffect<E>(context: Context<E>, fault: Fault): Promise<void> {
  const fixture = await openFixture(context.subject, context.hookLimit);
  const storage = whileThere(context.strayed);
  try {
    const its = { ...context, ...storage };
    const step = { ...twoEvents, fault: { kind: fault, until: "close" as const } };
    const trace = await new Execution(its, fixture, { ...oneWrite, steps: [step] }).trace();
    const unharmed = trace.calls.every(({ outcome }) => outcome.kind === "returned") &&
      trace.contents?.length === 2;
    if (unharmed && fault !== "reject-after-apply") {
      throw new FixtureError(
        "faults",
        `must make the storage fail: set to ${fault}, a write and a close succeeded and the events are stored`,
      );
    }
  } finally {
    await storage.end(context.clock.turn);
    await disposeFixture(fixture, context.hookLimit);
  }
}

const faultKinds: readonly Fault[] = ["reject", "reject-after-apply", "hang"];

/** How the storage of a fixture can fail. @throws {FixtureError} when it names something else. */
export function faultsOf<E>({ faults }: Fixture<E>): readonly Fault[] {
  if (!faults) return [];
  const kinds = faults.kinds ?? ["reject"];
  const unknown = kinds.find((kind) => !faultKinds.includes(kind));
  if (unknown === undefined && kinds.length > 0) return kinds;
  throw new FixtureError(
    "faults",
    `must have kinds among ${faultKinds.join(", ")}: it has ${
      unknown === undefined ? "none" : describeValue(unknown)
    }`,
  );
}
