import type { AsyncBridge } from "./async_bridge.ts";
import type { MaybePromise, SinkPartition } from "./sink_partition.ts";
import type { StandardSchemaV1 } from "./standard_schema.ts";

/**
 * How a node names its event type: a class, any schema that follows the Standard Schema specification, or
 * `payload<E>()` for plain rows that have neither. A schema must accept the events themselves, as they are written: the
 * runtime checks every event by it, and passes on the event, not what the schema makes of it. A class is not checked.
 */
export type PayloadType<E> =
  | (abstract new (...args: never[]) => E)
  | StandardSchemaV1<unknown, E>;

/**
 * The terminal node of a flow. Structural: any object with these members is a sink, no base class and no
 * registration. It may be frozen, and may stand in several places of a flow. Invariant in its event.
 *
 * @example A sink that keeps lines in memory
 * ```ts
 * import { type IntoSink, isIntoSink } from "@watertight/sinks";
 *
 * class Line {
 *   constructor(readonly text: string) {}
 * }
 * const stored: string[] = [];
 *
 * const intoLines: IntoSink<Line> = {
 *   payload: Line,
 *   name: "lines",
 *   routerBranchSafe: true,
 *   buildPartition: () => ({
 *     writeBatch: (items) => void stored.push(...items.map((line) => line.text)),
 *     close: () => {},
 *   }),
 * };
 * console.assert(isIntoSink(intoLines));
 * ```
 */
export interface IntoSink<in out E> {
  /** The type of the events this sink writes. */
  readonly payload: PayloadType<E>;

  /** The name of its configuration section, `streaming.sinks.<name>`: not empty. */
  readonly name: string;

  /** Whether the sink may end a router branch: `true` on every implementation. */
  readonly routerBranchSafe: boolean;

  /**
   * Builds the partition of one worker, which owns it for the whole run. Called once a worker at startup, once
   * more when the node stands twice in a flow; there is no order between the builds of different workers.
   *
   * @param config the resolved section of this sink; shared, never to be changed.
   * @param workerIndex zero-based, and cluster-wide.
   * @param workerCount the number of workers in the cluster, at least 1.
   * @param bridge runs asynchronous work; absent when the flow needs none. Owned by the runtime.
   * @param sessionManager shared connections; absent for most sinks. Owned by the runtime.
   * @throws {Error} when the configuration is not valid; nothing may be left open then.
   */
  buildPartition(
    config: unknown,
    workerIndex: number,
    workerCount: number,
    bridge?: AsyncBridge,
    sessionManager?: unknown,
  ): MaybePromise<SinkPartition<E>>;
}
