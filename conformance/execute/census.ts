/** Counts what is open in the process, by kind. */
export type Census = () => Readonly<Record<string, number>>;

/** Counts nothing: for hosts that cannot list what is open. */
export const noCensus: Census = () => ({});

interface Host {
  readonly process?: { readonly getActiveResourcesInfo?: () => string[] };
}

/**
 * A census of the timers, sockets and other resources the host lists, and of the files of the process where
 * its table can be read. Hosts: Deno, Node, Bun. Elsewhere, or where a permission is missing, it counts less.
 */
export async function processCensus(): Promise<Census> {
  const process = (globalThis as Host).process ??
    await import("node:process").catch(() => undefined);
  const list = process?.getActiveResourcesInfo?.bind(process);
  const files = await fileCensus();
  if (!list && !files) return noCensus;
  return () => {
    const counts: Record<string, number> = {};
    for (const kind of list?.() ?? []) counts[kind] = (counts[kind] ?? 0) + 1;
    const open = files?.();
    return open === undefined ? counts : { ...counts, file: open };
  };
}

async function fileCensus(): Promise<(() => number) | undefined> {
  try {
    const { readdirSync } = await import("node:fs");
    const table = "/proc/self/fd";
    readdirSync(table);
    return () => readdirSync(table).length;
  } catch {
    return undefined; // No such table, or no permission to read it: files go uncounted.
  }
}

/** What the second census has more of than the first. */
export function grown(
  before: Readonly<Record<string, number>>,
  after: Readonly<Record<string, number>>,
): Readonly<Record<string, number>> {
  const more = Object.entries(after).map(([kind, number]) => [kind, number - (before[kind] ?? 0)]);
  return Object.fromEntries(more.filter(([, number]) => (number as number) > 0));
}
