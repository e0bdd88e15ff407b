import { type IntoSink, isIntoSink, type MaybePromise } from "../protocol/mod.ts";
import { broadcast } from "./broadcast.ts";
import { describe } from "../protocol/describe.ts";
import type { Branch, Flow, FlowNode, Router } from "./flow.ts";
import type { Message } from "./message.ts";
import { type KeyRoutes, type PredicateRoutes, router } from "./router.ts";
import { filter, flatMap, map } from "./step.ts";

/** Where events of one type come from: payloads, or messages that carry them. */
export type Source<E> = Iterable<E | Message<E>> | AsyncIterable<E | Message<E>>;

/** A branch for events of one type: a sink, or what leads to one. */
export type TypedBranch<E> = IntoSink<E> | ((path: Path<E, Branch>) => Branch);

/**
 * A path under construction that carries events of type `E`; `R` is what its end gives. Every method gives a
 * new path and leaves this one as it was.
 */
export interface Path<E, R> {
  /** Makes one event of each, also in an envelope of its own; a promise is awaited. */
  map<O>(apply: (event: E) => MaybePromise<O | Message<O>>): Path<O, R>;
  /** Keeps the events of a narrower type. */
  filter<S extends E>(keep: (event: E) => event is S): Path<S, R>;
  /** Keeps the events for which the function gives `true`; a promise is awaited. */
  filter(keep: (event: E) => MaybePromise<boolean>): Path<E, R>;
  /** Makes any number of events of each, also none; a promise is awaited. */
  flatMap<O>(apply: (event: E) => MaybePromise<Iterable<O | Message<O>>>): Path<O, R>;
  /** Ends the path in a sink of exactly this event type. */
  into(sink: IntoSink<E>): R;
  /** Ends the path in a router: one branch for each event. */
  router(routes: KeyRoutes<E, TypedBranch<E>> | PredicateRoutes<E, TypedBranch<E>>): R;
  /** Ends the path in a broadcast: every branch for each event. */
  broadcast(branches: readonly TypedBranch<E>[]): R;
}

/** Builds a branch on its own path, so that it is typed from the event that enters it. */
function branchOf<E>(branch: TypedBranch<E>): Branch {
  return typeof branch === "function" && !isIntoSink(branch)
    ? branch(path((nodes) => nodes, []))
    : branch as IntoSink<E>;
}

/** A router whose branches are built, each on a path of its own. */
function buildRouter<E>(
  routes: KeyRoutes<E, TypedBranch<E>> | PredicateRoutes<E, TypedBranch<E>>,
): Router {
  const made = router(routes as KeyRoutes<E> | PredicateRoutes<E>);
  const build = (branch: Branch): Branch => branchOf(branch as TypedBranch<E>);
  return {
    ...made,
    routes: made.routes.map((route) => ({ ...route, branch: build(route.branch) })),
    ...(made.default !== undefined && { default: build(made.default) }),
  };
}

/** The branches of a broadcast. What is no list stays as it is: `compile` says so. */
function buildBranches<E>(branches: readonly TypedBranch<E>[]): readonly Branch[] {
  let list: readonly TypedBranch<E>[];
  try {
    if (!Array.isArray(branches)) return branches as never;
    list = [...branches];
  } catch (cause) {
    throw new TypeError(
      `Cannot make a broadcast as its branches must be readable: reading them threw ${
        describe(cause)
      }`,
      { cause },
    );
  }
  return list.map(branchOf);
}

function path<E, R>(
  end: (nodes: readonly FlowNode[]) => R,
  nodes: readonly FlowNode[],
): Path<E, R> {
  // deno-lint-ignore no-explicit-any -- what flows on is what the methods of Path declare.
  const then = (node: FlowNode): Path<any, R> => path(end, [...nodes, node]);
  return {
    map: (apply) => then(map(apply)),
    filter: (keep: (event: E) => MaybePromise<boolean>) => then(filter(keep)),
    flatMap: (apply) => then(flatMap(apply)),
    into: (sink) => end([...nodes, sink]),
    router: (routes) => end([...nodes, buildRouter(routes)]),
    broadcast: (branches) => end([...nodes, broadcast(buildBranches(branches))]),
  };
}

/**
 * Begins a flow that is typed from source to sink: a sink of the wrong event type does not compile.
 *
 * @param name names the flow in spans and errors.
 * @param source yields the payloads, or messages that carry them.
 * @returns a path whose end (`into`, `router` or `broadcast`) gives the {@linkcode Flow}.
 *
 * @example
 * ```ts
 * import { type Flow, flow, type IntoSink } from "@watertight/sinks";
 *
 * interface Order {
 *   readonly country: string;
 *   readonly total: number;
 * }
 * function orders(lines: readonly string[], spain: IntoSink<Order>, rest: IntoSink<Order>): Flow {
 *   return flow("orders", lines)
 *     .map((line): Order => JSON.parse(line))
 *     .filter((order) => order.total > 0)
 *     .router({ by: (order) => order.country, routes: { ES: spain }, default: rest });
 * }
 * console.assert(orders.length === 3);
 * ```
 */
export function flow<E>(name: string, source: Source<E>): Path<E, Flow> {
  return path((process) => ({ name, source, process }), []);
}
