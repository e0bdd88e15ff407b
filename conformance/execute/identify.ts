import type { Contents, Stored } from "../../src/protocol/mod.ts";
import { FixtureError } from "../fixture_error.ts";
import type { Subject } from "../subject.ts";
import { describeThrown, thrownText } from "../describe.ts";
import { deepEqual, keyOf } from "./equality.ts";

/** Tells which written event each stored value is. One a history; built only when a value needs a search. */
export class Identifier<E> {
  readonly #subject: Pick<Subject<E>, "identity" | "equal">;
  readonly #written: readonly E[];
  #byKey: Map<string, number> | undefined;
  #keyed = 0;

  /** @param written the events of the history so far, in order; it may grow. */
  constructor(subject: Pick<Subject<E>, "identity" | "equal">, written: readonly E[]) {
    this.#subject = subject;
    this.#written = written;
  }

  /** The contents that these stored values are. */
  identify(values: Iterable<E>): Contents {
    const contents: Stored[] = [];
    let expected = 0;
    let strangers = false;
    for (const value of values) {
      // Storage order is mostly write order: the next event is nearly always the one.
      if (this.#equals(value, expected)) {
        contents.push(expected++);
        continue;
      }
      const event = this.#search(value);
      if (event === undefined) {
        strangers = true;
        contents.push({ value });
      } else {
        contents.push(this.#equals(value, event) ? event : { event, value });
        expected = event + 1;
      }
    }
    return strangers ? pairAltered(contents, this.#written) : contents;
  }

  #equals(value: E, event: number): boolean {
    const written = this.#written[event];
    if (event >= this.#written.length) return false;
    if (!this.#subject.equal) return deepEqual(value, written);
    return guarded("equal", () => this.#subject.equal!(value, written!));
  }

  #search(value: E): number | undefined {
    const index = this.#byKey ??= new Map();
    for (; this.#keyed < this.#written.length; this.#keyed++) {
      index.set(this.#key(this.#written[this.#keyed]!), this.#keyed);
    }
    return index.get(this.#key(value));
  }

  #key(event: E): string {
    if (!this.#subject.identity) return keyOf(event);
    try {
      return keyOf(this.#subject.identity(event));
    } catch {
      // A stored value may be of any form: one that has no identity is a stranger.
      return "no identity";
    }
  }
}

function guarded<T>(hook: "equal", call: () => T): T {
  try {
    return call();
  } catch (error) {
    throw new FixtureError(hook, `must not throw: it threw ${thrownText(describeThrown(error))}`, {
      cause: error,
    });
  }
}

/**
 * Without an identity of its own an altered event is a stranger, and the written one is missing. They are put
 * together again by likeness: the stranger that shares most with a missing event is that event, altered.
 */
function pairAltered(contents: readonly Stored[], written: readonly unknown[]): Contents {
  const found = new Set(
    contents.map((stored) => typeof stored === "number" ? stored : stored.event),
  );
  const missing = new Set(written.keys().filter((event) => !found.has(event)));
  return contents.map((stored) => {
    if (typeof stored === "number" || stored.event !== undefined) return stored;
    let [best, likest] = [0, -1];
    // Far more missing than a reader would compare: a bound keeps a sink that loses all from costing all.
    for (const event of missing.values().take(64)) {
      const likeness = likenessOf(stored.value, written[event]);
      if (likeness > best) [best, likest] = [likeness, event];
    }
    if (likest < 0) return stored;
    missing.delete(likest);
    return { event: likest, value: stored.value };
  });
}

/** How much of an event a value keeps: a number of like members; 0 for nothing. */
function likenessOf(value: unknown, event: unknown): number {
  if (typeof value !== typeof event || value === null || event === null) return 0;
  if (typeof value !== "object" || typeof event !== "object") return likenessOfTexts(value, event);
  return Object.keys(event).filter((key) =>
    Object.hasOwn(value, key) &&
    deepEqual((value as Record<string, unknown>)[key], (event as Record<string, unknown>)[key])
  ).length;
}

function likenessOfTexts(value: unknown, event: unknown): number {
  const [a, b] = [String(value).normalize("NFKC").trim(), String(event).normalize("NFKC").trim()];
  if (a.toLowerCase() === b.toLowerCase()) return 2;
  return a.length > 0 && b.length > 0 && (a.startsWith(b) || b.startsWith(a)) ? 1 : 0;
}
