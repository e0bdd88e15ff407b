import type { MaybePromise } from "../../src/protocol/mod.ts";
import { describeThrown, describeValue, thrownText } from "../describe.ts";
import { FixtureError, type Hook } from "../fixture_error.ts";
import type { Fixture, Subject } from "../subject.ts";

/** Calls a hook of the author's; whatever goes wrong there is a {@linkcode FixtureError}. */
export function callHook<T>(
  hook: Hook,
  limit: number,
  call: () => MaybePromise<T>,
): MaybePromise<T> {
  let result: MaybePromise<T>;
  try {
    result = call();
  } catch (error) {
    throw hookThrew(hook, error);
  }
  return isThenable(result) ? hookSettled(hook, limit, result) : result;
}

async function hookSettled<T>(hook: Hook, limit: number, result: PromiseLike<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new FixtureError(hook, `must settle: nothing came within ${limit} ms`)),
      limit,
    );
  });
  try {
    return await Promise.race([
      Promise.resolve(result).catch((e) => Promise.reject(hookThrew(hook, e))),
      late,
    ]);
  } finally {
    clearTimeout(timer);
  }
}

function hookThrew(hook: Hook, error: unknown): FixtureError {
  const text = thrownText(describeThrown(error));
  return new FixtureError(hook, `must not throw: it threw ${text}`, { cause: error });
}

/** Whether a value is to be awaited; a value whose `then` cannot be read is, and rejects. */
export function isThenable<T>(value: MaybePromise<T>): value is PromiseLike<T> {
  if ((typeof value !== "object" && typeof value !== "function") || value === null) return false;
  try {
    return typeof (value as PromiseLike<T>).then === "function";
  } catch {
    return true;
  }
}

/** Opens a fixture and checks its form. */
export async function openFixture<E>(subject: Subject<E>, limit: number): Promise<Fixture<E>> {
  const opened = callHook("open", limit, () => subject.open());
  const fixture = isThenable(opened) ? await opened : opened;
  const problem = problemOf(fixture);
  if (problem === undefined) return fixture;
  if (typeof fixture === "object" && fixture !== null) await disposeFixture(fixture, limit);
  throw new FixtureError("open", problem);
}

function problemOf(fixture: unknown): string | undefined {
  if (typeof fixture !== "object" || fixture === null) {
    return `must return a fixture: it returned ${describeValue(fixture)}`;
  }
  if (!("sink" in fixture)) return "must return a fixture with a sink: there is none";
  if (!("read" in fixture) || typeof fixture.read !== "function") {
    return "must return a fixture whose read is a function: it is not";
  }
  if (!("faults" in fixture) || fixture.faults === undefined) return undefined;
  const faults = fixture.faults as { set?: unknown } | null;
  return typeof faults === "object" && faults !== null && typeof faults.set === "function"
    ? undefined
    : "must return a fixture whose faults have a set function: they do not";
}

/** Disposes a fixture with whichever disposer it has. */
export async function disposeFixture<E>(fixture: Fixture<E>, limit: number): Promise<void> {
  const dispose = fixture[Symbol.asyncDispose] ?? fixture[Symbol.dispose];
  if (!dispose) return;
  const disposed = callHook("dispose", limit, () => dispose.call(fixture));
  if (isThenable(disposed)) await disposed;
}

/** Reads the contents. */
export function readFixture<E>(fixture: Fixture<E>, limit: number): MaybePromise<Iterable<E>> {
  const values = callHook("read", limit, () => fixture.read());
  return isThenable(values) ? values.then(requireIterable) : requireIterable(values);
}

function requireIterable<E>(values: Iterable<E>): Iterable<E> {
  if (Array.isArray(values)) return values;
  if (typeof values === "object" && values !== null && Symbol.iterator in values) {
    // Gone through here and now: an iterator that throws is the hook's fault as well.
    return callHook("read", 0, () => [...values]) as E[];
  }
  throw new FixtureError(
    "read",
    `must return an iterable of events: it returned ${describeValue(values)}`,
  );
}
