/**
 * Registers one test: its name, what it runs and the milliseconds it may take. So are the `test` of Vitest, Jest, Bun,
 * `node:test` and Deno called. What a runner gives to the test is handed on, since some can skip a test by it.
 */
export type TestFunction = (
  name: string,
  run: (...context: unknown[]) => Promise<void>,
  timeout: number,
) => unknown;

/** What the runners that are known leave in the global scope. */
interface RunnerHost {
  readonly Deno?: { readonly test?: (definition: object) => void };
  readonly Bun?: unknown;
  readonly test?: TestFunction;
  readonly process?: {
    readonly env?: Readonly<Record<string, string | undefined>>;
    getBuiltinModule?(name: string): { readonly test?: unknown } | undefined;
  };
}

/**
 * The test function of the runner that is there: of Deno, else the global one that Vitest and Jest can give, else
 * that of Bun, else that of Node.
 *
 * @param permissions of each test, as `Deno.test` takes them.
 * @throws {TypeError} where there is none, or one that lends its test function by import alone.
 */
export function runnerOfHost(permissions: unknown): TestFunction {
  const { Deno, Bun, test, process } = globalThis as RunnerHost;
  if (typeof Deno?.test === "function") return ofDeno(Deno.test, permissions);
  if (typeof test === "function") return test;
  if (Bun !== undefined) {
    const { test: ofBun } = process?.getBuiltinModule?.("bun:test") ?? {};
    if (typeof ofBun === "function") return ofBun as TestFunction;
  }
  const { VITEST, JEST_WORKER_ID } = process?.env ?? {};
  // Under these, a test of Node would run unseen, and the runner would say that there are none.
  const runner = VITEST !== undefined
    ? "Vitest"
    : JEST_WORKER_ID !== undefined
    ? "Jest"
    : undefined;
  if (runner !== undefined) {
    throw new TypeError(
      `Cannot register the tests as ${runner} must lend its test function: there is no global one; pass the option test`,
    );
  }
  const { test: ofNode } = process?.getBuiltinModule?.("node:test") ?? {};
  if (typeof ofNode === "function") return fromNode(ofNode as NodeTest);
  throw new TypeError(
    "Cannot register the tests as there must be a test runner: there is none; pass the option test, " +
      "or use assertConformance",
  );
}

function ofDeno(
  register: (definition: object) => void,
  permissions: unknown,
): TestFunction {
  return (name, run, timeout) =>
    register({
      name,
      timeout,
      sanitizeOps: true,
      sanitizeResources: true,
      ...(permissions !== undefined && { permissions }),
      fn: run,
    });
}

type NodeTest = (name: string, options: { timeout: number }, run: unknown) => unknown;

function fromNode(register: NodeTest): TestFunction {
  return (name, run, timeout) => register(name, { timeout }, run);
}

/** What runners give to a test that can be skipped while it runs. */
interface TestContext {
  /** Of Vitest and Node. */
  readonly skip?: (reason: string) => void;
  /** Of Deno. */
  readonly step?: (definition: object) => Promise<unknown>;
}

/**
 * Shows a running test as skipped, with the reason. Deno cannot skip a test that runs, but a step of it: the step is
 * listed with its reason and counted among what was ignored. Jest and Bun can skip neither: there the reason is printed.
 */
export async function skipTest(name: string, reason: string, context: unknown): Promise<void> {
  const { skip, step } = (context ?? {}) as TestContext;
  if (typeof skip === "function") return skip.call(context, reason);
  if (typeof step === "function") {
    await step.call(context, { name: reason, ignore: true, fn() {} });
    return;
  }
  console.warn(`${name} is not judged, ${reason}`);
}
