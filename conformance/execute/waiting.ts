import type { Clock } from "../../src/bridge/clock.ts";

/** Something that may be in flight. */
interface Pending {
  readonly pending: Promise<void> | undefined;
}

/** How many microtasks a call gets before a timer is armed for it: most settle within a few. */
const quick = 24;

/** Whether what is in flight settles within so many milliseconds. */
export async function settles(live: Pending, limit: number, clock: Clock): Promise<boolean> {
  for (let tick = 0; live.pending && tick < quick; tick++) await undefined;
  return live.pending ? await settlesWithin(live.pending, limit, clock) : true;
}

async function settlesWithin(
  pending: Promise<void>,
  limit: number,
  clock: Clock,
): Promise<boolean> {
  const { promise: late, resolve } = Promise.withResolvers<false>();
  const callOff = clock.after(limit, () => resolve(false));
  const settled = await Promise.race([pending.then(() => true), late]);
  callOff();
  return settled;
}

/** Lets so many milliseconds pass. */
export async function wait(ms: number, clock: Clock): Promise<void> {
  await new Promise<void>((resolve) => void clock.after(ms, resolve));
}
