/** Counts what is open in the process, by kind; a kind may be told apart further after a space. */
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
    for (const file of files?.() ?? []) counts[file] = 1;
    return counts;
  };
}

/** Lists each open file by number and target, so that what other threads close hides nothing. */
async function fileCensus(): Promise<(() => readonly string[]) | undefined> {
  try {
    const { readdirSync, readlinkSync } = await import("node:fs");
    const table = "/proc/self/fd";
    const describe = (file: string) => {
      try {
        return [`file ${file} ${readlinkSync(`${table}/${file}`)}`];
      } catch {
        return []; // Closed meanwhile: the listing itself was open too.
      }
    };
    const list = () => readdirSync(table).flatMap(describe);
    list();
    return list;
  } catch {
    return undefined; // No such table, or no permission to read it: files go uncounted.
  }
}

/** What the second census has more of than the first, by kind. */
export function grown(
  before: Readonly<Record<string, number>>,
  after: Readonly<Record<string, number>>,
): Readonly<Record<string, number>> {
  const more: Record<string, number> = {};
  for (const [entry, number] of Object.entries(after)) {
    const surplus = number - (before[entry] ?? 0);
    const [kind = entry] = entry.split(" ");
    if (surplus > 0) more[kind] = (more[kind] ?? 0) + surplus;
  }
  return more;
}

/** What both censuses count, by the fewer of each. */
export function common(
  one: Readonly<Record<string, number>>,
  other: Readonly<Record<string, number>>,
): Readonly<Record<string, number>> {
  const both: Record<string, number> = {};
  for (const [entry, number] of Object.entries(one)) {
    if (other[entry] !== undefined) both[entry] = Math.min(number, other[entry]);
  }
  return both;
}

/** How many timers a census counts. */
export function timersIn(census: Readonly<Record<string, number>>): number {
  return census["Timeout"] ?? 0;
}
