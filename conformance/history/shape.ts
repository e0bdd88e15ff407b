import type { Fault } from "../subject.ts";

/** What histories may be made of for one subject. Plain data, so that a seed and a shape give a history. */
export interface Shape {
  /** The most workers of a run, at least 1. */
  readonly maxWorkers: number;
  /** Batch sizes at which sinks are known to change their ways. */
  readonly usualLimits: readonly number[];
  /** Batch sizes at which the author says that this sink does. */
  readonly namedLimits: readonly number[];
  /** How many events the pool holds. */
  readonly pool: number;
  /** Events of one key, by their places in the pool. */
  readonly rivals: readonly (readonly number[])[];
  /** The failures the storage can be put in. */
  readonly faults: readonly Fault[];
  /** Whether the storage can be made to fail in the middle of a call. */
  readonly counted: boolean;
  /** Whether there are events that the storage cannot hold. */
  readonly invalidEvents: boolean;
  /** How many configurations there are to refuse. */
  readonly invalidConfigs: number;
  /** Whether there is a configuration of strings. */
  readonly stringConfig: boolean;
  /** Milliseconds worth waiting between two calls; none for a sink that has no timers. */
  readonly pauses: readonly number[];
  /** Milliseconds after which an event is claimed to be readable with no further call. */
  readonly within?: number;
}

/** Chunk limits that storage clients and databases are known for. */
export const usualLimits: readonly number[] = [100, 256, 500, 512, 1000, 1024];

/** How many events of a pool are kept for what controls add to a history, that of the largest batch included. */
const reserve = 256;

/** How many of the events of a pool histories may write. */
export function writable(events: number): number {
  return events - Math.min(reserve, Math.floor(events / 9));
}

/** So many places in the pool, one after the other. */
export function places(first: number, count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => first + index);
}
