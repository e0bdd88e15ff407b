import type { Branch, Broadcast } from "./flow.ts";

/**
 * A node that sends each event down all of its branches, one branch after the other. The branches share the
 * event objects, so no step or sink may change them.
 *
 * @example
 * ```ts
 * import { broadcast, type IntoSink } from "@watertight/sinks";
 *
 * function both(intoArchive: IntoSink<string>, intoIndex: IntoSink<string>) {
 *   return broadcast([intoArchive, intoIndex]);
 * }
 * console.assert(both.length === 2);
 * ```
 */
export function broadcast(branches: readonly Branch[]): Broadcast {
  return { kind: "broadcast", branches };
}
