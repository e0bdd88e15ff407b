import * as fc from "fast-check";
import type { IntoSink, MaybePromise, SinkPartition } from "../../mod.ts";
import {
  type Fault,
  type FaultSwitch,
  type Fixture,
  injectFaults,
  type Subject,
} from "../../conformance/mod.ts";
import type { RuleId } from "../../conformance/rule_id.ts";

/** A subject whatever its events are: what mutants and the zoo have in common. */
// deno-lint-ignore no-explicit-any -- Subject is invariant in its events, and a list of subjects has many
export type AnySubject = Subject<any>;

/** A sink that is correct but for one bug. */
export interface Mutant {
  /** What it does wrong. */
  readonly name: string;
  /** The bug of real sinks that it is modelled on, in one sentence. */
  readonly models: string;
  /** The number of calls in the smallest history that shows the bug. */
  readonly calls: number;
  /** What the message of the verdict must say: the real cause. */
  readonly says: RegExp;
  /** Rules that the same bug violates besides, where none of them is a consequence of the others. */
  readonly also?: readonly RuleId[];
  /** The sink with its bug. */
  readonly subject: AnySubject;
}

/** Mutants of some rules, at least one for each. */
export type MutantsOf<Id extends RuleId> = Readonly<Record<Id, readonly [Mutant, ...Mutant[]]>>;

/** What is written to most mutants. */
export interface Row {
  readonly id: number;
  readonly text: string;
}

/** Rows of any kind. */
export const rows: fc.Arbitrary<Row> = fc.record({ id: fc.nat(), text: fc.string() });

/** Builds a partition: what `buildPartition` of a node does. */
export type Build<E> = IntoSink<E>["buildPartition"];

/** The storage of one fixture, in memory: one table, and files by name. Correct, whoever uses it. */
export class Store<E> {
  readonly table: E[] = [];
  readonly files: Map<string, E[]> = new Map();
  /** What partitions have open; whatever they forget is released with the fixture. */
  readonly handles: Set<Disposable> = new Set();

  /** Appends copies to the table. */
  insert(items: readonly E[]): void {
    for (const item of items) this.table.push(copyOf(item));
  }

  /** Appends copies to a file, which is made when it is missing. */
  append(file: string, items: readonly E[]): void {
    const lines = this.files.get(file) ?? [];
    this.files.set(file, lines);
    for (const item of items) lines.push(copyOf(item));
  }

  /** Appends copies to the table, as a request that takes a while. */
  async send(items: readonly E[]): Promise<void> {
    const sent = items.map(copyOf);
    await undefined;
    this.table.push(...sent);
  }

  /** Puts a file with these copies in the place of what has its name; as a request that takes a while. */
  async put(file: string, items: readonly E[]): Promise<void> {
    const sent = items.map(copyOf);
    await undefined;
    this.files.set(file, sent);
  }

  /** Everything that is stored. */
  read(): E[] {
    return [...this.table, ...[...this.files.values()].flat()];
  }

  [Symbol.dispose](): void {
    for (const handle of this.handles) handle[Symbol.dispose]();
  }
}

/** A copy of an event without anything changeable inside. */
export function copyOf<E>(item: E): E {
  return typeof item === "object" && item !== null ? { ...item } : item;
}

/**
 * The frame of a correct partition: nothing is written after its close; a second close does nothing, unless the
 * first one failed; and after a failed write close does not throw.
 */
export function guarded<E>(
  write: (items: readonly E[]) => MaybePromise<void>,
  close: () => MaybePromise<void> = () => {},
): SinkPartition<E> {
  let [closed, failed] = [false, false];
  const failing = (error: unknown): never => {
    failed = true;
    throw error;
  };
  const forgiving = (error: unknown): void => {
    closed = failed;
    if (!failed) throw error;
  };
  return {
    writeBatch(items) {
      if (closed) throw new Error("Cannot write as the partition must be open: it is closed");
      return settled(() => write(items), failing);
    },
    close() {
      if (closed) return;
      closed = true;
      return settled(close, forgiving);
    },
  };
}

/** A partition that is closed from the first close on, whatever becomes of it, and lets all its errors out. */
export function unforgiving<E>(
  writeBatch: (items: readonly E[]) => MaybePromise<void>,
  close: () => MaybePromise<void>,
): SinkPartition<E> {
  let closed = false;
  return {
    writeBatch(items) {
      if (closed) throw new Error("closed");
      return writeBatch(items);
    },
    close() {
      if (closed) return;
      closed = true;
      return close();
    },
  };
}

/** Does something, now or later, and handles its error. */
function settled(
  task: () => MaybePromise<void>,
  failed: (error: unknown) => void,
): MaybePromise<void> {
  try {
    const result = task();
    return typeof result === "object" ? result.then(undefined, failed) : result;
  } catch (error) {
    failed(error);
  }
}

/** A correct partition that stores what it is given at once. */
export function direct<E>(store: Store<E>): SinkPartition<E> {
  return guarded((items) => store.insert(items));
}

/** A correct node around a build. */
export function nodeOf<E>(build: Build<E>): IntoSink<E> {
  return {
    payload: Object as unknown as abstract new () => E,
    name: "rows",
    routerBranchSafe: true,
    buildPartition: build,
  };
}

/** What a sink of the mutants and the zoo consists of; the rest is correct and usual. */
export interface Design<E> {
  /** Called once a fixture: what it closes over is shared by the partitions of that fixture alone. */
  build(store: Store<E>): Build<E>;
  /** Whether the operations of the storage can be made to fail; or in which ways alone. */
  readonly faulty?: true | readonly Fault[];
  /** Makes the node; default {@linkcode nodeOf}. */
  node?(build: Build<E>): unknown;
  /** More of the fixture, or other than usual. */
  fixture?(store: Store<E>): Partial<Fixture<E>>;
  /** More of the subject, or other than usual. */
  readonly subject?: Partial<Subject<E>>;
}

/** The subject of a design. */
export function subjectOf<E>(name: string, design: Design<E>): Subject<E> {
  const { build, node = nodeOf, fixture, faulty, subject } = design;
  return {
    name,
    events: rows as fc.Arbitrary<unknown> as fc.Arbitrary<E>,
    open() {
      const store = new Store<E>();
      const injected = injectFaults(store, ["insert", "append", "send", "put"]);
      return {
        sink: node(build(faulty ? injected.client : store)) as IntoSink<E>,
        config: {},
        read: () => store.read(),
        [Symbol.dispose]: () => store[Symbol.dispose](),
        ...(faulty && { faults: onlyOf(faulty, injected.faults) }),
        ...fixture?.(store),
      };
    },
    ...subject,
  };
}

/** The switch of a storage that fails in some ways only. */
export function onlyOf(kinds: true | readonly Fault[], faults: Required<FaultSwitch>): FaultSwitch {
  if (kinds === true) return faults;
  return {
    kinds,
    counted: true,
    set: (fault, options) => faults.set(fault, options),
    pace: (ticks) => faults.pace(ticks),
  };
}

/** How a storage fails that never hangs: for a sink whose bug is another than to wait without end. */
export const failing: readonly Fault[] = ["reject", "reject-after-apply"];

/** Makes a mutant of rows; one of other events brings their arbitrary in `subject`. */
export function mutant<E = Row>(definition: Omit<Mutant, "subject"> & Design<E>): Mutant {
  const { name, models, calls, says, also = [], ...design } = definition;
  return { name, models, calls, says, also, subject: subjectOf(name, design) };
}
