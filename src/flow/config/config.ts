/** Keys from the root of a configuration to one of its values. */
export type KeyPath = readonly string[];

/** Where a value of a configuration was written; lines count from 1. */
export interface Position {
  /** The file, as it was named. */
  readonly file: string;
  /** The line in that file. */
  readonly line: number;
}

/**
 * A configuration that knows where its values were written, so that an error can name file and line. Made by
 * {@linkcode loadConfig}; `compile` takes a plain object just as well.
 *
 * @example
 * ```ts
 * import { loadConfig } from "@watertight/sinks";
 *
 * const config = await loadConfig("flow.yaml", { read: () => Promise.resolve("a:\n  b: 1\n") });
 * console.assert(config.positionOf(["a", "b"])?.line === 2);
 * ```
 */
export class Config {
  /** The values, interpolations still in place. */
  readonly value: unknown;
  readonly #positions: ReadonlyMap<string, Position>;

  /** Pairs values with their positions, by {@linkcode pathKey}. */
  constructor(value: unknown, positions: ReadonlyMap<string, Position>) {
    this.value = value;
    this.#positions = positions;
  }

  /** Where the value at a path was written, or the nearest value above it. */
  positionOf(path: KeyPath): Position | undefined {
    for (let length = path.length; length > 0; length--) {
      const position = this.#positions.get(pathKey(path.slice(0, length)));
      if (position !== undefined) return position;
    }
    return undefined;
  }

  /** This configuration overlaid by another: mappings are merged, anything else is replaced. */
  overlaidBy(other: Config): Config {
    return new Config(
      merge(this.value, other.value),
      new Map([...this.#positions, ...other.#positions]),
    );
  }
}

/** One string for a path, unambiguous whatever the keys contain. */
export function pathKey(path: KeyPath): string {
  return JSON.stringify(path);
}

/** Whether a value is a mapping, as YAML and object literals give them; class instances are values. */
export function isMapping(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function merge(under: unknown, over: unknown): unknown {
  if (!isMapping(under) || !isMapping(over)) return over;
  const merged = new Map(Object.entries(under));
  for (const [key, value] of Object.entries(over)) {
    merged.set(key, merged.has(key) ? merge(merged.get(key), value) : value);
  }
  return Object.fromEntries(merged);
}

/** The value at a path, looking at own keys alone; `undefined` where there is none. */
export function valueAt(root: unknown, path: KeyPath): unknown {
  let value = root;
  for (const key of path) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return undefined;
    value = Reflect.get(value, key);
  }
  return value;
}
