import * as fc from "fast-check";
import type { AsyncBridge, IntoSink, MaybePromise, SinkPartition } from "../../../mod.ts";
import { type AnomalyKind, type Cause, injectFaults } from "../../../conformance/mod.ts";
import { chances } from "../../zoo/chances.ts";
import { type AnySubject, failing, nodeOf, onlyOf, type Row, rows } from "../mutant.ts";
import { KeyedWorld, keyOf } from "./keyed_world.ts";
import type { Failure, Given, Trigger } from "./trigger.ts";
import { isOfFault, triggers } from "./triggers.ts";
import { isOfBrokenBatch, type Part, World } from "./world.ts";

/** The subject of one cell of the table: sound, but that with the cause it does what the kind says. */
export function cellSubject(cause: Cause, kind: AnomalyKind): AnySubject {
  const invalid = cause.startsWith("invalid-");
  const chance = chances(1);
  return {
    name: `${cause}: ${kind}`,
    events: rows,
    ...(kind === "stale" && { key: keyOf }),
    ...(invalid && { invalidEvents: fc.constantFrom(null, 7, "no row") }),
    ...(cause === "string-config" && { stringConfig: { limit: "10" } }),
    ...(kind === "torn" && { guarantees: { atomicBatches: true } }),
    ...(cause === "unclear-outcome" && { guarantees: { delivery: "exactly-once" as const } }),
    open() {
      // What a failure, or a value that it cannot hold, makes a sink refuse is refused to those that it struck.
      const catching = !cause.startsWith("fault-") && !invalid;
      const world = kind === "stale" ? new KeyedWorld(catching) : new World(kind, catching);
      const storage = { requests: 0, reach: () => void storage.requests++ };
      const { client, faults } = injectFaults(storage, ["reach"]);
      const cell: Cell = { world, trigger: triggers[cause](kind, chance), storage, client };
      const node: IntoSink<Row> = nodeOf((config, worker, workers, bridge) =>
        build(cell, worker, workers, { node, config, bridge })
      );
      return {
        sink: node,
        config: { limit: 10 },
        // Nothing that a late build could harm can be seen before the close.
        read: () => world.read(world.parts.filter((it) => it.closed || cause !== "late-build")),
        ...((isOfFault(cause) || isOfBrokenBatch(kind)) && { faults: onlyOf(failing, faults) }),
      };
    },
  };
}

interface Cell {
  readonly world: World;
  readonly trigger: Trigger;
  readonly storage: { readonly requests: number };
  readonly client: { reach(): void };
}

function build(
  cell: Cell,
  worker: number,
  workers: number,
  given: Given,
): MaybePromise<SinkPartition<Row>> {
  const { world, trigger } = cell;
  const part = world.build(worker, workers);
  attempt(cell, part, "build");
  trigger.build?.(world, part, given);
  const partition = partitionOf(cell, part, given.bridge);
  const done = trigger.building?.(world, part);
  const built = () => {
    world.refuse(part, "build");
    return partition;
  };
  return done ? done.then(built) : built();
}

/** Reaches the storage; when it fails the call does, unless the trigger hides it. */
function attempt({ world, trigger, storage, client }: Cell, part: Part, call: "build" | "close") {
  const before = storage.requests;
  try {
    client.reach();
  } catch (error) {
    const applied = storage.requests > before;
    if (trigger.failed?.(world, part, { call, applied, items: [] })) return;
    if (call === "build") world.failBuild(part);
    throw error;
  }
}

function partitionOf(cell: Cell, part: Part, bridge: AsyncBridge | undefined): SinkPartition<Row> {
  const { world, trigger, storage, client } = cell;
  const store = (items: readonly Row[]): MaybePromise<void> => {
    world.store(part, items);
    trigger.write?.(world, part, items);
    const done = trigger.writing?.(world, part);
    return done ? done.then(() => world.refuse(part, "write")) : world.refuse(part, "write");
  };
  const write = (items: readonly Row[]): MaybePromise<void> => {
    const before = storage.requests;
    const lost = (error: unknown) => {
      const failure: Failure = { call: "write", applied: storage.requests > before, items };
      const honest = trigger.bridged && !bridge;
      if (!honest && trigger.failed?.(world, part, failure)) return world.store(part, items);
      part.failed = true;
      throw error;
    };
    try {
      if (!trigger.bridged || !bridge) client.reach();
      else {
        const reached = bridge.run(() => Promise.resolve().then(() => client.reach()));
        return reached.then(() => store(items), lost);
      }
    } catch (error) {
      return lost(error);
    }
    return store(items);
  };
  return {
    writeBatch(items) {
      if (part.closed) {
        trigger.lateWrite?.(world, part);
        throw new Error("Cannot write as the partition must be open: it is closed");
      }
      part.writes++;
      const held = items.filter((item) => typeof item === "object" && item !== null);
      if (held.length < items.length) {
        if (trigger.invalid?.(world, part, held)) return;
        part.failed = true;
        throw new TypeError("Cannot write as every event must be a row");
      }
      if (items.length > 0) return write(items);
      trigger.emptyBatch?.(world, part);
      world.refuse(part, "write");
    },
    close() {
      if (part.closed) {
        trigger.closeAgain?.(world, part);
        return world.refuse(part, "close");
      }
      part.ended = true;
      // After a write that failed close must not throw, whatever the storage does.
      if (!part.failed) attempt(cell, part, "close");
      else reachAnyway(cell, part);
      part.closed = true;
      trigger.close?.(world, part);
      world.refuse(part, "close");
    },
  };
}

function reachAnyway({ client, trigger, world }: Cell, part: Part): void {
  try {
    client.reach();
  } catch {
    trigger.failedTwice?.(world, part);
  }
}
