import type { KvValue } from "./value.ts";

/** What a commit holds at most. */
export interface ChunkLimits {
  /** Its events: no more than 1,000, which is all that Deno KV takes. */
  readonly events: number;
  /** The bytes of each key. */
  readonly keyBytes: number;
}

/** The most bytes of a commit, and of the keys in it. */
const [mostBytes, mostKeyBytes] = [800 * 1024, 80 * 1024];

/** The values in portions that a commit can hold, in their order. */
export function* chunksOf(
  values: readonly KvValue[],
  { events, keyBytes }: ChunkLimits,
): Iterable<readonly KvValue[]> {
  const most = Math.min(events, Math.floor(mostKeyBytes / keyBytes));
  let [from, bytes] = [0, 0];
  for (const [at, value] of values.entries()) {
    const more = value.bytes + keyBytes;
    if (at - from === most || bytes + more > mostBytes) {
      yield values.slice(from, at);
      [from, bytes] = [at, 0];
    }
    bytes += more;
  }
  if (from < values.length) yield values.slice(from);
}
