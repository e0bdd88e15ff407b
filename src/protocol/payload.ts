import type { PayloadType } from "./into_sink.ts";
import type { StandardSchemaV1 } from "./standard_schema.ts";

/** Accepts anything: what it promises is told to the compiler alone. */
export const anything: StandardSchemaV1<unknown, never> = Object.freeze({
  "~standard": Object.freeze({
    version: 1,
    vendor: "watertight",
    validate: (value: unknown) => ({ value: value as never }),
  }),
});

/**
 * The payload of a sink whose events are plain rows, with neither a class nor a schema of their own. It names the
 * type and checks nothing: whatever comes is accepted.
 *
 * @returns a Standard Schema that accepts anything, always the same one.
 *
 * @example
 * ```ts
 * import { type IntoSink, payload } from "@watertight/sinks";
 *
 * interface Reading {
 *   readonly sensor: string;
 *   readonly celsius: number;
 * }
 * const stored: Reading[] = [];
 * const intoReadings: IntoSink<Reading> = {
 *   payload: payload<Reading>(),
 *   name: "readings",
 *   routerBranchSafe: true,
 *   buildPartition: () => ({ writeBatch: (items) => void stored.push(...items), close: () => {} }),
 * };
 * console.assert(intoReadings.name === "readings");
 * ```
 */
export function payload<E>(): PayloadType<E> {
  return anything;
}
