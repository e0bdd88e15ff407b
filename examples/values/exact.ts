import { shown } from "./shown.ts";

/** What a store gives back as it was. */
export interface Exactness {
  /** What a value that is neither a list nor a plain object must be instead, or nothing if it is kept. */
  readonly leaf: (value: unknown) => string | undefined;
  /** Whether a member may be named so. */
  readonly key: (name: string) => boolean;
  /** How deep lists and objects may stand in each other. */
  readonly levels: number;
}

/** Why a value would not come back as it is, and where it stands. */
interface Flaw {
  readonly path: readonly string[];
  readonly wanted: string;
  readonly actual: unknown;
}

/**
 * Refuses what a store would give back as something else. An object of a class is kept by its own members.
 *
 * @throws {TypeError} naming the member that the store cannot keep exactly as it is.
 */
export function requireExact(event: unknown, exactness: Exactness): void {
  const flaw = hasMembers(event) ? flawInMembers(event, exactness, 1) : flawIn(event, exactness, 0);
  if (!flaw) return;
  const { path, wanted, actual } = flaw;
  throw new TypeError(
    `Cannot store the event as ${path.join(".") || "it"} must be ${wanted}: it is ${shown(actual)}`,
  );
}

/**
 * The own members of an event, which may be of any class.
 *
 * @throws {TypeError} when it is no object, or naming the member that the store cannot keep exactly as it is.
 */
export function exactMembers(event: object, exactness: Exactness): Record<string, unknown> {
  if (!hasMembers(event)) {
    throw new TypeError(`Cannot store the event as it must be an object: it is ${shown(event)}`);
  }
  requireExact(event, exactness);
  return { ...event };
}

/** Whether it is an object whose members are all there is to it: a list, a date or a Map holds more. */
function hasMembers(value: unknown): value is Members {
  return Object.prototype.toString.call(value) === "[object Object]";
}

function flawIn(value: unknown, exactness: Exactness, level: number): Flaw | undefined {
  const list = Array.isArray(value);
  if (!list && !isPlain(value)) {
    const wanted = exactness.leaf(value);
    return wanted === undefined ? undefined : { path: [], wanted, actual: value };
  }
  // It ends with what contains itself, too.
  if (level >= exactness.levels) {
    return { path: [], wanted: `at most ${exactness.levels} levels deep`, actual: value };
  }
  if (!list) return flawInMembers(value as Members, exactness, level + 1);
  // By its places: a hole is a value that no store has.
  for (let place = 0; place < value.length; place++) {
    const found = flawIn(value[place], exactness, level + 1);
    if (found) return { ...found, path: [String(place), ...found.path] };
  }
  return undefined;
}

type Members = Readonly<Record<string, unknown>>;

function flawInMembers(members: Members, exactness: Exactness, level: number): Flaw | undefined {
  // By their names: a pair for each member takes twice as long.
  for (const key of Object.keys(members)) {
    const found = exactness.key(key)
      ? flawIn(members[key], exactness, level)
      : { path: [], wanted: "named as the store takes it", actual: key };
    if (found) return { ...found, path: [key, ...found.path] };
  }
  return undefined;
}

function isPlain(value: unknown): value is object {
  if (typeof value !== "object" || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
