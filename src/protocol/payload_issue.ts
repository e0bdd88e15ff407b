import { describe, isClass } from "./describe.ts";
import { anything } from "./payload.ts";
import type { MaybePromise } from "./sink_partition.ts";
import type {
  StandardSchemaIssue,
  StandardSchemaResult,
  StandardSchemaV1,
} from "./standard_schema.ts";
import { isThenable } from "./thenable.ts";

/**
 * The schema that a payload has events checked by; `undefined` where there is nothing to check. A class is none, though
 * it may carry a schema: that one often takes what an instance is made of, not the instance.
 */
export function schemaOf(payload: unknown): StandardSchemaV1 | undefined {
  if (payload === anything || isClass(payload)) return undefined;
  try {
    const { validate } = Object(payload)["~standard"] ?? {};
    return typeof validate === "function" ? payload as StandardSchemaV1 : undefined;
  } catch {
    return undefined;
  }
}

/** Why a schema rejects a value, as a text; `undefined` when it accepts it. Throws what the schema throws. */
export function payloadIssue(
  schema: StandardSchemaV1,
  value: unknown,
): MaybePromise<string | undefined> {
  const result = schema["~standard"].validate(value);
  return isThenable(result) ? result.then(issueIn) : issueIn(result);
}

/** What a result of a schema says is wrong, as a text; `undefined` when nothing is. */
export function issueIn(result: StandardSchemaResult<unknown>): string | undefined {
  if (typeof result !== "object" || result === null) {
    return `its validate must give a result: it gave ${describe(result)}`;
  }
  return result.issues?.map(issueText).join("; ");
}

function issueText({ message, path = [] }: StandardSchemaIssue): string {
  const keys = path.map((part) => String(typeof part === "object" ? part.key : part));
  return keys.length === 0 ? message : `${message} at ${keys.join(".")}`;
}
