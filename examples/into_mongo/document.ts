import { BSON, type Document } from "mongodb";
import { exactMembers, type Exactness } from "../values/exact.ts";

/** What the server takes for one document. */
const mostBytes = 16 * 1024 ** 2;

const exactness: Exactness = {
  levels: 100,
  // The server and its clients take the others for an operator, a reference or a type.
  key: (name) =>
    !name.startsWith("$") && !name.includes("\0") && name.isWellFormed() && name !== "_bsontype",
  leaf(value) {
    switch (typeof value) {
      case "number":
      case "boolean":
        return undefined;
      case "string":
        // BSON is UTF-8, which has no lone surrogates.
        return value.isWellFormed() ? undefined : "a text without lone surrogates";
      case "bigint":
        return BigInt.asIntN(64, value) === value ? undefined : "a bigint of 64 bits";
    }
    if (value instanceof Date) return Number.isNaN(value.getTime()) ? "a valid date" : undefined;
    const kept = value === null || value instanceof Uint8Array || value instanceof BSON.BSONValue;
    return kept ? undefined : "a value that BSON has a type for";
  },
};

/**
 * The document that an event is stored as: its own members beside the `_id`.
 *
 * @throws {TypeError} naming the member that MongoDB cannot keep exactly as it is.
 */
export function documentOf(event: object, id: unknown): Document {
  const members = exactMembers(event, exactness);
  exactMembers({ _id: id }, exactness);
  const other = Object.hasOwn(members, "_id") && members["_id"] !== id;
  if (other || id === null || Array.isArray(id)) {
    throw new TypeError(
      `Cannot store the event as _id must be its id, and neither null nor a list: it is ${
        other ? members["_id"] : id
      }`,
    );
  }
  const document = { _id: id, ...members };
  const bytes = BSON.calculateObjectSize(document);
  if (bytes <= mostBytes) return document;
  throw new TypeError(
    `Cannot store the event as it must have at most ${mostBytes} bytes: it has ${bytes}`,
  );
}
