import { JetStreamApiError, jetstreamManager, type StreamConfig } from "@nats-io/jetstream";
import { refuseAs, refused } from "../config/section.ts";
import { attempted } from "./attempts.ts";
import { type JetStreamConfig, longestRetry, type RetryLimits } from "./config.ts";
import type { Connection } from "./connection.ts";

/** The stream that keeps a subject, as far as a sink needs to know it. */
export interface KeepingStream {
  readonly name: string;
  /** The most bytes of a message, its header included. */
  readonly mostBytes: number;
}

/**
 * Finds the stream that keeps the subject.
 *
 * @throws {TypeError} when there is none, or none that acknowledges messages and knows a repeated one for long enough.
 * @throws {Error} when JetStream cannot be reached.
 */
export async function streamOf(
  { subject, retry }: JetStreamConfig,
  connection: Connection,
): Promise<KeepingStream> {
  const { config, mostPayload } = await found(subject, retry, connection);
  if (config.no_ack) {
    refuseAs("subject", "kept by a stream that acknowledges", "kept by one that does not");
  }
  // What is published again after that is a new message to the stream.
  const [window, longest] = [config.duplicate_window / 1e6, longestRetry(retry)];
  if (longest > window) {
    const within = `${window} ms, the duplicate_window of the stream`;
    refuseAs("timeout_ms", `so short that all attempts are made within ${within}`, `${longest} ms`);
  }
  const limit = config.max_msg_size > 0 ? config.max_msg_size : Infinity;
  return { name: config.name, mostBytes: Math.min(limit, mostPayload) };
}

async function found(
  subject: string,
  retry: RetryLimits,
  connection: Connection,
): Promise<{ config: StreamConfig; mostPayload: number }> {
  try {
    return await attempted(connection, retry, async () => {
      const nats = await connection.open();
      const { streams } = await jetstreamManager(nats, { timeout: retry.timeout, checkAPI: false });
      const { config } = await streams.info(await streams.find(subject));
      return { config, mostPayload: nats.info?.max_payload ?? Infinity };
    });
  } catch (error) {
    if (error instanceof JetStreamApiError) refuseAs("subject", "kept by a stream", error.message);
    throw refused("url", "lead to JetStream", error);
  }
}
