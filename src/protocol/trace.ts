/**
 * What was observed of a sink, as plain data: written by whatever drives a sink, read by whatever judges it.
 * The reference runtime and the conformance suite write the same form. Everything the suite alone can know
 * (faults it armed, contents it read) is optional.
 *
 * @example The trace of a run that wrote one event
 * ```ts
 * import type { Trace } from "@watertight/sinks";
 *
 * const partition = { run: 0, partition: 0, worker: 0, workers: 1 };
 * const trace: Trace = {
 *   events: ["a"],
 *   calls: [
 *     { call: "build", ...partition, start: 0, end: 1, outcome: { kind: "returned" } },
 *     { call: "write", ...partition, events: [0], start: 2, end: 3, outcome: { kind: "returned" } },
 *     { call: "close", ...partition, start: 4, end: 5, outcome: { kind: "returned" } },
 *   ],
 *   contents: [0],
 * };
 * console.assert(trace.calls.length === 3);
 * ```
 */
export interface Trace {
  /** The events in order of first use; calls and contents point at them by index. */
  readonly events: readonly unknown[];
  /** What each event replaces others by, as text, where events of one key replace each other. */
  readonly keys?: readonly string[];
  /** The calls, in the order they started. */
  readonly calls: readonly Call[];
  /** What the storage held after the last call; absent when nobody read it, or nobody could. */
  readonly contents?: Contents;
  /** Why the storage could not be read after the last call, in words; absent when it could. */
  readonly unreadable?: string;
  /** What the storage held a while after {@linkcode contents} was read, with no call between. */
  readonly lateContents?: Contents;
  /** Why the storage could not be read a while after the last call, in words; absent when it could. */
  readonly lateUnreadable?: string;
  /**
   * A file of the storage was still being written once the last call had settled; absent when none was, or nobody
   * looked.
   */
  readonly stillWritten?: true;
  /** Why the storage could not be put away after the last call, in words; absent when it could. */
  readonly undisposed?: string;
  /** What the sink claims; a judge takes the defaults for what is absent. */
  readonly guarantees?: TraceGuarantees;
  /** What was seen of the node. */
  readonly node?: NodeObservation;
  /** What was given to the builds in another form than usual. */
  readonly given?: Given;
  /**
   * Kinds of resources that the partitions left open, by name and number; a negative one where more was released
   * than was open. Absent when nobody counted.
   */
  readonly leaked?: Readonly<Record<string, number>>;
  /** Errors that no call reported, of floating promises and timers; absent when nobody listened. */
  readonly strays?: readonly ThrownValue[];
  /** Names of the owner's methods that a partition called on a bridge or session manager it was lent. */
  readonly seized?: readonly string[];
}

/** What a sink claims beyond the plain contract. */
export interface TraceGuarantees {
  /** Whether the events of one worker keep their order. */
  readonly order?: "worker" | "none";
  /** When an accepted event can be read back. */
  readonly durable?: "on-close" | "on-write" | { readonly within: number };
  /** Whether a failed batch is stored whole or not at all. */
  readonly atomicBatches?: boolean;
  /** What an ambiguous failure may do to an event. */
  readonly delivery?: "at-least-once" | "exactly-once";
  /** What a later run does to the events of an earlier one. */
  readonly restart?: "appends" | "replaces";
}

/** What the builds of a trace were given in another form than usual. */
export interface Given {
  /** The node was frozen before the first build. */
  readonly frozenNode?: boolean;
  /** The configuration was deeply frozen. */
  readonly frozenConfig?: boolean;
  /** The batches and their events were deeply frozen. */
  readonly frozenEvents?: boolean;
  /** Neither a bridge nor a session manager was given. */
  readonly minimalArguments?: boolean;
  /** Every value of the configuration was a string. */
  readonly stringConfig?: boolean;
  /** The configuration was one to refuse: the key that is wrong in it. */
  readonly invalidKey?: string;
}

/** What was seen of the node during a trace. */
export interface NodeObservation {
  /** What keeps it from being a sink, one sentence a member; empty when it is one. */
  readonly problems: readonly string[];
  /** Its name, when that is a string. */
  readonly name?: string;
  /** What `routerBranchSafe` read as, before the first build and after the last call. */
  readonly routerBranchSafe: readonly [before: unknown, after: unknown];
  /** Members that were added, removed or given another value between those two moments. */
  readonly changed: readonly string[];
}

/** One call made on a node or partition. */
export interface Call {
  /** `build` is made on the node, `write` and `close` on a partition. */
  readonly call: "build" | "write" | "close";
  /** The run it belongs to, zero-based: a restart begins the next. */
  readonly run: number;
  /** The partition it was made on, numbered through the trace in the order of builds. */
  readonly partition: number;
  /** The worker index given to the build of the partition. */
  readonly worker: number;
  /** The worker count given to the build of the partition. */
  readonly workers: number;
  /** The events of a write, by index into {@linkcode Trace.events}. */
  readonly events?: readonly number[];
  /** Values among the events of a write that the storage cannot hold. */
  readonly invalid?: readonly unknown[];
  /** Its place in the order of all starts and ends of the trace. */
  readonly start: number;
  /** Likewise for its end; `null` when it never settled. Other calls may start in between. */
  readonly end: number | null;
  /** How it ended. */
  readonly outcome: Outcome;
  /** The failure the storage was put in during this call. */
  readonly fault?: CallFault;
  /** What the caller did to the batch once the call had settled. */
  readonly afterwards?: "array-reused" | "event-changed";
  /** What the call changed although it belongs to the caller. */
  readonly tampered?: readonly ("batch" | "event" | "config")[];
  /** What a build gave that is no partition, or the number of an earlier partition it gave again. */
  readonly built?: { readonly problem: string } | { readonly sameAs: number };
  /** What the storage held just before the call. */
  readonly before?: Contents;
  /** What the storage held just after the call. */
  readonly after?: Contents;
  /** Why the storage could not be read just after the call, in words; absent when it could. */
  readonly unreadable?: string;
  /** Milliseconds that passed before it with nothing in flight, where the caller let some pass. */
  readonly pause?: number;
  /** What the storage held so many milliseconds after the call, with no call between, or why it could not be read. */
  readonly later?: {
    readonly ms: number;
    readonly contents?: Contents;
    readonly unreadable?: string;
  };
  /** Bridge tasks that were started by this call or between it and the next call of its partition. */
  readonly tasks?: readonly BridgeTask[];
}

/** How a call ended. */
export type Outcome =
  | { readonly kind: "returned" }
  | { readonly kind: "threw"; readonly error: ThrownValue }
  | { readonly kind: "unsettled" };

/** A thrown value as data. */
export interface ThrownValue {
  /** Whether it is an `Error`. */
  readonly isError: boolean;
  /** The name of an error, else the type of the value. */
  readonly name: string;
  /** The message of an error, else the value as text. */
  readonly message: string;
}

/** A failure of the storage during a call. */
export interface CallFault {
  /** What the storage operations do that fail: nothing, what they should before they fail, or never settle. */
  readonly kind: "reject" | "reject-after-apply" | "hang";
  /** How many operations of the call still work before the first one fails; default 0. */
  readonly after?: number;
  /** How many fail then, before the storage works again by itself; default all. */
  readonly times?: number;
  /** It lasts until the close of the partition is done; default: until the call itself is. */
  readonly until?: "close";
  /** The storage hangs as long as a call may take, so that a call without a bound of its own is told. */
  readonly long?: true;
  /** The call had not settled by itself when the storage was healed; only a storage that hangs can cause it. */
  readonly outlasted?: boolean;
}

/** A task that a partition ran on its bridge. */
export interface BridgeTask {
  /** Whether it was started within the call, or after the call had settled. */
  readonly started: "within" | "after";
  /** How it ended, and whether that was before the call counted as done. */
  readonly outcome: "fulfilled" | "rejected" | "unsettled";
  /** Its time ran out and its signal was aborted: whether the task then ended. */
  readonly aborted?: "honoured" | "ignored";
}

/** What a storage holds, in storage order. */
export type Contents = readonly Stored[];

/**
 * One stored event: the index of the event it equals; the event it stands for with the value that differs
 * from it; or a value that stands for no event of the trace.
 */
export type Stored =
  | number
  | { readonly event: number; readonly value: unknown }
  | { readonly event?: undefined; readonly value: unknown };
