import type { Fault } from "../subject.ts";

/** What histories may be made of for one subject. Plain data, so that a seed and a shape give a history. */
export interface Shape {
  /** The most workers of a run, at least 1. */
  readonly maxWorkers: number;
  /** Batch sizes worth a visit, with their neighbours; the largest bounds every batch. */
  readonly thresholds: readonly number[];
  /** How many events the pool holds. */
  readonly pool: number;
  /** The failures the storage can be put in. */
  readonly faults: readonly Fault[];
  /** Whether there are events that the storage cannot hold. */
  readonly invalidEvents: boolean;
  /** How many configurations there are to refuse. */
  readonly invalidConfigs: number;
  /** Whether there is a configuration of strings. */
  readonly stringConfig: boolean;
}

/** Chunk limits that storage clients and databases are known for. */
export const usualThresholds: readonly number[] = [100, 256, 500, 512, 1000, 1024];
