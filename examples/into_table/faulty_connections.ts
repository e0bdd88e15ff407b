import { DatabaseSync } from "node:sqlite";
import {
  type Fault,
  type FaultInjection,
  type FaultOptions,
  type FaultSwitch,
  injectFaults,
} from "@watertight/sinks/conformance";
import type { Rival } from "./rival.ts";

/** How many milliseconds a connection waits for a lock. */
const patience = 20;

/**
 * The connections that the sink of one fixture works with: they fail together on demand. An outage of a file is the
 * lock of another process. What fails in the middle of a call, or once it is done, is brought about on the way to
 * SQLite, as is every failure of a database in memory, which no other process sees.
 */
export class FaultyConnections implements FaultSwitch, Disposable {
  readonly kinds: readonly Fault[];
  readonly counted = true;
  readonly #url: string;
  readonly #owned: DatabaseSync[] = [];
  readonly #lent: DatabaseSync;
  readonly #rival: Rival | undefined;
  #locked = false;
  #faults: FaultInjection<object>["faults"] | undefined;

  /** @param rival who takes the lock of the file. */
  constructor(url: string, rival?: Rival) {
    this.kinds = ["reject", "reject-after-apply", ...rival ? ["hang" as const] : []];
    this.#url = url;
    this.#rival = rival;
    // Opened before any partition, so that nobody takes it for one that a partition left open.
    this.#lent = this.#connect(url);
  }

  /** A connection that its partition has to close. */
  open(url: string): DatabaseSync {
    const database = this.#connect(url);
    this.#owned.push(database);
    return database;
  }

  /** How many of these are open. */
  get openResources(): number {
    return this.#owned.filter(({ isOpen }) => isOpen).length;
  }

  /** The connection that all partitions share; none of them may close it. */
  session(name: string): DatabaseSync {
    if (name !== "main") {
      throw new RangeError(`Cannot lend a connection as its name must be "main": it is "${name}"`);
    }
    return this.#lent;
  }

  async set(fault: Fault | null, options: FaultOptions = {}): Promise<void> {
    const whole = options.after === undefined && options.times === undefined;
    const locked = this.#rival !== undefined && whole && (fault === "reject" || fault === "hang");
    void this.#faults?.set(locked ? null : fault, options);
    if (locked === this.#locked) return;
    this.#locked = locked;
    if (locked) await this.#rival?.lock(this.#url);
    else await this.#rival?.unlock();
  }

  [Symbol.dispose](): void {
    for (const database of [...this.#owned, this.#lent]) if (database.isOpen) database.close();
  }

  #connect(url: string): DatabaseSync {
    const database = new DatabaseSync(url, { timeout: patience });
    try {
      database.exec("PRAGMA synchronous = OFF"); // A check has no power cut to survive.
    } catch (error) {
      database.close();
      throw error;
    }
    const { client, faults } = injectFaults(database, ["exec", "prepare"], this.#faults);
    this.#faults = faults;
    return new Proxy(client, {
      get(target, member) {
        if (member !== "exec") return Reflect.get(target, member, target);
        // SQLite asks nothing of the storage to roll back.
        return (sql: string) => (sql === "ROLLBACK" ? database : target).exec(sql);
      },
    });
  }
}
