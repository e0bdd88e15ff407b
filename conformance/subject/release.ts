import { isThenable } from "../../src/protocol/thenable.ts";
import type { Subject } from "../subject.ts";
import { callHook, type HookLimit } from "./fixture.ts";

/**
 * Does something with fixtures of a subject, and then releases what they share. What went wrong first is what is
 * told.
 *
 * @throws {FixtureError} when nothing else went wrong, and `release` throws or does not settle.
 */
export async function thenReleased<E, T>(
  { release }: Subject<E>,
  limit: HookLimit,
  task: () => Promise<T>,
): Promise<T> {
  const released = async () => {
    const releasing = release && callHook("release", limit, release);
    if (isThenable(releasing)) await releasing;
  };
  let result: T;
  try {
    result = await task();
  } catch (error) {
    await released().catch(() => undefined);
    throw error;
  }
  await released();
  return result;
}
