/** Something that may be in flight. */
interface Pending {
  readonly pending: Promise<void> | undefined;
}

/** How many microtasks a call gets before a timer is armed for it: most settle within a few. */
const quick = 24;

/** Whether what is in flight settles within so many milliseconds. */
export async function settles(live: Pending, limit: number): Promise<boolean> {
  for (let tick = 0; live.pending && tick < quick; tick++) await undefined;
  return live.pending ? await settlesWithin(live.pending, limit) : true;
}

async function settlesWithin(pending: Promise<void>, limit: number): Promise<boolean> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<boolean>((resolve) => timer = setTimeout(resolve, limit, false));
  const settled = await Promise.race([pending.then(() => true), late]);
  clearTimeout(timer);
  return settled;
}

/** Lets so many milliseconds pass. */
export async function wait(ms: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, ms));
}
