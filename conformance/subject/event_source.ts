import * as fc from "fast-check";
import { describeThrown, thrownText } from "../describe.ts";
import type { HookLimit } from "./fixture.ts";
import { FixtureError, type Hook } from "./fixture_error.ts";
import { readable } from "./member.ts";

/**
 * What events are drawn from: an arbitrary of fast-check, of whatever version from 3.23 on, and of whichever copy.
 * Described by what it can do, since the class of another copy is another class.
 */
export interface EventSource<out E> {
  /** Draws a value; the same for a generator in the same state. */
  generate(random: unknown, biasFactor: number | undefined): Drawn<E>;
  /** Whether a value that it did not draw can be made smaller. */
  canShrinkWithoutContext(value: unknown): boolean;
  /** Smaller values, the smallest first. */
  shrink(value: unknown, context: unknown): Iterable<Drawn<E>>;
}

/** A value that was drawn, with what its source needs to make it smaller. */
export interface Drawn<out E> {
  /** The value. */
  readonly value: E;
  /** Known to its source alone. */
  readonly context: unknown;
}

/** The arbitrary that a source is. @throws {FixtureError} when it is none. */
export function arbitraryOf<E>(source: EventSource<E>, hook: Hook): fc.Arbitrary<E> {
  const arbitrary = readable(hook, () => {
    if (source instanceof fc.Arbitrary) return source;
    return isSource(source) ? new Adopted(source) : undefined;
  });
  if (arbitrary) return arbitrary;
  throw new FixtureError(hook, "must be a fast-check arbitrary: it is not");
}

function isSource(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  const { generate, shrink, canShrinkWithoutContext } = value as Record<string, unknown>;
  return [generate, shrink, canShrinkWithoutContext].every((it) => typeof it === "function");
}

/** An arbitrary of another copy of fast-check, as one of this. */
class Adopted<E> extends fc.Arbitrary<E> {
  readonly #source: EventSource<E>;

  constructor(source: EventSource<E>) {
    super();
    this.#source = source;
  }

  generate(random: fc.Random, biasFactor: number | undefined): fc.Value<E> {
    return adopted(this.#source.generate(random, biasFactor));
  }

  canShrinkWithoutContext(value: unknown): value is E {
    return this.#source.canShrinkWithoutContext(value);
  }

  shrink(value: E, context: unknown): fc.Stream<fc.Value<E>> {
    return fc.stream(this.#smaller(value, context));
  }

  *#smaller(value: E, context: unknown): IterableIterator<fc.Value<E>> {
    for (const smaller of this.#source.shrink(value, context)) yield adopted(smaller);
  }
}

function adopted<E>({ value, context }: Drawn<E>): fc.Value<E> {
  return new fc.Value(value, context);
}

/** Draws values one after the other, each of which can be drawn again: an equal one, that shares nothing with it. */
export class Draws<E> {
  readonly #arbitrary: fc.Arbitrary<E>;
  readonly #hook: Hook;
  readonly #random: fc.Random;
  readonly #limit: HookLimit | undefined;
  readonly #started: number;
  /** The state of the generator before each value. */
  readonly #states: fc.Random[] = [];

  /** @param limit how long all of them may take, one after the other. @throws {FixtureError} when the source is no arbitrary. */
  constructor(source: EventSource<E>, seed: number, hook: Hook, limit?: HookLimit) {
    limit?.watch?.enter(hook);
    this.#arbitrary = arbitraryOf(source, hook);
    limit?.watch?.leave();
    this.#hook = hook;
    this.#limit = limit;
    this.#started = limit?.clock.now() ?? 0;
    [this.#random] = fc.sample(new Generator(), { seed, numRuns: 1 }) as [fc.Random];
  }

  /** The next value. @throws {FixtureError} when the arbitrary throws, or has had its time. */
  next(): E {
    this.#requireTime();
    this.#states.push(this.#random.clone());
    return this.#draw(this.#random, this.#states.length - 1);
  }

  #requireTime(): void {
    if (this.#limit === undefined) return;
    const { clock, milliseconds } = this.#limit;
    if (clock.now() - this.#started <= milliseconds) return;
    throw new FixtureError(
      this.#hook,
      `must be drawn within ${milliseconds} ms: ${this.#states.length} draws took longer; make them smaller`,
    );
  }

  /** The value of this number once more. @throws {FixtureError} when the arbitrary throws. */
  again(number: number): E {
    return this.#draw(this.#states[number]!.clone(), number);
  }

  /**
   * Values simpler than the one of this number, or than the one that steps lead to from there: each step is the place
   * of one among those that are simpler than the one before.
   *
   * @throws {FixtureError} when the arbitrary throws.
   */
  *simpler(number: number, steps: readonly number[] = []): IterableIterator<E> {
    for (const { value } of this.#simpler(number, steps)) yield value;
  }

  *#simpler(number: number, steps: readonly number[]): IterableIterator<fc.Value<E>> {
    const from = this.#valueAt(number, steps);
    if (!from) return;
    const values = this.#ofAuthor(() => this.#arbitrary.shrink(from.value_, from.context));
    for (;;) {
      const next = this.#ofAuthor(() => values.next());
      if (next.done) return;
      yield next.value;
    }
  }

  #valueAt(number: number, steps: readonly number[]): fc.Value<E> | undefined {
    if (steps.length === 0) return this.#generate(this.#states[number]!.clone(), number);
    let place = 0;
    for (const value of this.#simpler(number, steps.slice(0, -1))) {
      if (place++ === steps.at(-1)) return value;
    }
    return undefined;
  }

  #draw(random: fc.Random, number: number): E {
    return this.#generate(random, number).value;
  }

  #generate(random: fc.Random, number: number): fc.Value<E> {
    return this.#ofAuthor(() => this.#arbitrary.generate(random, biasOf(number)));
  }

  #ofAuthor<T>(call: () => T): T {
    this.#limit?.watch?.enter(this.#hook);
    try {
      return call();
    } catch (error) {
      const text = thrownText(describeThrown(error));
      throw new FixtureError(this.#hook, `must not throw: it threw ${text}`, { cause: error });
    } finally {
      this.#limit?.watch?.leave();
    }
  }
}

/** The first values are the most biased towards edge cases, as those of a property are. */
function biasOf(number: number): number {
  return 2 + Math.floor(Math.log10(number + 1));
}

/** Gives the very generator that a property draws from. */
class Generator extends fc.Arbitrary<fc.Random> {
  generate(random: fc.Random): fc.Value<fc.Random> {
    return new fc.Value(random.clone(), undefined);
  }

  canShrinkWithoutContext(_value: unknown): _value is fc.Random {
    return false;
  }

  shrink(): fc.Stream<fc.Value<fc.Random>> {
    return fc.Stream.nil();
  }
}

/** How many single events are tried for one that the sink alters. */
export const eventTries = 1000;

/** The event at the path of a property of single events; `undefined` when it leads nowhere. */
export function eventAt<E>(source: EventSource<E>, seed: number, path: string): [E] | undefined {
  // Every event before it is drawn: one that no check tries would be waited for without end.
  if (Number.parseInt(path) >= eventTries) return undefined;
  const [twins] = fc.sample(drawnTwice(source), { seed, path, numRuns: 1 });
  return twins && [twins[0]];
}

/** Events drawn twice: one is the sink's own, the other is what it was given. */
export function drawnTwice<E>(source: EventSource<E>): fc.Arbitrary<[E, E]> {
  return fc.clone(arbitraryOf(source, "events"), 2) as fc.Arbitrary<[E, E]>;
}
