import { shown } from "../values/shown.ts";

/** The types a field can have; every one of them also takes null. */
export type Field = "boolean" | "number" | "integer" | "text";

/** The field type that keeps a member of this type: a `bigint` is an `integer`, a `number` a `number`. */
export type FieldOf<T> = [T] extends [boolean | null] ? "boolean"
  : [T] extends [number | null] ? "number"
  : [T] extends [bigint | null] ? "integer"
  : [T] extends [string | null] ? "text"
  : never;

/** One field for each member of an event. */
export type Fields<E> = { readonly [K in keyof E & string]-?: FieldOf<E[K]> };

/** The fields of an entry as Redis keeps them: names and texts. */
export type Entry = Readonly<Record<string, string>>;

const kinds: Readonly<
  Record<Field, { wanted: string; encode(value: unknown): string | undefined }>
> = {
  boolean: {
    wanted: "a boolean",
    encode: (value) => typeof value === "boolean" ? String(value) : undefined,
  },
  number: {
    wanted: "a number",
    // String(-0) is "0".
    encode: (value) =>
      typeof value === "number" ? Object.is(value, -0) ? "-0" : String(value) : undefined,
  },
  integer: {
    wanted: "a bigint",
    encode: (value) => typeof value === "bigint" ? String(value) : undefined,
  },
  text: {
    // It travels as UTF-8, which has no lone surrogates: one would come back as another character.
    wanted: "a text without lone surrogates",
    encode: (value) => typeof value === "string" && value.isWellFormed() ? value : undefined,
  },
};

/**
 * An event as the fields of an entry; a member that is null has none.
 *
 * @throws {TypeError} when the entry would not be the event: another type, or a member more or less.
 */
export function encodeEvent(event: object, fields: readonly (readonly [string, Field])[]): Entry {
  const entry: Record<string, string> = {};
  for (const [name, field] of fields) {
    const value: unknown = Reflect.get(event, name);
    if (value === null) continue;
    const { wanted, encode } = kinds[field];
    const text = encode(value);
    if (text === undefined) refuse(`${name} must be ${wanted}, or null`, shown(value));
    entry[name] = text;
  }
  const extra = Object.keys(event).find((key) => !fields.some(([name]) => name === key));
  if (extra !== undefined) refuse("its members must be fields", `${shown(extra)} is none`);
  return entry;
}

function refuse(requirement: string, actual: string): never {
  throw new TypeError(`Cannot store the event as ${requirement}: ${actual}`);
}
