import type { Sometimes } from "./subject/sometimes.ts";
import type { EventSource } from "./subject/event_source.ts";
import type { IntoSink, MaybePromise } from "../src/protocol/mod.ts";
import type { RuleId } from "./rule_id.ts";

/**
 * What an author hands to the suite: a sink, the events it takes, and a way to look at what it stored.
 *
 * @example The smallest subject
 * ```ts
 * import * as fc from "fast-check";
 * import { payload, type Subject } from "@watertight/sinks/conformance";
 *
 * const subject: Subject<{ id: number }> = {
 *   name: "rows in memory",
 *   events: fc.record({ id: fc.nat() }),
 *   open() {
 *     const rows: { id: number }[] = [];
 *     const sink = {
 *       payload: payload<{ id: number }>(),
 *       name: "rows",
 *       routerBranchSafe: true,
 *       buildPartition: () => ({
 *         writeBatch: (items: readonly { id: number }[]) =>
 *           void rows.push(...structuredClone(items)),
 *         close: () => {},
 *       }),
 *     };
 *     return { sink, config: {}, read: () => rows };
 *   },
 * };
 * console.assert(subject.name === "rows in memory");
 * ```
 */
export interface Subject<E> {
  /** The name reports use. */
  readonly name: string;
  /** The events the sink takes. At least 64 of 4,096 draws must be distinct (see {@linkcode identity}). */
  readonly events: EventSource<E>;
  /** Gives a fresh and empty storage with a node that writes to it, at every call. */
  open(): MaybePromise<Fixture<E>>;
  /**
   * Gives back what the fixtures share, such as a connection (see {@linkcode pooled}). Called at the end of every
   * check, after the last fixture was disposed; a later check opens fixtures again.
   */
  release?(): MaybePromise<void>;
  /** What makes two events the same, as a primitive or plain data; default: the whole value. */
  identity?(event: E): unknown;
  /**
   * What events replace each other by: of the events of one key the storage holds the last one written. Default:
   * none does. For `write.last-wins` to be judged, 4,096 draws must yield some events of one key.
   */
  key?(event: E): unknown;
  /**
   * An event equal to another one, which shares nothing with it that can change. Default: plain data is copied, and
   * what holds an object of a class is drawn again from the same seed.
   */
  copy?(event: E): E;
  /** Whether a stored event is the written one; default: deep equality that tells -0 and NaN apart. */
  equal?(stored: E, written: E): boolean;
  /** What the sink claims; each member has a default. */
  readonly guarantees?: Partial<Guarantees>;
  /**
   * Batch sizes at which the sink changes its ways (a chunk or buffer limit), beyond the usual ones. Below 2,008
   * (less where `events` yields fewer distinct ones): give the fixture a smaller limit to reach a larger one.
   */
  readonly thresholds?: readonly number[];
  /** Values the sink cannot store: writing one must fail. */
  readonly invalidEvents?: EventSource<unknown>;
  /** Configurations the sink must refuse, each with the key its message must name. */
  readonly invalidConfigs?: readonly InvalidConfig[];
  /**
   * The fixture's configuration with every value as a string, as the environment gives it; where each fixture has
   * one of its own (a port, a table), a function that makes it of the fixture's.
   */
  readonly stringConfig?: unknown;
  /** Rules the sink is known to break: rule id → reason. One that is no longer needed is an error. */
  readonly exempt?: Readonly<Partial<Record<RuleId, string>>>;
  /** What at least one history of a whole check must bring about (see {@linkcode sometimes}); none does: an error. */
  readonly sometimes?: readonly Sometimes[];
}

/** A configuration that a sink must refuse at build. */
export interface InvalidConfig {
  /** The whole section. */
  readonly config: unknown;
  /** The key that is wrong or missing; the error must name it. */
  readonly key: string;
}

/** One fresh, empty storage with its node. Disposed by the suite, with whichever disposer it has. */
export interface Fixture<E> extends Partial<Disposable & AsyncDisposable> {
  /** The node under test. */
  readonly sink: IntoSink<E>;
  /** The configuration to build with. */
  readonly config: unknown;
  /**
   * Everything stored, in storage order, read from the storage itself and not through the sink. It is called on
   * the fresh storage, after the last call, a while after that, and between calls, while partitions are open. What
   * it cannot read it must throw for, not leave out: an error that comes only of what the sink did is a finding.
   * Files are best read without a promise: one takes as long as what a close has forgotten to await, which is then
   * told by the growth of the file alone, and where the host lists open files.
   */
  read(): MaybePromise<Iterable<E>>;
  /**
   * When the storage can be read: at any time, or only once every partition is closed (a store with one opener, a
   * file that is whole only at its end). Default `"always"`.
   */
  readonly readable?: "always" | "closed";
  /**
   * The session manager to lend to every build. One that connects when it is first asked does so in `open` better:
   * what comes to be open between the first build and the last close counts as the sink's.
   */
  readonly sessionManager?: unknown;
  /** Makes the storage fail on demand; rules about failures apply only with it. */
  readonly faults?: FaultSwitch;
  /**
   * How many resources (handles, connections, …) are open in the storage now, a whole number from 0 while it is
   * fresh. Less than that after the calls is a finding, as more is.
   */
  openResources?(): MaybePromise<number>;
}

/**
 * Makes a storage fail on demand: an outage as the sink's client meets it, and no more. While it is set, the
 * operations that the sink begins on the storage fail (a request, a query, a write to a file; to connect is one,
 * too). What was done before stays done; connections that are idle stay as they are, or can be made anew once the
 * storage is healed; `read`, `dispose` and `openResources` are never struck. Healed, the storage is as a real one is
 * after an outage: a new partition, and every partition whose own calls did not fail, works without further ado.
 * The rules ask no more than that. A switch that does more, such as to cut connections that only an idle partition
 * holds, fails partitions of which the suite does not know it.
 */
export interface FaultSwitch {
  /** What this storage can do; default `["reject"]`. */
  readonly kinds?: readonly Fault[];
  /**
   * Whether the options of {@linkcode FaultSwitch.set} are kept to. Without it a storage fails for whole calls
   * only, and never in the middle of one.
   */
  readonly counted?: true;
  /** From now on storage operations fail so; `null` heals the storage, and ends what hangs with an error. */
  set(fault: Fault | null, options?: FaultOptions): MaybePromise<void>;
  /** From now on each storage operation takes so many microtasks more: it makes overlaps repeatable. */
  pace?(ticks: () => number): void;
}

/** Which storage operations fail, counted from the moment the switch is set. */
export interface FaultOptions {
  /** How many still work before the first one fails; default 0. */
  readonly after?: number;
  /** How many fail then, before the storage works again by itself; default all. */
  readonly times?: number;
}

/** `reject`: an operation fails; `reject-after-apply`: it is applied, then fails; `hang`: it never settles. */
export type Fault = "reject" | "reject-after-apply" | "hang";

/** What a sink claims beyond the plain contract. Rules are selected by it. */
export interface Guarantees {
  /** Whether the events of one worker keep their order; default `"worker"`. */
  order: "worker" | "none";
  /**
   * When an accepted event can be read back: once its partition is closed, once its write has returned, or
   * `within` so many milliseconds after that, with no further call. Default `"on-close"`.
   */
  durable: "on-close" | "on-write" | { readonly within: number };
  /** Whether a failed batch is stored whole or not at all; default `false`. */
  atomicBatches: boolean;
  /** After a reported failure; default `"at-least-once"`. */
  delivery: "at-least-once" | "exactly-once";
  /** What a later run does to earlier events; default `"appends"`. */
  restart: "appends" | "replaces";
}

/** The guarantees of a subject with its defaults filled in. */
export function guaranteesOf(claimed: Partial<Guarantees> | undefined): Guarantees {
  return {
    order: "worker",
    durable: "on-close",
    atomicBatches: false,
    delivery: "at-least-once",
    restart: "appends",
    ...claimed,
  };
}
