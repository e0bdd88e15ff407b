import { readFile } from "node:fs/promises";
import * as v from "valibot";
import { describeThrown, thrownText } from "../describe.ts";

/**
 * Reads a file of a known form.
 *
 * @param requirement what it must be, as in `a trace`.
 * @throws {TypeError} when it is not.
 */
export async function readForm<T>(
  file: string,
  form: v.GenericSchema<unknown, T>,
  requirement: string,
  parse: (text: string) => unknown = JSON.parse,
): Promise<T> {
  const refuse = (requirement: string) => (error: unknown): never => {
    const text = thrownText(describeThrown(error));
    throw new TypeError(`Cannot read ${file} as it must be ${requirement}: ${text}`, {
      cause: error,
    });
  };
  const text = await readFile(file, "utf8").catch(refuse("a file"));
  let value: unknown;
  try {
    value = parse(text);
  } catch (error) {
    refuse(requirement)(error);
  }
  const { success, output, issues } = v.safeParse(form, value);
  if (success) return output;
  const place = v.getDotPath(issues[0]);
  throw new TypeError(
    `Cannot read ${file} as it must be ${requirement}: ${issues[0].message}${
      place ? `, at ${place}` : ""
    }`,
  );
}
