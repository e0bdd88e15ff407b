import { BSON, type Document } from "mongodb";

/** What the server takes for one document, in bytes and in levels. */
const mostBytes = 16 * 1024 ** 2;
const mostLevels = 100;

/** Why a value would not come back as it is, and where in the event it stands. */
interface Flaw {
  readonly path: readonly string[];
  readonly wanted: string;
  readonly actual: unknown;
}

/**
 * The document that an event is stored as: its own members beside the `_id`.
 *
 * @throws {TypeError} naming the member that MongoDB cannot keep exactly as it is.
 */
export function documentOf(event: object, id: unknown): Document {
  if (typeof event !== "object" || event === null || Array.isArray(event)) {
    throw new TypeError(`Cannot store the event as it must be an object: it is ${shown(event)}`);
  }
  const document: Document = { _id: id, ...event };
  if (document["_id"] !== id) refuse({ path: ["_id"], wanted: "its id", actual: document["_id"] });
  if (id === null || Array.isArray(id)) {
    refuse({ path: ["_id"], wanted: "a value other than null and a list", actual: id });
  }
  const found = flawInMembers(document, 1);
  if (found) refuse(found);
  const bytes = BSON.calculateObjectSize(document);
  if (bytes <= mostBytes) return document;
  throw new TypeError(
    `Cannot store the event as it must have at most ${mostBytes} bytes: it has ${bytes}`,
  );
}

function flawOf(value: unknown, level: number): Flaw | undefined {
  const flaw = (wanted: string): Flaw => ({ path: [], wanted, actual: value });
  switch (typeof value) {
    case "number":
    case "boolean":
      return undefined;
    case "string":
      // BSON is UTF-8, which has no lone surrogates.
      return value.isWellFormed() ? undefined : flaw("a text without lone surrogates");
    case "bigint":
      return BigInt.asIntN(64, value) === value ? undefined : flaw("a bigint of 64 bits");
    case "object":
      return value === null ? undefined : flawOfObject(value, level, flaw);
    default:
      return flaw("a value that BSON has a type for");
  }
}

function flawOfObject(
  value: object,
  level: number,
  flaw: (wanted: string) => Flaw,
): Flaw | undefined {
  if (value instanceof Date) {
    return Number.isNaN(value.getTime()) ? flaw("a valid date") : undefined;
  }
  if (value instanceof Uint8Array || value instanceof BSON.BSONValue) return undefined;
  const prototype = Object.getPrototypeOf(value);
  if (!Array.isArray(value) && prototype !== Object.prototype && prototype !== null) {
    return flaw("a plain object or a value of BSON");
  }
  if (level >= mostLevels) return flaw(`at most ${mostLevels} levels deep`);
  if (!Array.isArray(value)) return flawInMembers(value, level + 1);
  for (let index = 0; index < value.length; index++) {
    const found = flawOf(value[index], level + 1);
    if (found) return { ...found, path: [String(index), ...found.path] };
  }
  return undefined;
}

function flawInMembers(value: object, level: number): Flaw | undefined {
  for (const [key, member] of Object.entries(value)) {
    // The server and its clients take such a member for an operator or a reference.
    const found = key.startsWith("$") || key.includes("\0") || !key.isWellFormed() ||
        key === "_bsontype"
      ? { path: [], wanted: "named as MongoDB takes it", actual: key }
      : flawOf(member, level);
    if (found) return { ...found, path: [key, ...found.path] };
  }
  return undefined;
}

function refuse({ path, wanted, actual }: Flaw): never {
  throw new TypeError(
    `Cannot store the event as ${path.join(".")} must be ${wanted}: it is ${shown(actual)}`,
  );
}

function shown(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value.slice(0, 40));
  if (typeof value === "bigint") return `${value}n`;
  if (typeof value === "function") return "a function";
  if (Array.isArray(value)) return "a list";
  if (typeof value !== "object" || value === null) return String(value);
  return value instanceof Date ? "no date" : `of class ${value.constructor?.name}`;
}
