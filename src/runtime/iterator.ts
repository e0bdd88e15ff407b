import type { Flow } from "../flow/mod.ts";
import { describe } from "../protocol/describe.ts";

/** Begins to read a source. @throws {TypeError} when it gives no iterator. */
export function openIterator(
  source: Flow["source"],
  isAsync: boolean,
): Iterator<unknown> | AsyncIterator<unknown> {
  const iterator: unknown = isAsync
    ? (source as AsyncIterable<unknown>)[Symbol.asyncIterator]()
    : (source as Iterable<unknown>)[Symbol.iterator]();
  if (Object(iterator) === iterator && typeof (iterator as Iterator<unknown>).next === "function") {
    return iterator as Iterator<unknown>;
  }
  throw new TypeError(
    `Cannot read the source as it must give an iterator with a next: it gave ${describe(iterator)}`,
  );
}

/** The error for what `next` gave, when that is no object: read as one it would never end. */
export function noResult(given: unknown): TypeError {
  return new TypeError(
    `Cannot read the source as next must give an object with done and value: it gave ${
      describe(given)
    }`,
  );
}
