/**
 * What a promise gives, if it does so in time. What takes longer goes on all the same: nobody knows its outcome.
 *
 * @param limit in milliseconds.
 * @param who must answer, as the message says.
 * @throws {Error} what the promise is rejected with, or that its time is over.
 */
export async function within<T>(limit: number, who: string, promise: PromiseLike<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      const wanted = `${who} must answer within ${limit / 1000} s`;
      reject(new Error(`Cannot go on as ${wanted}: it has not`));
    }, limit);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
