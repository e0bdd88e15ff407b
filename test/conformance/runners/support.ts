import type { TestFunction } from "@watertight/sinks/conformance";

/** A test as a runner is told of it. */
export interface Registered {
  readonly name: string;
  readonly timeout: number;
  /** Runs it, and gives what it printed. */
  run(context?: unknown): Promise<string>;
}

/** A runner that remembers its tests by their names. */
export function runner(): { readonly test: TestFunction; readonly tests: Map<string, Registered> } {
  const tests = new Map<string, Registered>();
  const test: TestFunction = (name, run, timeout) => {
    tests.set(name, { name, timeout, run: (context) => printed(() => run(context)) });
  };
  return { test, tests };
}

/** What is printed while a test runs; it is shown to nobody. */
export async function printed(run: () => Promise<void>): Promise<string> {
  const { log, warn } = console;
  const lines: string[] = [];
  console.log = console.warn = (text: string) => void lines.push(text);
  try {
    await run();
  } finally {
    Object.assign(console, { log, warn });
  }
  return lines.join("\n");
}

/** A member of the global scope is another one meanwhile; `undefined`: it is not there. */
export function withGlobals(globals: Readonly<Record<string, unknown>>, use: () => void): void {
  const real = Object.keys(globals).map((name) =>
    [name, Object.getOwnPropertyDescriptor(globalThis, name)] as const
  );
  try {
    for (const [name, value] of Object.entries(globals)) {
      Object.defineProperty(globalThis, name, { value, configurable: true });
    }
    use();
  } finally {
    for (const [name, descriptor] of real) {
      if (descriptor) Object.defineProperty(globalThis, name, descriptor);
      else Reflect.deleteProperty(globalThis, name);
    }
  }
}
