import { assertConformance } from "./assert.ts";
import { type CheckOptions, settingsOf } from "./options.ts";
import type { Subject } from "./subject.ts";

/** The little of `Deno.test` that is needed: public types name no `Deno`. */
interface TestRunner {
  test(definition: {
    name: string;
    timeout: number;
    sanitizeOps: boolean;
    sanitizeResources: boolean;
    fn: () => Promise<void>;
  }): void;
}

/**
 * Registers a test with `Deno.test` that checks the sink: all an author's test file needs. Deno's op and
 * resource sanitizers are on, and its timeout also ends a sink that loops for ever.
 *
 * @throws {TypeError} when there is no `Deno.test`; use {@linkcode assertConformance} with other runners.
 *
 * @example
 * ```ts ignore
 * import { conformance } from "@watertight/sinks/conformance";
 * import { subject } from "./subject.ts";
 *
 * conformance(subject);
 * ```
 */
export function conformance<E>(subject: Subject<E>, options: CheckOptions = {}): void {
  const { Deno: runner } = globalThis as { Deno?: Partial<TestRunner> };
  if (typeof runner?.test !== "function") {
    throw new TypeError(
      "Cannot register a test as Deno.test must be there: it is not; use assertConformance with other runners",
    );
  }
  const { timeLimit, callLimit } = settingsOf(options);
  runner.test({
    name: `${subject.name} conforms`,
    // The check ends by itself unless the sink never yields: then the runner must end it.
    timeout: 2 * timeLimit + 4 * callLimit,
    sanitizeOps: true,
    sanitizeResources: true,
    fn: () => assertConformance(subject, options),
  });
}
