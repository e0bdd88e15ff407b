import { toJsonSchema } from "@valibot/to-json-schema";
import { reportDefinitions, reportDocument } from "../../conformance/report/json_schema.ts";

/** The JSON Schema of a report, as it is published. */
export function reportSchema(): object {
  const { $schema, ...schema } = toJsonSchema(reportDocument, {
    target: "draft-2020-12",
    definitions: reportDefinitions,
  });
  return { $schema, title: "A report of Watertight", ...schema };
}
