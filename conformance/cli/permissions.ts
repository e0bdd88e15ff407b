import { describeValue } from "../describe.ts";
import { didYouMean } from "./suggest.ts";

/** What Deno lets a program do, by name. */
const permissionNames = ["read", "write", "net", "env", "sys", "run", "ffi", "import"];

/**
 * Reads what modules may do.
 *
 * @throws {RangeError} when a name is none, or a module could not even be imported.
 * @throws {TypeError} where there are no permissions.
 */
export function requirePermissions(list: string): readonly string[] {
  if (!("Deno" in globalThis)) {
    throw new TypeError(
      "Cannot check with --permissions as they must be those of Deno: this runtime has none",
    );
  }
  const names = list.split(",").map((name) => name.trim());
  for (const name of names) {
    if (permissionNames.includes(name)) continue;
    throw new RangeError(
      `Cannot check as --permissions must be some of ${permissionNames.join(", ")}: ${
        describeValue(name)
      } is none${didYouMean(name, permissionNames)}`,
    );
  }
  if (names.includes("read")) return [...new Set(names)];
  throw new RangeError(
    `Cannot check as --permissions must have read, without which no module is imported: they are ${names}`,
  );
}
