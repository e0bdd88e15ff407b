import type { Contents, Stored } from "../../src/protocol/mod.ts";
import { callHookSync } from "../subject/fixture.ts";
import type { Subject } from "../subject.ts";
import { pairAltered, untangle } from "./altered.ts";
import { deepEqual, keyOf } from "../values/equality.ts";

/** Tells which written event each stored value is. One a history; built only when a value needs a search. */
export class Identifier<E> {
  readonly #subject: Pick<Subject<E>, "identity" | "equal" | "key">;
  readonly #written: readonly E[];
  readonly #refused: ReadonlySet<number>;
  readonly #doubtful: ReadonlySet<number>;
  #byKey: Map<string, number> | undefined;
  #keyed = 0;

  /** @param written the events of the history so far, in order. @param refused those that a write threw for. @param doubtful those whose write the storage failed; all may grow. */
  constructor(
    subject: Pick<Subject<E>, "identity" | "equal" | "key">,
    written: readonly E[],
    refused: ReadonlySet<number> = new Set(),
    doubtful: ReadonlySet<number> = new Set(),
  ) {
    this.#subject = subject;
    this.#written = written;
    this.#refused = refused;
    this.#doubtful = doubtful;
  }

  /** The contents that these stored values are. */
  identify(values: Iterable<E>): Contents {
    const contents: Stored[] = [];
    let expected = 0;
    let [strangers, searched] = [false, false];
    for (const value of values) {
      // Storage order is mostly write order: the next event is nearly always the one.
      if (this.#equals(value, expected)) {
        contents.push(expected++);
        continue;
      }
      searched = true;
      const event = this.#search(value);
      if (event === undefined) {
        strangers = true;
        contents.push({ value });
      } else {
        contents.push(this.#equals(value, event) ? event : { event, value });
        expected = event + 1;
      }
    }
    const all = searched
      ? untangle(contents, this.#written, this.#refused.union(this.#doubtful))
      : contents;
    if (!strangers) return all;
    return pairAltered(all, this.#written, this.#refused, this.#doubtful.union(this.#rivals()));
  }

  /** Events that have their key in common with others: any of them may have been replaced. */
  #rivals(): ReadonlySet<number> {
    const { key } = this.#subject;
    if (!key) return new Set();
    const groups = Map.groupBy(this.#written.keys(), (event) => keyOf(key(this.#written[event]!)));
    return new Set([...groups.values()].filter(({ length }) => length > 1).flat());
  }

  #equals(value: E, event: number): boolean {
    const written = this.#written[event];
    if (event >= this.#written.length) return false;
    if (!this.#subject.equal) return deepEqual(value, written);
    return callHookSync("equal", () => this.#subject.equal!(value, written!));
  }

  #search(value: E): number | undefined {
    const index = this.#byKey ??= new Map();
    for (; this.#keyed < this.#written.length; this.#keyed++) {
      index.set(this.#key(this.#written[this.#keyed]!), this.#keyed);
    }
    return index.get(this.#key(value));
  }

  #key(event: E): string {
    const { identity } = this.#subject;
    try {
      return keyOf(identity ? identity(event) : event);
    } catch {
      // A stored value may be of any form: one that has no identity, or cannot be read, is a stranger.
      return "no identity";
    }
  }
}
