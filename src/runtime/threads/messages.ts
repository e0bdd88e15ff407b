import type { RuntimeSettings } from "../../flow/mod.ts";
import type { Payloads } from "../payloads.ts";
import type { Failure } from "../failure.ts";
import type { CallEnd, ObservedCall } from "../observer.ts";
import type { Batching, SinkCount } from "../sink_writer.ts";

/** What a thread needs to set up its worker. All of it is cloned on its way. */
export interface Setup {
  /** The module whose default export is the flow. */
  readonly module: string;
  readonly index: number;
  readonly workers: number;
  /** The sections by the names of their sinks. */
  readonly sections: ReadonlyMap<string, unknown>;
  readonly runtime: RuntimeSettings;
  readonly batching: Batching;
  readonly bridge: boolean;
  readonly shutdownTimeout: number;
  /** Whether calls are to be told. */
  readonly observed: boolean;
  /** Where the worker notes the call it is in: what remains to be seen of a thread that loops for ever. */
  readonly whereabouts: SharedArrayBuffer;
}

/**
 * What the run asks of a thread: one order at a time, each answered by one {@linkcode Done}. Only `end` comes at any
 * time: the run comes to its end; it is answered by {@linkcode Alive}, also again and again.
 */
export type Order =
  | { readonly order: "start"; readonly setup: Setup }
  | { readonly order: "process"; readonly batch: Payloads }
  | { readonly order: "endEpoch" }
  | { readonly order: "finish"; readonly epochOpen: boolean }
  | { readonly order: "close" }
  | { readonly order: "release" }
  | { readonly order: "end" };

/** What a thread tells. */
export type Notice = Done | Told | Alive | Ready;

/** The thread has loaded its module, which may take its time. */
export interface Ready {
  readonly tells: "ready";
}

/** The thread has not come to a halt. */
export interface Alive {
  readonly tells: "alive";
}

/** An order was carried out, or failed. */
export interface Done {
  readonly tells: "done";
  readonly counts: readonly SinkCount[];
  /** What stopped the order. */
  readonly failure?: Failure;
  /** What went wrong while it was carried out to its end. */
  readonly failures: readonly Failure[];
}

/** A call started, or the one of the same number ended. */
export type Told =
  | { readonly tells: "started"; readonly number: number; readonly call: ObservedCall }
  | { readonly tells: "ended"; readonly number: number; readonly end: CallEnd };
