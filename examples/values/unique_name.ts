/**
 * The name of a file that no other run or worker makes. Sorted by it, files are in the order of their runs; a node that
 * stands twice in a flow builds twice.
 *
 * @param time in milliseconds since 1970.
 */
export function uniqueName(time: number, worker: number): string {
  const digits = new Date(time).toISOString().replaceAll(/[-:.]/g, "");
  return `${digits}-${worker}-${crypto.randomUUID()}`;
}
