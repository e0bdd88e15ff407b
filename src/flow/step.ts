import type { MaybePromise } from "../protocol/mod.ts";

/** A node that turns events into events. Made by {@linkcode map}, {@linkcode filter} or {@linkcode flatMap}. */
export interface Step {
  /** How the result of the function is taken. */
  readonly kind: "map" | "filter" | "flatMap";
  /** The function; a promise it returns is awaited before the worker goes on. */
  readonly apply: (event: never) => unknown;
}

/**
 * A step that gives one event for each. A `Message` it gives replaces the envelope; sinks see its payload alone.
 *
 * @param apply what to make of an event; may return a promise. What it throws fails the run.
 *
 * @example
 * ```ts
 * import { map } from "@watertight/sinks";
 *
 * console.assert(map((line: string) => line.length).kind === "map");
 * ```
 */
export function map<I, O>(apply: (event: I) => MaybePromise<O>): Step {
  return { kind: "map", apply };
}

/**
 * A step that keeps the events for which its function gives `true`.
 *
 * @param keep whether to keep an event; may return a promise. What it throws fails the run.
 *
 * @example
 * ```ts
 * import { filter } from "@watertight/sinks";
 *
 * console.assert(filter((line: string) => line !== "").kind === "filter");
 * ```
 */
export function filter<I>(keep: (event: I) => MaybePromise<boolean>): Step {
  return { kind: "filter", apply: keep };
}

/**
 * A step that gives any number of events for each, also none; they may be messages, as with {@linkcode map}.
 *
 * @param apply the events to make of one; may return a promise of them. What it throws fails the run.
 *
 * @example
 * ```ts
 * import { flatMap } from "@watertight/sinks";
 *
 * console.assert(flatMap((line: string) => line.split(" ")).kind === "flatMap");
 * ```
 */
export function flatMap<I, O>(apply: (event: I) => MaybePromise<Iterable<O>>): Step {
  return { kind: "flatMap", apply };
}
