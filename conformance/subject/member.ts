import { describeThrown, thrownText } from "../describe.ts";
import { FixtureError, type Hook } from "./fixture_error.ts";

/** A member of what an author gives. @throws {FixtureError} when it is a getter that throws. */
export function memberOf(owner: object, member: PropertyKey, hook: Hook): unknown {
  return readable(hook, () => Reflect.get(owner, member, owner));
}

/** What is read from what an author gives. @throws {FixtureError} when reading it throws. */
export function readable<T>(hook: Hook, read: () => T): T {
  try {
    return read();
  } catch (error) {
    const text = thrownText(describeThrown(error));
    throw new FixtureError(hook, `must be readable: reading it threw ${text}`, { cause: error });
  }
}

/** An object without the members that are undefined: what an author leaves out has its default. */
export function defined(members: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
}

/** A method bound to its owner: it is read once, and still finds the members beside it. */
export function boundTo(owner: object, method: unknown): (...args: unknown[]) => unknown {
  // Not by bind(), which reads members of the method: those of a proxy may throw.
  return (...args) => Reflect.apply(method as () => unknown, owner, args);
}

/** The items of a list; `undefined` when it is none. @throws {FixtureError} when it is one that cannot be read. */
export function itemsOf(value: unknown, hook: Hook): unknown[] | undefined {
  // Asked within, since a proxy that was revoked does not even tell whether it is a list.
  return readable(hook, () => Array.isArray(value) ? [...value] : undefined);
}
