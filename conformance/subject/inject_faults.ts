import type { Fault, FaultOptions, FaultSwitch } from "../subject.ts";

/** A client whose storage operations fail on demand, and the switch for it. */
export interface FaultInjection<T> {
  /** The client to give to the sink; everything but the named methods works as before. */
  readonly client: T;
  /** The switch for the fixture. */
  readonly faults: Required<FaultSwitch>;
}

/**
 * Wraps a client (a database handle, an SDK object, a session manager) so that the named methods fail on
 * demand: what a fixture needs for the rules about failures.
 *
 * A method that works synchronously fails by throwing; it cannot hang, and throws under `hang` too. One that
 * returns a promise (an async function, or a method that was seen to return one) fails by rejecting, after it
 * was applied under `reject-after-apply`; under `hang` its promise stays open, unapplied, until the storage is
 * healed, and then rejects.
 *
 * @param client the object to wrap; it is not changed. Private members keep working.
 * @param methods the names of the methods that reach the storage.
 * @param faults the switch of an earlier injection, where a fixture has several clients: it then works for all.
 * @throws {TypeError} when a named method is no function of the client, or `faults` is no such switch.
 *
 * @example
 * ```ts
 * import { injectFaults } from "@watertight/sinks/conformance";
 *
 * const rows: string[] = [];
 * const { client, faults } = injectFaults({ insert: (row: string) => void rows.push(row) }, ["insert"]);
 * client.insert("a");
 * await faults.set("reject");
 * let failed = false;
 * try {
 *   client.insert("b");
 * } catch {
 *   failed = true;
 * }
 * console.assert(failed && rows.length === 1);
 * ```
 */
export function injectFaults<T extends object>(
  client: T,
  methods: readonly (keyof T & string)[],
  faults?: FaultInjection<object>["faults"],
): FaultInjection<T> {
  const storage = storageOf(faults);
  return { client: withFaults(client, methods, storage), faults: storage };
}

/** A session manager whose sessions fail on demand, and the switch for it. */
export interface SessionFaultInjection<M> {
  /** The session manager to give to the suite. */
  readonly sessionManager: M;
  /** The switch for the fixture. */
  readonly faults: Required<FaultSwitch>;
}

/**
 * Wraps a session manager so that the named methods of every session it opens fail on demand, as
 * {@linkcode injectFaults} does for a client.
 *
 * @param manager an object whose `session` gives a session, or a promise of one.
 * @param methods the names of the methods of a session that reach the storage.
 * @param faults the switch of an earlier injection, as for {@linkcode injectFaults}.
 * @throws {TypeError} when `session` is no function of the manager; from `session` itself, when a named method
 * is no function of the session it gives.
 *
 * @example
 * ```ts
 * import { injectSessionFaults } from "@watertight/sinks/conformance";
 *
 * const rows: string[] = [];
 * const manager = { session: () => ({ insert: (row: string) => void rows.push(row) }) };
 * const { sessionManager, faults } = injectSessionFaults(manager, ["insert"]);
 * sessionManager.session().insert("a");
 * await faults.set("reject");
 * let failed = false;
 * try {
 *   sessionManager.session().insert("b");
 * } catch {
 *   failed = true;
 * }
 * console.assert(failed && rows.length === 1);
 * ```
 */
export function injectSessionFaults<M extends { session(...args: never[]): unknown }>(
  manager: M,
  methods: readonly string[],
  faults?: FaultInjection<object>["faults"],
): SessionFaultInjection<M> {
  requireMethod(manager, "session", "session manager");
  const storage = storageOf(faults);
  const wrap = (session: object) => withFaults(session, methods as readonly never[], storage);
  const sessionManager = new Proxy(manager, {
    get(target, member) {
      const value = Reflect.get(target, member, target);
      if (typeof value !== "function") return value;
      const bound = value.bind(target) as (...args: unknown[]) => unknown;
      if (member !== "session") return bound;
      return (...args: unknown[]) => {
        const session = bound(...args) as object;
        return session instanceof Promise ? session.then(wrap) : wrap(session);
      };
    },
  });
  return { sessionManager, faults: storage };
}

/** The storage behind a switch, or a new one. */
function storageOf(faults: FaultInjection<object>["faults"] | undefined): FaultyStorage {
  if (faults === undefined) return new FaultyStorage();
  if (faults instanceof FaultyStorage) return faults;
  throw new TypeError(
    "Cannot inject faults as faults must be the switch of an earlier injection: it is none",
  );
}

function withFaults<T extends object>(
  client: T,
  methods: readonly (keyof T & string)[],
  storage: FaultyStorage,
): T {
  for (const method of methods) requireMethod(client, method, "client");
  return new Proxy(client, {
    get(target, member) {
      const value = Reflect.get(target, member, target);
      if (typeof value !== "function") return value;
      const bound = value.bind(target) as (...args: unknown[]) => unknown;
      if (!methods.includes(member as keyof T & string)) return bound;
      if (value instanceof AsyncFunction) storage.asynchronous.add(String(member));
      return (...args: unknown[]) => storage.perform(String(member), () => bound(...args));
    },
  });
}

function requireMethod(owner: object, method: string, name: string): void {
  const type = typeof Reflect.get(owner, method);
  if (type === "function") return;
  throw new TypeError(
    `Cannot inject faults as ${method} must be a method of the ${name}: it is ${type}`,
  );
}

const AsyncFunction = (async () => {}).constructor as FunctionConstructor;

/** What a storage under faults does with each operation. */
class FaultyStorage implements Required<FaultSwitch> {
  readonly kinds: readonly Fault[] = ["reject", "reject-after-apply", "hang"];
  readonly counted = true;
  #fault: Fault | null = null;
  /** How many operations still work, and how many fail then. */
  #after = 0;
  #times = Infinity;
  #ticks: () => number = () => 0;
  #hanging: (() => void)[] = [];
  /** Methods that return a promise: they fail by rejecting, as their callers expect. */
  readonly asynchronous = new Set<string>();

  set(fault: Fault | null, { after = 0, times = Infinity }: FaultOptions = {}): void {
    [this.#fault, this.#after, this.#times] = [fault, after, times];
    if (fault !== "hang") { for (const release of this.#hanging.splice(0)) release(); }
  }

  pace(ticks: () => number): void {
    this.#ticks = ticks;
  }

  perform(method: string, operation: () => unknown): unknown {
    const fault = this.#next();
    if (fault === null) return this.#apply(method, operation);
    const error = new Error(
      `Cannot ${method} as the storage must be reachable: it is set to ${fault}`,
    );
    if (fault === "reject-after-apply") return this.#applyThenFail(method, operation, error);
    if (!this.asynchronous.has(method)) throw error;
    if (fault === "reject") return Promise.reject(error);
    return new Promise((_, reject) => this.#hanging.push(() => reject(error)));
  }

  /** What befalls the next operation. */
  #next(): Fault | null {
    if (this.#fault === null || this.#times === 0) return null;
    if (this.#after > 0) {
      this.#after--;
      return null;
    }
    this.#times--;
    return this.#fault;
  }

  #apply(method: string, operation: () => unknown): unknown {
    const result = operation();
    if (!(result instanceof Promise)) return result;
    this.asynchronous.add(method);
    return this.#paced(result);
  }

  async #paced(result: Promise<unknown>): Promise<unknown> {
    const value = await result;
    for (let ticks = this.#ticks(); ticks > 0; ticks--) await undefined;
    return value;
  }

  #applyThenFail(method: string, operation: () => unknown, error: Error): unknown {
    const result = operation();
    if (!(result instanceof Promise)) throw error;
    this.asynchronous.add(method);
    return result.then(() => Promise.reject(error));
  }
}
