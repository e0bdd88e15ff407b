/**
 * An event as a line of JSON, its end included.
 *
 * @throws {TypeError} when JSON cannot keep the event exactly as it is.
 */
export function lineOf(event: unknown): string {
  // A class tells what the members are; what the line keeps is the members.
  if (typeof event !== "object" || event === null) requireJson(event, "the event", []);
  else requireMembers(event, "", []);
  return `${JSON.stringify(event)}\n`;
}

/** Refuses what would come back from JSON as something else: NaN as null, -0 as 0, a date as a text. */
function requireJson(value: unknown, path: string, within: readonly object[]): void {
  switch (typeof value) {
    case "string":
    case "boolean":
      return;
    case "number":
      if (Number.isFinite(value) && !Object.is(value, -0)) return;
      return refuse(path, Object.is(value, -0) ? "-0" : String(value));
    case "object":
      if (value === null) return;
      if (within.includes(value)) return refuse(path, "a part of itself");
      if (Array.isArray(value)) return requireItems(value, path, within);
      if (isPlain(value)) return requireMembers(value, `${path}.`, within);
      return refuse(path, `an object of ${value.constructor?.name ?? "a class"}`);
    default:
      return refuse(path, typeof value);
  }
}

function requireItems(items: readonly unknown[], path: string, within: readonly object[]): void {
  const around = [...within, items];
  // By index: a hole is undefined, too.
  for (let at = 0; at < items.length; at++) requireJson(items[at], `${path}[${at}]`, around);
}

function requireMembers(value: object, before: string, within: readonly object[]): void {
  if ("toJSON" in value && typeof value.toJSON === "function") {
    return refuse(`${before}toJSON`, "a function");
  }
  const around = [...within, value];
  for (const [key, member] of Object.entries(value)) requireJson(member, before + key, around);
}

function isPlain(value: object): boolean {
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function refuse(path: string, actual: string): never {
  throw new TypeError(
    `Cannot store the event as ${path} must be a value that JSON keeps: it is ${actual}`,
  );
}
