import type { Admin, KafkaJSProtocolError, PartitionMetadata } from "kafkajs";
import { refused } from "../config/section.ts";
import type { Client } from "./client.ts";

/**
 * The partitions of a topic.
 *
 * @throws {Error} naming the key that is wrong: nobody answers, or there is no such topic.
 */
export async function partitionsOf(
  client: Client,
  topic: string,
): Promise<readonly PartitionMetadata[]> {
  const admin = client.admin();
  const found = await client.attempted(async () => {
    await admin.connect();
    return await askedFor(topic, admin);
  }).catch((error) => {
    throw refused("brokers", "lead to Kafka", error);
  });
  await admin.disconnect();
  if (found instanceof Error) throw refused("topic", "be there", found);
  return found;
}

/** What a broker says of a topic, that there is none too. @throws {Error} when it says nothing. */
async function askedFor(
  topic: string,
  admin: Admin,
): Promise<readonly PartitionMetadata[] | KafkaJSProtocolError> {
  try {
    const { topics: [found] } = await admin.fetchTopicMetadata({ topics: [topic] });
    return found!.partitions;
  } catch (error) {
    // Another attempt would find none either; kafkajs says that it could.
    const { type } = error as Partial<KafkaJSProtocolError>;
    if (type === "UNKNOWN_TOPIC_OR_PARTITION") return error as KafkaJSProtocolError;
    throw error;
  }
}
