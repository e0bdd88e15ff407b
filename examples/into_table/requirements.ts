import type { MaybePromise } from "@watertight/sinks";
import type { TableShape } from "./database.ts";

/** @throws {TypeError} when rows cannot replace each other by this key, or not be numbered then. */
export function requireKey(
  { key, columns, sequence }: Pick<TableShape, "key" | "columns" | "sequence">,
): void {
  const types = new Map<string, string>(columns);
  for (const name of key) {
    // 0 and -0 are one number to a database, and two to whoever reads them.
    if (types.has(name) && types.get(name) !== "number") continue;
    throw new TypeError(
      `Cannot make the sink as key must name columns that are no numbers: ${name} is ${
        types.get(name) ?? "none"
      }`,
    );
  }
  if (sequence === undefined) return;
  if (key.length > 0) {
    throw new TypeError(
      `Cannot make the sink as sequence must be missing where there is a key: it is ${sequence}`,
    );
  }
  if (!types.has(sequence)) return;
  throw new TypeError(
    `Cannot make the sink as sequence must be a column of its own: rows have a ${sequence}`,
  );
}

/** @throws {TypeError} when a statement of a whole chunk has too many parameters. */
export function requireChunkSize(
  size: number,
  { columns }: TableShape,
  mostParameters: number,
): void {
  const most = Math.floor(mostParameters / columns.length);
  if (size <= most) return;
  throw new TypeError(
    `Cannot build the partition as chunk_size must be at most ${most} with ${columns.length} ` +
      `columns: it is ${size}`,
  );
}

/** Does a part of a build. @throws {Error} saying what must be so that it works, and why it does not. */
export async function attempt<T>(requirement: string, work: () => MaybePromise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    throw new Error(`Cannot build the partition as ${requirement}: ${reasonOf(cause)}`, { cause });
  }
}

/** What an error says; that of several addresses which refuse a connection says nothing by itself. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.message !== "") return error.message;
  return error instanceof AggregateError ? error.errors.map(reasonOf).join("; ") : error.name;
}
