/**
 * Errors that no call reports and files that are left open are told for the whole process: two checks at once
 * would accuse each other's sinks. So they take turns, whichever module or copy of the kit they come from.
 */

const name = "@watertight/sinks: one check at a time";

/** The little of the Web Locks API that is needed. */
interface Locks {
  request<T>(name: string, callback: () => Promise<T>): Promise<T>;
}

/** Does something once all that came before is done. */
export async function inTurn<T>(task: () => Promise<T>): Promise<T> {
  const { locks } = (globalThis as { navigator?: { locks?: Locks } }).navigator ?? {};
  return locks ? await locks.request(name, task) : await afterTheLast(task);
}

/** Where there are no locks, the last one is remembered by the process. */
async function afterTheLast<T>(task: () => Promise<T>): Promise<T> {
  const place = Symbol.for(name);
  const memory = globalThis as { [place]?: Promise<unknown> };
  const turn = (memory[place] ?? Promise.resolve()).then(task);
  memory[place] = turn.catch(() => undefined);
  return await turn;
}
