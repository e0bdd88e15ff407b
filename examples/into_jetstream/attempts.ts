import { setTimeout } from "node:timers/promises";
import { JetStreamApiError } from "@nats-io/jetstream";
import { pauseBefore, type RetryLimits } from "./config.ts";
import type { Connection } from "./connection.ts";

/**
 * Tries something over a connection, each time over a new one.
 *
 * @throws {Error} of the last attempt; or of the first one that JetStream itself refuses, since it will again.
 */
export async function attempted<T>(
  connection: Connection,
  { attempts }: RetryLimits,
  attempt: () => Promise<T>,
): Promise<T> {
  for (let number = 1;; number++) {
    try {
      return await attempt();
    } catch (error) {
      await connection.close();
      if (error instanceof JetStreamApiError || number === attempts) throw error;
      await setTimeout(pauseBefore(number + 1));
    }
  }
}
