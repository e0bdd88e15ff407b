/**
 * Functions that remember their calls: `spy` of `@std/testing` where JSR answers, and the mocks of `node:test`
 * where only npm does. Chosen here and nowhere else, as in `assert.ts`.
 */
import { mock } from "node:test";

/** A function that remembers its calls. */
export interface Spy<Args extends unknown[], Result> {
  (...args: Args): Result;
  /** The calls so far, in their order. */
  readonly calls: readonly { readonly args: Args }[];
}

/** Makes a function remember its calls. */
type SpyOn = <Args extends unknown[], Result>(
  original: (...args: Args) => Result,
) => Spy<Args, Result>;

const standIn: SpyOn = <Args extends unknown[], Result>(original: (...args: Args) => Result) => {
  const spied = mock.fn(original);
  const calls = { get: () => spied.mock.calls.map(({ arguments: args }) => ({ args })) };
  return Object.defineProperty(spied, "calls", calls) as unknown as Spy<Args, Result>;
};

async function choose(): Promise<SpyOn> {
  try {
    const { spy } = await import("@std/testing/mock");
    return spy as unknown as SpyOn;
  } catch {
    return standIn; // No JSR here: the same tests run on what the runtime has.
  }
}

/** Makes a function remember its calls. */
export const spy: SpyOn = await choose();
