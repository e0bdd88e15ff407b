import { describe } from "../protocol/describe.ts";
import type { MaybePromise } from "../protocol/mod.ts";
import type { Patience } from "./patience.ts";

/** Gives sinks the shared connections they are configured for. */
export interface SessionProvider {
  /**
   * The connection settings of a sink, as plain data; sinks with equal settings share one manager.
   * `undefined`: this sink gets none.
   */
  settings(sink: string, config: unknown): unknown;
  /** Opens the manager for one set of settings; called once for each set in a run. */
  open(settings: unknown): MaybePromise<Partial<Disposable & AsyncDisposable>>;
}

type Manager = Partial<Disposable & AsyncDisposable>;

/** The session managers of a run: each opened once, on first need, and disposed in the reverse order. */
export class Sessions implements AsyncDisposable {
  /** What the managers threw when they were disposed, in order. */
  readonly errors: unknown[] = [];
  readonly #provider: SessionProvider | undefined;
  readonly #patience: Patience;
  readonly #managers = new Map<string, Promise<Manager>>();
  readonly #opened: Manager[] = [];
  #disposed = false;

  constructor(provider: SessionProvider | undefined, patience: Patience) {
    this.#provider = provider;
    this.#patience = patience;
  }

  /** The manager of a sink; builds that overlap share the one that is being opened. */
  managerOf(sink: string, config: unknown): Promise<unknown> | undefined {
    const settings = this.#provider?.settings(sink, config);
    if (settings === undefined) return undefined;
    const key = canonical(settings);
    let manager = this.#managers.get(key);
    if (manager === undefined) {
      manager = this.#open(settings);
      this.#managers.set(key, manager);
    }
    return manager;
  }

  async #open(settings: unknown): Promise<Manager> {
    const manager = await this.#provider?.open(settings) ?? {};
    // Whoever waited for it may have given up, and the run may be over.
    if (this.#disposed) await this.#dispose(manager);
    else this.#opened.push(manager);
    return manager;
  }

  /** Disposes every manager that was opened, also when one fails. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#disposed = true;
    // Not by an AsyncDisposableStack: Node has none before 24.
    for (const manager of this.#opened.splice(0).reverse()) await this.#dispose(manager);
  }

  /** Each error is kept as it was thrown, whatever the others throw. */
  async #dispose(manager: Manager): Promise<void> {
    try {
      const disposal = manager[Symbol.asyncDispose]?.();
      if (disposal) await this.#patience.wait("the disposal of a session manager", disposal);
      else manager[Symbol.dispose]?.();
    } catch (error) {
      this.errors.push(error);
    }
  }
}

/** One text for equal settings, whatever the order of their keys. */
function canonical(settings: unknown): string {
  const sorted = (_: string, value: unknown): unknown => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
    const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
    return Object.fromEntries(entries);
  };
  try {
    return JSON.stringify(settings, sorted) ?? "undefined";
  } catch (cause) {
    throw new TypeError(
      `Cannot share session managers as their settings must be plain data: it is ${
        describe(settings)
      }`,
      { cause },
    );
  }
}
