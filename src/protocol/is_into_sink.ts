import { describe, isClass } from "./describe.ts";
import type { IntoSink } from "./into_sink.ts";

type Reading = { readonly value: unknown } | { readonly error: unknown };

/** Reads a member without trusting it: a getter or a proxy may throw anything. */
function readingOf(target: object, member: string): Reading {
  try {
    return { value: Reflect.get(target, member) };
  } catch (error) {
    return { error };
  }
}

function isPayload(value: unknown): boolean {
  if (typeof value === "function") return true;
  if (typeof value !== "object" || value === null) return false;
  const standard = readingOf(value, "~standard");
  if (!("value" in standard) || typeof standard.value !== "object" || standard.value === null) {
    return false;
  }
  const validate = readingOf(standard.value, "validate");
  return "value" in validate && typeof validate.value === "function";
}

const members: readonly {
  readonly name: string;
  readonly wanted: string;
  readonly fits: (value: unknown) => boolean;
}[] = [
  { name: "payload", wanted: "a class or a Standard Schema", fits: isPayload },
  {
    name: "name",
    wanted: "a non-empty string",
    fits: (value) => typeof value === "string" && value !== "",
  },
  { name: "routerBranchSafe", wanted: "a boolean", fits: (value) => typeof value === "boolean" },
  { name: "buildPartition", wanted: "a function", fits: (value) => typeof value === "function" },
];

/**
 * Tells what keeps a value from being an {@linkcode IntoSink}: one sentence a missing or wrong member.
 *
 * Looks at the structure alone: instances, frozen objects, null prototypes and proxies all count. Never
 * throws and never calls a method; a getter that throws is reported with its error.
 *
 * @returns the sentences; empty when the value is a sink.
 *
 * @example
 * ```ts
 * import { explainIntoSink } from "@watertight/sinks";
 *
 * const [first] = explainIntoSink({ payload: String, name: "", routerBranchSafe: true });
 * console.assert(first === 'name must be a non-empty string: it is ""');
 * ```
 */
export function explainIntoSink(value: unknown): readonly string[] {
  if (isClass(value)) {
    return [`a sink must be an object: it is ${describe(value)}; pass an instance of it`];
  }
  if ((typeof value !== "object" && typeof value !== "function") || value === null) {
    return [`a sink must be an object: it is ${describe(value)}`];
  }
  return members.flatMap(({ name, wanted, fits }) => {
    const reading = readingOf(value, name);
    if ("error" in reading) {
      return [`${name} must be ${wanted}: reading it threw ${describe(reading.error)}`];
    }
    if (fits(reading.value)) return [];
    return [
      reading.value === undefined
        ? `${name} must be ${wanted}: it is missing`
        : `${name} must be ${wanted}: it is ${describe(reading.value)}`,
    ];
  });
}

/**
 * Whether a value has the structure of a sink; {@linkcode explainIntoSink} says why not.
 *
 * @example
 * ```ts
 * import { isIntoSink } from "@watertight/sinks";
 *
 * console.assert(!isIntoSink(null));
 * ```
 */
export function isIntoSink(value: unknown): value is IntoSink<unknown> {
  return explainIntoSink(value).length === 0;
}
