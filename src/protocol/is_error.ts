/**
 * Whether a value is an error, also one of another realm: a runner such as Jest gives tests globals of their own, and
 * what the host throws there is made of its own.
 */
export function isError(value: unknown): value is Error {
  if (value instanceof Error) return true;
  const tag = Object.prototype.toString.call(value);
  return tag === "[object Error]" || tag === "[object DOMException]";
}
