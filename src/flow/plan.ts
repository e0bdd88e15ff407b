import type { IntoSink } from "../protocol/mod.ts";
import type { RuntimeSettings } from "./config/runtime_settings.ts";
import type { Flow } from "./flow.ts";
import type { Step } from "./step.ts";

/** A flow that can run: every node checked, every sink with its section. Made by `compile`. */
export interface Plan {
  /** The name of the flow. */
  readonly flow: string;
  /** Its source. */
  readonly source: Flow["source"];
  /** Its process. */
  readonly process: PlannedPath;
  /** Its sinks, in the order of the flow; a node that stands twice is listed twice. */
  readonly sinks: readonly PlannedSink[];
  /** What `streaming.runtime` says. */
  readonly runtime: RuntimeSettings;
}

/** One place of the flow where a sink stands. */
export interface PlannedSink {
  /** Its place in {@linkcode Plan.sinks}. */
  readonly index: number;
  /** The node. */
  // deno-lint-ignore no-explicit-any -- IntoSink is invariant: no other argument stands for a sink of any event.
  readonly node: IntoSink<any>;
  /** Its name. */
  readonly name: string;
  /** Its section; two places of one node share it. */
  readonly config: unknown;
}

/** A stretch of steps and what it ends in. */
export interface PlannedPath {
  /** The steps, in order. */
  readonly steps: readonly Step[];
  /** What follows them. */
  readonly end: PlannedEnd;
}

/** The end of a path. */
export type PlannedEnd =
  | { readonly kind: "sink"; readonly sink: PlannedSink }
  | { readonly kind: "broadcast"; readonly branches: readonly PlannedPath[] }
  | PlannedRouter;

/** A router whose branches are planned. */
export interface PlannedRouter {
  /** Tells it from the other ends. */
  readonly kind: "router";
  /** Its place in the flow, for errors. */
  readonly path: string;
  /** Gives the key of an event; absent when routes decide by predicate. */
  readonly by?: (event: never) => unknown;
  /** The branches; the default, if there is one, comes last, without a predicate. */
  readonly routes: readonly PlannedRoute[];
  /** Where in {@linkcode PlannedRouter.routes} the default stands; -1 when there is none. */
  readonly default: number;
}

/** One branch of a router. */
export interface PlannedRoute {
  /** The key it takes, or the name it goes by. */
  readonly label: string;
  /** Whether it takes an event. */
  readonly when?: (event: never) => boolean;
  /** Where the event goes. */
  readonly path: PlannedPath;
}
