import { describe } from "../../protocol/describe.ts";
import { isMapping, type KeyPath, valueAt } from "./config.ts";
import type { ReportProblem } from "./resolve.ts";

/** What `streaming.runtime` of a configuration says; the options of a run win over it. */
export interface RuntimeSettings {
  /** `workers_per_process`: the workers of this process; default 1. */
  readonly workersPerProcess: number;
  /** `process_id`: the place of this process among `addresses`, from zero; default 0. */
  readonly processId: number;
  /** The length of `addresses`, one for each process of the cluster; default 1. */
  readonly processes: number;
  /** `epoch_interval_ms`: how long an epoch lasts, in milliseconds; default 10 000. */
  readonly epochIntervalMs: number;
  /** `force_shutdown_timeout_ms`: how long the end of a run waits for what hangs; default 10 000. */
  readonly forceShutdownTimeoutMs: number;
}

/**
 * Reads a resolved `streaming.runtime`. Numbers may be strings: the environment gives no other.
 *
 * @param written the section before it was resolved: a value of the environment is not told, but how it was named.
 */
export function runtimeSettings(
  section: unknown,
  written: unknown,
  report: ReportProblem,
): RuntimeSettings {
  const path = ["streaming", "runtime"];
  const actual = (value: unknown, path: KeyPath): string => {
    const source = path.length === 0 ? written : valueAt(written, path);
    return typeof source === "string" && source.includes("${")
      ? `it is what ${source} gives`
      : `it is ${describe(value)}`;
  };
  if ((section ?? null) !== null && !isMapping(section)) {
    report(path, `the section of the runtime must be a mapping: ${actual(section, [])}`);
  }
  const integer = (key: string, least: number, fallback: number): number => {
    const value = valueAt(section, [key]) ?? fallback;
    const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
    if (Number.isSafeInteger(number) && (number as number) >= least) return number as number;
    report(
      [...path, key],
      `${key} must be an integer, at least ${least}: ${actual(value, [key])}`,
    );
    return fallback;
  };
  const addresses = valueAt(section, ["addresses"]) ?? [];
  if (!Array.isArray(addresses)) {
    report([...path, "addresses"], `addresses must be a list: ${actual(addresses, ["addresses"])}`);
  }
  const processes = Array.isArray(addresses) && addresses.length > 0 ? addresses.length : 1;
  const processId = integer("process_id", 0, 0);
  if (processId >= processes) {
    report(
      [...path, "process_id"],
      `process_id must be below the number of addresses: it is ${processId} of ${processes}`,
    );
  }
  return {
    workersPerProcess: integer("workers_per_process", 1, 1),
    processId,
    processes,
    epochIntervalMs: integer("epoch_interval_ms", 1, 10_000),
    forceShutdownTimeoutMs: integer("force_shutdown_timeout_ms", 0, 10_000),
  };
}
