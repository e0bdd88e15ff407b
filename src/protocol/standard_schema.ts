/**
 * The part of the Standard Schema specification, version 1, that a payload needs: any Zod, Valibot, ArkType, …
 * schema has it. Written out so that the protocol depends on nothing; assignable from and to
 * `StandardSchemaV1` of `@standard-schema/spec`.
 *
 * @example A schema written by hand
 * ```ts
 * import type { StandardSchemaV1 } from "@watertight/sinks";
 *
 * const text: StandardSchemaV1<unknown, string> = {
 *   "~standard": {
 *     version: 1,
 *     vendor: "example",
 *     validate: (value) =>
 *       typeof value === "string" ? { value } : { issues: [{ message: "must be a string" }] },
 *   },
 * };
 * console.assert(!("value" in await text["~standard"].validate(7)));
 * ```
 */
export interface StandardSchemaV1<Input = unknown, Output = Input> {
  /** The properties of the specification. */
  readonly "~standard": StandardSchemaProps<Input, Output>;
}

/** What stands under `~standard` of a schema. */
export interface StandardSchemaProps<Input = unknown, Output = Input> {
  /** The version of the specification. */
  readonly version: 1;
  /** The name of the schema library. */
  readonly vendor: string;
  /** Checks a value; gives the typed value, or the issues found. */
  readonly validate: (
    value: unknown,
    options?: { readonly libraryOptions?: Record<string, unknown> | undefined } | undefined,
  ) => StandardSchemaResult<Output> | Promise<StandardSchemaResult<Output>>;
  /** Carries the types; never there at run time. */
  readonly types?: { readonly input: Input; readonly output: Output } | undefined;
}

/** What a validation gives: the value, or at least one issue. */
export type StandardSchemaResult<Output> =
  | { readonly value: Output; readonly issues?: undefined }
  | { readonly issues: readonly StandardSchemaIssue[] };

/** One reason why a value does not fit a schema. */
export interface StandardSchemaIssue {
  /** What is wrong. */
  readonly message: string;
  /** Where in the value. */
  readonly path?:
    | readonly (PropertyKey | { readonly key: PropertyKey })[]
    | undefined;
}
