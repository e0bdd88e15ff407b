import type { AsyncBridge } from "../../../mod.ts";
import type { Row } from "../mutant.ts";
import type { Part, World } from "./world.ts";

/** What a build was given. */
export interface Given {
  readonly node: object;
  readonly config: unknown;
  readonly bridge: AsyncBridge | undefined;
}

/** A call in which the storage failed. */
export interface Failure {
  readonly call: "build" | "write" | "close";
  /** Whether it had done what it was asked for. */
  readonly applied: boolean;
  /** What was to be written. */
  readonly items: readonly Row[];
}

/** When a cell's sink goes wrong: it is told what happens, and spoils a partition when its cause comes about. */
export interface Trigger {
  build?(world: World, part: Part, given: Given): void;
  /** How long a build takes, where it takes time. */
  building?(world: World, part: Part): Promise<void>;
  /** A batch was stored, of at least one row; `items` is the caller's own array. */
  write?(world: World, part: Part, items: readonly Row[]): void;
  /** How long a write takes, where it takes time. */
  writing?(world: World, part: Part): Promise<void>;
  /** A partition was closed for the first time. */
  close?(world: World, part: Part): void;
  lateWrite?(world: World, part: Part): void;
  closeAgain?(world: World, part: Part): void;
  emptyBatch?(world: World, part: Part): void;
  /** A value was to be written that is no row, beside these rows: true when the call is not to say so. */
  invalid?(world: World, part: Part, rows: readonly Row[]): boolean | void;
  /** The storage failed in a call: true when the call is not to say so. */
  failed?(world: World, part: Part, failure: Failure): boolean | void;
  /** It failed in the close as well, after a write that had failed. */
  failedTwice?(world: World, part: Part): void;
  /** Whether writes reach the storage by a bridge, where there is one, and only then go wrong. */
  readonly bridged?: true;
}
