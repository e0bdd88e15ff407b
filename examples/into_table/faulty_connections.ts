import { DatabaseSync } from "node:sqlite";
import { type Fault, type FaultSwitch, injectFaults } from "@watertight/sinks/conformance";

/** The connections that the sink of one fixture works with: they fail together on demand. */
export class FaultyConnections implements FaultSwitch, Disposable {
  readonly kinds: readonly Fault[] = ["reject", "reject-after-apply"];
  readonly #switches: FaultSwitch[] = [];
  readonly #owned: DatabaseSync[] = [];
  readonly #lent: DatabaseSync;
  #fault: Fault | null = null;

  constructor(url: string) {
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

  set(fault: Fault | null): void {
    this.#fault = fault;
    for (const each of this.#switches) void each.set(fault);
  }

  [Symbol.dispose](): void {
    for (const database of [...this.#owned, this.#lent]) if (database.isOpen) database.close();
  }

  #connect(url: string): DatabaseSync {
    const database = new DatabaseSync(url);
    database.exec("PRAGMA synchronous = OFF"); // A check has no power cut to survive.
    const { client, faults } = injectFaults(database, ["exec", "prepare"]);
    void faults.set(this.#fault);
    this.#switches.push(faults);
    return client;
  }
}
