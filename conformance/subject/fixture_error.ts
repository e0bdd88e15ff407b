import { visible } from "../visible.ts";

/** The part of a subject that is at fault. */
export type Hook =
  | "subject"
  | "name"
  | "events"
  | "guarantees"
  | "thresholds"
  | "invalidEvents"
  | "invalidConfigs"
  | "stringConfig"
  | "exempt"
  | "sometimes"
  | "open"
  | "fixture"
  | "sink"
  | "payload"
  | "config"
  | "sessionManager"
  | "read"
  | "readable"
  | "dispose"
  | "release"
  | "identity"
  | "key"
  | "equal"
  | "copy"
  | "faults"
  | "openResources";

/**
 * The subject or its fixture is at fault, not the sink: no verdict can be given.
 *
 * @example
 * ```ts
 * import { FixtureError } from "@watertight/sinks/conformance";
 *
 * const error = new FixtureError("read", "must return an iterable: it returned 7");
 * console.assert(error.message === "Cannot check the sink as read must return an iterable: it returned 7");
 * ```
 */
export class FixtureError extends Error {
  /** The name of the class. */
  override readonly name = "FixtureError";
  /** The hook that is at fault. */
  readonly hook: Hook;
  /** What it must do and what it did. */
  readonly problem: string;

  /** Names the hook at fault, what it must do and what it did. */
  constructor(hook: Hook, problem: string, options?: ErrorOptions) {
    super(visible(`Cannot check the sink as ${hook} ${problem}`), options);
    this.hook = hook;
    this.problem = problem;
  }
}
