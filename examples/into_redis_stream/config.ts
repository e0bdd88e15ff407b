import { Section } from "../config/section.ts";

/** The section of a sink with its defaults filled in. */
export interface RedisStreamConfig {
  readonly url: string;
  /** The key of the stream. */
  readonly stream: string;
  /** Entries of one transaction. */
  readonly chunkSize: number;
  /** Milliseconds that Redis may take for a transaction, or for a build. */
  readonly timeout: number;
}

const keys = ["url", "stream", "chunk_size", "timeout_ms"];

/**
 * Reads a section. A value from the environment is a text and means the same as without the quotes.
 *
 * @throws {TypeError} naming the key that is missing or wrong.
 */
export function redisStreamConfig(config: unknown): RedisStreamConfig {
  const section = new Section(config, keys);
  return {
    url: section.url("url", ["redis:", "rediss:"]),
    stream: section.text("stream"),
    chunkSize: section.whole("chunk_size", 1000),
    timeout: section.milliseconds("timeout_ms", 5000),
  };
}
