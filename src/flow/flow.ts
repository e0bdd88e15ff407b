import type { IntoSink } from "../protocol/mod.ts";
import type { Step } from "./step.ts";

/**
 * What a flow does: events come from a source, pass a process, and end in sinks. A sink ends every path of
 * the process. The builder `flow()` makes one that is typed from source to sink.
 *
 * @example A flow written as plain data
 * ```ts
 * import { type Flow, type IntoSink, map } from "@watertight/sinks";
 *
 * const shout = map((line: string) => line.toUpperCase());
 * const shouting = (intoLines: IntoSink<string>): Flow => ({
 *   name: "shout",
 *   source: ["a", "b"],
 *   process: [shout, intoLines],
 * });
 * console.assert(shouting.length === 1);
 * ```
 */
export interface Flow {
  /** Names the flow in spans and errors: not empty. */
  readonly name: string;
  /** Yields payloads, or messages that carry them. It is read once, and no faster than sinks write. */
  readonly source: Iterable<unknown> | AsyncIterable<unknown>;
  /** The steps, in order; the last node is a sink, a router or a broadcast. */
  readonly process: readonly FlowNode[];
}

/** A node of a process. A sink stands for itself: whatever has the structure of an `IntoSink` is one. */
// deno-lint-ignore no-explicit-any -- IntoSink is invariant: no other argument stands for a sink of any event.
export type FlowNode = Step | Router | Broadcast | IntoSink<any>;

/** The nodes of a branch, ending as a process does; a sink that stands alone needs no array. */
export type Branch = readonly FlowNode[] | FlowNode;

/** Sends each event down one of its branches. Made by `router()`. */
export interface Router {
  /** Tells it from the other nodes. */
  readonly kind: "router";
  /** The branches by label; the label stands in problems and errors. */
  readonly routes: readonly Route[];
  /** Gives the key of an event, compared with the labels; absent when the routes decide by predicate. */
  readonly by?: (event: never) => unknown;
  /** Takes what no route takes. Without it such an event fails the run. */
  readonly default?: Branch;
}

/** One branch of a router. */
export interface Route {
  /** The key it takes, or the name it goes by. */
  readonly label: string;
  /** Whether it takes an event; absent when the router decides by key. */
  readonly when?: (event: never) => boolean;
  /** Where the event goes. */
  readonly branch: Branch;
}

/** Sends each event down all of its branches, one after the other. Made by `broadcast()`. */
export interface Broadcast {
  /** Tells it from the other nodes. */
  readonly kind: "broadcast";
  /** The branches; they share the event objects. */
  readonly branches: readonly Branch[];
}
