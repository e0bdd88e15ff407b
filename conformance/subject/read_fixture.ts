import { describeValue } from "../describe.ts";
import { FixtureError, type Hook } from "./fixture_error.ts";
import { boundTo, defined, itemsOf, memberOf, readable } from "./member.ts";
import type { FaultSwitch, Fixture } from "../subject.ts";

/** How a fixture is disposed: with whichever disposer it has. */
export type Disposer = Partial<Disposable & AsyncDisposable>;

/** The disposer of a fixture, read before all else, so that a fixture with other faults is disposed. */
export function readDisposer(fixture: object): Disposer {
  const member = (symbol: symbol) => memberOf(fixture, symbol, "dispose") ?? undefined;
  const dispose = member(Symbol.asyncDispose) ?? member(Symbol.dispose);
  if (dispose === undefined) return {};
  const bound = boundTo(fixture, requireFunction("dispose", dispose));
  return { [Symbol.asyncDispose]: bound as () => Promise<void> };
}

/**
 * Reads every member of a fixture, once, into a plain object: nothing of it can throw or change from then on.
 *
 * @throws {FixtureError} naming the member that cannot be read or is not what it must be.
 */
export function readMembers<E>(fixture: object): Fixture<E> {
  if (!readable("sink", () => "sink" in fixture)) {
    throw new FixtureError("open", "must return a fixture with a sink: there is none");
  }
  const sink = memberOf(fixture, "sink", "sink");
  const read = memberOf(fixture, "read", "read");
  if (typeof read !== "function") {
    throw new FixtureError("open", "must return a fixture whose read is a function: it is not");
  }
  const openResources = memberOf(fixture, "openResources", "openResources");
  return {
    sink,
    config: memberOf(fixture, "config", "config"),
    read: boundTo(fixture, read),
    ...defined({
      sessionManager: memberOf(fixture, "sessionManager", "sessionManager"),
      readable: readWhen(memberOf(fixture, "readable", "readable")),
      faults: readFaults(memberOf(fixture, "faults", "faults")),
      openResources: openResources === undefined
        ? undefined
        : boundTo(fixture, requireFunction("openResources", openResources)),
    }),
  } as Fixture<E>;
}

function readWhen(when: unknown): Fixture<unknown>["readable"] {
  if (when === undefined || when === "always" || when === "closed") return when;
  const problem = `must be "always" or "closed": it is ${describeValue(when)}`;
  throw new FixtureError("readable", problem);
}

function readFaults(faults: unknown): FaultSwitch | undefined {
  if (faults === undefined) return undefined;
  const owner = typeof faults === "object" && faults !== null ? faults : {};
  const set = memberOf(owner, "set", "faults");
  if (typeof set !== "function") {
    const problem = "must return a fixture whose faults have a set function: they do not";
    throw new FixtureError("open", problem);
  }
  const [its, pace] = [memberOf(owner, "kinds", "faults"), memberOf(owner, "pace", "faults")];
  const kinds = itemsOf(its, "faults");
  if (its !== undefined && !kinds) {
    throw new FixtureError("faults", `must have a list of kinds: it has ${describeValue(its)}`);
  }
  if (pace !== undefined && typeof pace !== "function") {
    throw new FixtureError("faults", `must have a pace function: it has ${describeValue(pace)}`);
  }
  const counted = memberOf(owner, "counted", "faults");
  if (counted !== undefined && counted !== true) {
    throw new FixtureError(
      "faults",
      `must have counted true or none: it has ${describeValue(counted)}`,
    );
  }
  return defined({
    counted,
    kinds,
    set: boundTo(owner, set),
    pace: pace && boundTo(owner, pace),
  }) as unknown as FaultSwitch;
}

function requireFunction(hook: Hook, value: unknown): unknown {
  if (typeof value === "function") return value;
  throw new FixtureError(hook, `must be a function: it is ${describeValue(value)}`);
}
