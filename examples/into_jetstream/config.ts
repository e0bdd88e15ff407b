import { refuse, Section } from "../config/section.ts";

/** The section of a sink with its defaults filled in. */
export interface JetStreamConfig {
  readonly url: string;
  /** Where messages are published; a stream must keep it. */
  readonly subject: string;
  /** Messages that are published before the first of them is acknowledged. */
  readonly maxPending: number;
  readonly retry: RetryLimits;
}

/** How long and how often something is tried: to build, or to publish a message. */
export interface RetryLimits {
  /** Milliseconds to wait for a connection, and for an acknowledgement. */
  readonly timeout: number;
  /** How often at most, each time over a new connection. */
  readonly attempts: number;
}

const keys = ["url", "subject", "max_pending", "timeout_ms", "attempts"];

/**
 * Reads a section. A value from the environment is a text and means the same as without the quotes.
 *
 * @throws {TypeError} naming the key that is missing or wrong.
 */
export function jetStreamConfig(config: unknown): JetStreamConfig {
  const section = new Section(config, keys);
  const subject = section.text("subject");
  if (!/^[^\s.*>]+(\.[^\s.*>]+)*$/.test(subject)) {
    refuse("subject", "one without wildcards and spaces", subject);
  }
  return {
    url: section.url("url", ["nats:", "tls:"]),
    subject,
    maxPending: section.whole("max_pending", 1000),
    retry: {
      timeout: section.milliseconds("timeout_ms", 5000),
      attempts: section.whole("attempts", 10, 20),
    },
  };
}

/** Milliseconds before an attempt, from 2 on; they double. */
export function pauseBefore(attempt: number): number {
  return 25 * 2 ** (attempt - 2);
}

/** The most milliseconds between the first publication of a message and the last one. */
export function longestRetry({ timeout, attempts }: RetryLimits): number {
  let pauses = 0;
  for (let attempt = 2; attempt <= attempts; attempt++) pauses += pauseBefore(attempt);
  return pauses + 2 * timeout * attempts;
}
