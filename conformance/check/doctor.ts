import type { Stage } from "../execute/stage.ts";
import { Execution } from "../execute/execution.ts";
import { disposeFixture, openFixture, readFixture } from "../execute/fixture.ts";
import { describeValue } from "../describe.ts";
import { FixtureError } from "../fixture_error.ts";
import type { Fault, Fixture } from "../subject.ts";
import type { History } from "../history.ts";
import { deepEqual } from "../execute/equality.ts";

const oneWrite: History = { workers: 1, first: 0, steps: [{ do: "write", worker: 0, events: 2 }] };

/**
 * Examines the subject before the sink is: what is wrong with a fixture must not be blamed on the sink.
 *
 * @throws {FixtureError} naming the hook, what it must do and what it did.
 */
export async function examine<E>(stage: Stage<E>): Promise<{ faults: readonly Fault[] }> {
  const fixture = await openFixture(stage.subject, stage.callLimit);
  const other = await openFixture(stage.subject, stage.callLimit).catch(async (error) => {
    await disposeFixture(fixture, stage.callLimit);
    throw error;
  });
  try {
    if (fixture.source === other.source) {
      throw new FixtureError("open", "must give another fixture every time: it gave one twice");
    }
    await requireEmpty(stage, fixture, "a fresh fixture");
    await requireEmpty(stage, other, "a second fresh fixture");
    const faults = faultsOf(fixture);
    if (faults.length > 0) await requireEffect(stage, faults[0]!);
    const impatient = { ...stage, callLimit: Math.ceil(stage.callLimit / 4) };
    const { calls, contents } = await new Execution(impatient, fixture, oneWrite).trace();
    // A call that hangs is for the rules to judge; what it may still store says nothing of the fixture.
    if (calls.some(({ outcome }) => outcome.kind === "unsettled")) return { faults };
    await requireStable(stage, fixture, contents?.length ?? 0);
    await requireEmpty(stage, other, "one fixture after a write to another");
    return { faults };
  } finally {
    await disposeFixture(fixture, stage.callLimit);
    if (fixture.source !== other.source) await disposeFixture(other, stage.callLimit);
  }
}

async function requireEmpty<E>(stage: Stage<E>, fixture: Fixture<E>, which: string): Promise<void> {
  const contents = [...await readFixture(fixture, stage.callLimit)];
  if (contents.length === 0) return;
  throw new FixtureError(
    "open",
    `must give fresh and empty storage: ${which} reads ${contents.length} values, the first ${
      describeValue(contents[0], 80)
    }`,
  );
}

/**
 * Reading must not consume what was read before, nor change its mind; a sink that is at work late is given
 * its time first.
 */
async function requireStable<E>(
  stage: Stage<E>,
  fixture: Fixture<E>,
  before: number,
): Promise<void> {
  for (let tries = 0;; tries++) {
    const first = [...await readFixture(fixture, stage.callLimit)];
    const second = [...await readFixture(fixture, stage.callLimit)];
    if (first.length >= before && deepEqual(first, second)) return;
    if (tries === 3) {
      throw new FixtureError(
        "read",
        "must give the same when nothing was written between: " +
          `first ${Math.max(before, first.length)} values, then ${second.length}`,
      );
    }
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** A switch without effect would make every rule about failures green. */
async function requireEffect<E>(stage: Stage<E>, fault: Fault): Promise<void> {
  const fixture = await openFixture(stage.subject, stage.callLimit);
  try {
    const step = { do: "write", worker: 0, events: 2, fault, until: "close" } as const;
    const trace = await new Execution(stage, fixture, { ...oneWrite, steps: [step] }).trace();
    const unharmed = trace.calls.every(({ outcome }) => outcome.kind === "returned") &&
      trace.contents?.length === 2;
    if (unharmed && fault !== "reject-after-apply") {
      throw new FixtureError(
        "faults",
        `must make the storage fail: set to ${fault}, a write and a close succeeded and the events are stored`,
      );
    }
  } finally {
    await disposeFixture(fixture, stage.callLimit);
  }
}

const faultKinds: readonly Fault[] = ["reject", "reject-after-apply", "hang"];

function faultsOf<E>({ faults }: Fixture<E>): readonly Fault[] {
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
