import { issueIn } from "../../protocol/payload_issue.ts";
import type { StandardSchemaV1 } from "../../protocol/mod.ts";
import type { CommonOptions } from "./into_sink_options.ts";

/** Whether a value can check a section. */
export function isSectionCheck(value: unknown): boolean {
  return typeof value === "function" || isSchema(value);
}

/** A section as its check gives it. @throws {TypeError} saying what a schema found wrong; what a function throws. */
export async function checkedSection<C>(
  check: CommonOptions<never, C>["config"],
  section: unknown,
): Promise<C> {
  if (check === undefined) return section as C;
  if (!isSchema(check)) return await check(section);
  const result = await check["~standard"].validate(section);
  const issue = issueIn(result);
  if (issue === undefined) return (result as { readonly value: C }).value;
  throw new TypeError(`Cannot build the partition as its config must be valid: ${issue}`);
}

/** Also of a schema that can be called. */
function isSchema<C>(value: unknown): value is StandardSchemaV1<unknown, C> {
  return typeof Object(value)["~standard"]?.validate === "function";
}
