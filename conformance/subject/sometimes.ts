import { describeValue } from "../describe.ts";
import { FixtureError } from "./fixture_error.ts";
import { boundTo, itemsOf, memberOf } from "./member.ts";

/** Something that at least one history of a check must bring about, or the check proves less than it seems to. */
export interface Sometimes {
  /** What it is, such as `"a chunk was flushed"`. */
  readonly label: string;
  /** How often it has come about so far. */
  readonly times: number;
  /** To be called where it comes about: in the sink, its client or the fixture, in the thread of the check. */
  reached(): void;
}

/**
 * Names a path that at least one history of a check must take. A check of a subject that lists it in
 * {@linkcode Subject.sometimes} does not conform when none did: a buffer that was never full, or a retry that was
 * never needed, is not proved to work by a green report.
 *
 * @example
 * ```ts
 * import { sometimes } from "@watertight/sinks/conformance";
 *
 * const flushed = sometimes("a chunk was flushed");
 * flushed.reached(); // in the sink, where a chunk is flushed
 * console.assert(flushed.times === 1);
 * ```
 */
export function sometimes(label: string): Sometimes {
  let times = 0;
  return {
    label,
    get times() {
      return times;
    },
    reached: () => void times++,
  };
}

/** What a subject lists, each member read but for the times, which change. @throws {FixtureError} when one is wrong. */
export function readSometimes(list: unknown): readonly Sometimes[] | undefined {
  if (list === undefined) return undefined;
  const items = itemsOf(list, "sometimes");
  if (!items) {
    throw new FixtureError(
      "sometimes",
      `must be a list of what sometimes() gives: it is ${describeValue(list)}`,
    );
  }
  const labels = new Set<string>();
  return items.map((item, index): Sometimes => {
    if (typeof item !== "object" || item === null) throw isNone(index, item);
    const read = (member: keyof Sometimes) => memberOf(item, member, "sometimes");
    const [label, reached] = [read("label"), read("reached")];
    if (typeof label !== "string" || label === "") {
      throw new FixtureError(
        "sometimes",
        `must each have a label: number ${index} has ${describeValue(label)}`,
      );
    }
    if (labels.has(label)) {
      throw new FixtureError(
        "sometimes",
        `must have a label of its own each: two have ${describeValue(label)}`,
      );
    }
    labels.add(label);
    const times = () => {
      const number = read("times");
      if (Number.isSafeInteger(number)) return number as number;
      throw new FixtureError(
        "sometimes",
        `must each have whole times: number ${index} has ${describeValue(number)}`,
      );
    };
    if (typeof reached !== "function") throw isNone(index, item);
    times();
    return {
      label,
      get times() {
        return times();
      },
      reached: () => void boundTo(item, reached)(),
    };
  });
}

function isNone(index: number, item: unknown): FixtureError {
  return new FixtureError(
    "sometimes",
    `must each be what sometimes() gives: number ${index} is ${describeValue(item)}`,
  );
}
