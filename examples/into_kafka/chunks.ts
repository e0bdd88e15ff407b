import type { ChunkLimits } from "./config.ts";
import { bytesIn, type KafkaMessage } from "./messages.ts";

/** Messages of one partition, in their order, in parts that are sent at once. */
export function* chunksOf(
  messages: readonly KafkaMessage[],
  limits: ChunkLimits,
): Iterable<readonly KafkaMessage[]> {
  let [from, bytes] = [0, 0];
  for (const [index, message] of messages.entries()) {
    const size = bytesIn(message);
    if (index > from && (index - from === limits.messages || bytes + size > limits.bytes)) {
      yield messages.slice(from, index);
      [from, bytes] = [index, 0];
    }
    bytes += size;
  }
  if (from < messages.length) yield messages.slice(from);
}
