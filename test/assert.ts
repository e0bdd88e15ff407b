/**
 * The assertions of the tests: `@std/assert` where JSR answers, and `node:assert` where only npm does. Chosen
 * here and nowhere else; the import is dynamic because a static one that cannot be fetched fails the whole
 * run. What a test may rely on is what both have in common: errors are compared by their text, since
 * only one of the two compares their stacks.
 */
import nodeAssert from "node:assert/strict";

interface ErrorClass {
  // deno-lint-ignore no-explicit-any -- any constructor of an error
  new (...args: any[]): Error;
}

/** The assertions, with the signatures of `@std/assert`. */
export interface Assertions {
  assert(value: unknown, message?: string): asserts value;
  assertEquals<T>(actual: T, expected: T, message?: string): void;
  assertNotEquals<T>(actual: T, expected: T, message?: string): void;
  assertMatch(actual: string, expected: RegExp, message?: string): void;
  assertStringIncludes(actual: string, expected: string, message?: string): void;
  assertThrows(call: () => unknown, ErrorClass: ErrorClass, includes?: string): Error;
  assertRejects(
    call: () => PromiseLike<unknown>,
    ErrorClass: ErrorClass,
    includes?: string,
  ): Promise<Error>;
}

function requireError(error: unknown, ErrorClass: ErrorClass, includes = ""): Error {
  nodeAssert(error instanceof ErrorClass, `expected ${ErrorClass.name}, got ${error}`);
  nodeAssert(error.message.includes(includes), `expected "${includes}" in "${error.message}"`);
  return error;
}

const standIn: Assertions = {
  assert: (value, message) => nodeAssert(value, message!),
  assertEquals: (actual, expected, message) => nodeAssert.deepEqual(actual, expected, message!),
  assertNotEquals: (actual, expected, message) =>
    nodeAssert.notDeepEqual(actual, expected, message!),
  assertMatch: (actual, expected, message) => nodeAssert.match(actual, expected, message!),
  assertStringIncludes: (actual, expected, message) =>
    nodeAssert(actual.includes(expected), message ?? `expected "${expected}" in "${actual}"`),
  assertThrows(call, ErrorClass, includes) {
    try {
      call();
    } catch (error) {
      return requireError(error, ErrorClass, includes);
    }
    throw new nodeAssert.AssertionError({
      message: `expected ${ErrorClass.name}, nothing was thrown`,
    });
  },
  async assertRejects(call, ErrorClass, includes) {
    try {
      await call();
    } catch (error) {
      return requireError(error, ErrorClass, includes);
    }
    throw new nodeAssert.AssertionError({
      message: `expected ${ErrorClass.name}, nothing was thrown`,
    });
  },
};

async function choose(): Promise<Assertions> {
  try {
    return await import("@std/assert") as Assertions;
  } catch {
    return standIn; // No JSR here: the same tests run on what the runtime has.
  }
}

const chosen: Assertions = await choose();

export const assert: Assertions["assert"] = chosen.assert;
export const assertEquals: Assertions["assertEquals"] = chosen.assertEquals;
export const assertNotEquals: Assertions["assertNotEquals"] = chosen.assertNotEquals;
export const assertMatch: Assertions["assertMatch"] = chosen.assertMatch;
export const assertStringIncludes: Assertions["assertStringIncludes"] = chosen.assertStringIncludes;
export const assertThrows: Assertions["assertThrows"] = chosen.assertThrows;
export const assertRejects: Assertions["assertRejects"] = chosen.assertRejects;
