import type { Clock } from "../../src/bridge/clock.ts";
import type { MaybePromise } from "../../src/protocol/mod.ts";
import { isThenable } from "../../src/protocol/thenable.ts";
import { describeThrown, describeValue, thrownText } from "../describe.ts";
import { FixtureError, type Hook } from "./fixture_error.ts";
import type { Fixture, Subject } from "../subject.ts";
import { readable } from "./member.ts";
import { type Disposer, readDisposer, readMembers } from "./read_fixture.ts";
import type { Watch } from "./watch.ts";

/** How long a hook may take. */
export interface HookLimit {
  readonly milliseconds: number;
  readonly clock: Clock;
  /** Is told which hook runs; default: nobody is. */
  readonly watch?: Watch;
}

/** A hook that does not settle: to find out once more takes as long again. */
export class LateHook extends FixtureError {}

/** Calls a hook of the author's; whatever goes wrong there is a {@linkcode FixtureError}. */
export function callHook<T>(
  hook: Hook,
  limit: HookLimit,
  call: () => MaybePromise<T>,
): MaybePromise<T> {
  const { watch } = limit;
  watch?.enter(hook);
  let settling = false;
  try {
    const result = callHookSync(hook, call);
    if (!isThenable(result)) return result;
    settling = true;
    return hookSettled(hook, limit, result);
  } finally {
    if (!settling) watch?.leave();
  }
}

/** The same for one whose result is not waited for. */
export function callHookSync<T>(hook: Hook, call: () => T): T {
  try {
    return call();
  } catch (error) {
    throw hookThrew(hook, error);
  }
}

async function hookSettled<T>(
  hook: Hook,
  { milliseconds, clock, watch }: HookLimit,
  result: PromiseLike<T>,
): Promise<T> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const callOff = clock.after(
    milliseconds,
    () => reject(new LateHook(hook, `must settle: nothing came within ${milliseconds} ms`)),
  );
  try {
    return await Promise.race([
      Promise.resolve(result).catch((e) => Promise.reject(hookThrew(hook, e))),
      late,
    ]);
  } finally {
    callOff();
    watch?.leave();
  }
}

function hookThrew(hook: Hook, error: unknown): FixtureError {
  const text = thrownText(describeThrown(error));
  return new FixtureError(hook, `must not throw: it threw ${text}`, { cause: error });
}

/** A fixture with every member read, and the object that the author gave, to tell one from another. */
export interface Opened<E> extends Fixture<E> {
  /** What `open` gave. */
  readonly source: object;
}

/** Opens a fixture and checks its form. @throws {FixtureError} naming what is wrong with it. */
export async function openFixture<E>(subject: Subject<E>, limit: HookLimit): Promise<Opened<E>> {
  const opened = callHook("open", limit, () => subject.open());
  const source: unknown = isThenable(opened) ? await opened : opened;
  if (typeof source !== "object" || source === null) {
    throw new FixtureError("open", `must return a fixture: it returned ${describeValue(source)}`);
  }
  let disposer: Disposer = {};
  limit.watch?.enter("fixture");
  try {
    disposer = readDisposer(source);
    return { ...readMembers<E>(source), ...disposer, source };
  } catch (error) {
    await disposeFixture(disposer, limit);
    throw error;
  } finally {
    limit.watch?.leave();
  }
}

/** Disposes a fixture with whichever disposer it has. */
export async function disposeFixture(fixture: Disposer, limit: HookLimit): Promise<void> {
  const dispose = fixture[Symbol.asyncDispose] ?? fixture[Symbol.dispose];
  if (!dispose) return;
  const disposed = callHook("dispose", limit, () => dispose.call(fixture));
  if (isThenable(disposed)) await disposed;
}

/** How many values a reading may have beside ten times the events written: more, and it never ends. */
const patience = 10_000;

/** Reads the contents of a storage to which so many events were written. */
export function readFixture<E>(
  fixture: Fixture<E>,
  limit: HookLimit,
  written = 0,
): MaybePromise<Iterable<E>> {
  const values = callHook("read", limit, () => fixture.read());
  const most = 10 * written + patience;
  return isThenable(values)
    ? values.then((it) => requireIterable(it, most, limit))
    : requireIterable(values, most, limit);
}

function requireIterable<E>(
  values: Iterable<E>,
  patient: number,
  { watch }: HookLimit,
): Iterable<E> {
  watch?.enter("read");
  try {
    if (typeof values !== "object" || values === null || !isIterable(values)) {
      throw new FixtureError(
        "read",
        `must return an iterable of events: it returned ${describeValue(values)}`,
      );
    }
    // A list says itself how much comes of it.
    const most = Math.max(patient, lengthOf(values));
    // Gone through here and now: an iterator that throws is the hook's fault as well.
    const taken = callHookSync("read", () => takeAtMost(values, most + 1));
    if (taken.length <= most) return taken;
    throw new FixtureError(
      "read",
      `must return an iterable that ends: more than ${most} values came of it`,
    );
  } finally {
    watch?.leave();
  }
}

function isIterable(values: object): boolean {
  return readable("read", () => Symbol.iterator in values);
}

/** The length of a list, and 0 of all else. */
function lengthOf(values: object): number {
  return readable("read", () => Array.isArray(values) ? values.length : 0);
}

function takeAtMost<E>(values: Iterable<E>, most: number): E[] {
  const taken: E[] = [];
  for (const value of values) {
    taken.push(value);
    if (taken.length >= most) break;
  }
  return taken;
}

/** How many resources a fixture counts as open: at least so many, or the count itself is wrong. */
export async function openResourcesOf<E>(
  fixture: Fixture<E>,
  limit: HookLimit,
  least: number,
): Promise<{ resource: number }> {
  const resource = await callHook("openResources", limit, () => fixture.openResources!());
  if (Number.isSafeInteger(resource) && resource >= least) return { resource };
  throw new FixtureError(
    "openResources",
    `must return a whole number from 0: it returned ${describeValue(resource)}`,
  );
}
