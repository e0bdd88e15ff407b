/**
 * Errors that no call reports and files that are left open are told for the whole process: two checks at once
 * would accuse each other's sinks. So those of one thread take turns, whichever copy of the kit they come from.
 * Of other threads nothing is known here: what they leave open is told apart by repetition.
 */

/** The last check of this thread, where every copy of the kit finds it. */
const place = Symbol.for("@watertight/sinks: the last check");

/** Does something once all that came before is done. */
export async function inTurn<T>(task: () => Promise<T>): Promise<T> {
  const thread = globalThis as { [place]?: Promise<unknown> };
  const turn = (thread[place] ?? Promise.resolve()).then(task);
  thread[place] = turn.catch(() => undefined);
  return await turn;
}
