/** What JSON would turn into something else, and where it is. */
interface Problem {
  readonly path: string;
  readonly actual: string;
}

/** A value nested deeper than this is taken for a part of itself; few readers of JSON go deeper. */
const deepest = 100;

/**
 * An event as a line of JSON, its end included.
 *
 * @throws {TypeError} when JSON cannot keep the event exactly as it is.
 */
export function lineOf(event: unknown): string {
  // A class tells what the members are; what the line keeps is the members.
  const named = typeof event === "object" && event !== null && !Array.isArray(event);
  const problem = named ? problemOfMembers(event, 0) : problemOf(event, 0);
  if (problem === undefined) return `${JSON.stringify(event)}\n`;
  const { path, actual } = problem;
  const where = path === "" ? "it" : path.replace(/^\./, "");
  throw new TypeError(
    `Cannot store the event as ${where} must be a value that JSON keeps: it is ${actual}`,
  );
}

/** NaN would come back as null, -0 as 0, a date as a text. */
function problemOf(value: unknown, depth: number): Problem | undefined {
  switch (typeof value) {
    case "string":
    case "boolean":
      return undefined;
    case "number":
      if (Object.is(value, -0)) return { path: "", actual: "-0" };
      return Number.isFinite(value) ? undefined : { path: "", actual: String(value) };
    case "object":
      if (value === null) return undefined;
      if (depth > deepest) return { path: "", actual: `nested more than ${deepest} deep` };
      if (Array.isArray(value)) return problemOfItems(value, depth);
      if (isPlain(value)) return problemOfMembers(value, depth);
      return { path: "", actual: `an object of ${value.constructor?.name ?? "a class"}` };
    default:
      return { path: "", actual: typeof value };
  }
}

function problemOfItems(items: readonly unknown[], depth: number): Problem | undefined {
  // By index: a hole is undefined, too.
  for (let at = 0; at < items.length; at++) {
    const problem = problemOf(items[at], depth + 1);
    if (problem) return { ...problem, path: `[${at}]${problem.path}` };
  }
  return undefined;
}

function problemOfMembers(value: object, depth: number): Problem | undefined {
  if (typeof (value as { toJSON?: unknown }).toJSON === "function") {
    return { path: ".toJSON", actual: "a function" };
  }
  for (const key of Object.keys(value)) {
    const problem = problemOf((value as Record<string, unknown>)[key], depth + 1);
    if (problem) return { ...problem, path: `.${key}${problem.path}` };
  }
  return undefined;
}

function isPlain(value: object): boolean {
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
