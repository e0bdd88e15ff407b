/** Waits so many milliseconds at most: a server that hangs must not hold up a call for ever. */
export async function within<T>(patience: number, work: Promise<T>): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(
    () => reject(new Error(`Cannot go on as the database must answer within ${patience} ms`)),
    Math.min(patience, 2 ** 31 - 1),
  );
  try {
    return await Promise.race([work, promise]);
  } finally {
    clearTimeout(timer);
  }
}
