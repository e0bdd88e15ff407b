import { describe } from "../protocol/describe.ts";
import type { Branch, Route, Router } from "./flow.ts";

/** Where events go by their key. */
export interface KeyRoutes<I, B = Branch> {
  /** Gives the key of an event; `String(key)` is looked up in `routes`. */
  readonly by: (event: I) => unknown;
  /** The branches by key. */
  readonly routes: Readonly<Record<string, B>>;
  /** Takes the events whose key has no route. Without it such an event fails the run. */
  readonly default?: B;
}

/** Where events go by the first predicate that holds. */
export interface PredicateRoutes<I, B = Branch> {
  /** The branches in the order they are tried. */
  readonly when: readonly { readonly test: (event: I) => boolean; readonly to: B }[];
  /** Takes the events for which no predicate holds. Without it such an event fails the run. */
  readonly default?: B;
}

/**
 * A node that sends each event down one branch, chosen by key or by the first predicate that holds.
 *
 * An event that no branch takes fails the run when there is no `default`: nothing is dropped in silence.
 *
 * @throws {TypeError} for routes that are no objects; what is wrong with a branch, `compile` says.
 *
 * @example
 * ```ts
 * import { type IntoSink, router } from "@watertight/sinks";
 *
 * function byLevel(intoErrors: IntoSink<string>, intoRest: IntoSink<string>) {
 *   return router({
 *     by: (line: string) => line.slice(0, 5),
 *     routes: { ERROR: intoErrors },
 *     default: intoRest,
 *   });
 * }
 * console.assert(byLevel.length === 2);
 * ```
 */
export function router<I>(routes: KeyRoutes<I> | PredicateRoutes<I>): Router {
  try {
    return makeRouter(routes);
  } catch (cause) {
    if (cause instanceof RoutesError) throw cause;
    throw new RoutesError("be readable", `reading them threw ${describe(cause)}`, { cause });
  }
}

/** The routes of a router are not what they must be. */
class RoutesError extends TypeError {
  constructor(requirement: string, actual: string, options?: ErrorOptions) {
    super(`Cannot make a router as its routes must ${requirement}: ${actual}`, options);
  }
}

function makeRouter<I>(routes: KeyRoutes<I> | PredicateRoutes<I>): Router {
  if (typeof routes !== "object" || routes === null) {
    throw new RoutesError("be an object", `it is ${describe(routes)}`);
  }
  const rest = routes.default === undefined ? {} : { default: routes.default };
  if ("when" in routes) {
    if (!Array.isArray(routes.when)) {
      throw new RoutesError("have a list under when", `it has ${describe(routes.when)}`);
    }
    const byPredicate = routes.when.map((route: unknown, index): Route => {
      const { test, to } = Object(route);
      return { label: `${index}`, when: test, branch: to };
    });
    return { kind: "router", routes: byPredicate, ...rest };
  }
  if (typeof routes.routes !== "object" || routes.routes === null) {
    throw new RoutesError("have an object under routes", `it has ${describe(routes.routes)}`);
  }
  const byKey = Object.entries(routes.routes).map(([label, branch]): Route => ({ label, branch }));
  return { kind: "router", by: routes.by, routes: byKey, ...rest };
}
