import type { SASLOptions } from "kafkajs";
import { refuse, refuseAs, Section } from "../config/section.ts";

/** The section of a sink with its defaults filled in. */
export interface KafkaConfig {
  readonly cluster: ClusterConfig;
  readonly topic: string;
  readonly gzip: boolean;
  readonly limits: ChunkLimits;
}

/** How the brokers are reached. */
export interface ClusterConfig {
  /** Some of them, by host and port: they tell of the others. */
  readonly brokers: readonly string[];
  readonly tls: boolean;
  readonly sasl: SASLOptions | undefined;
  readonly retry: RetryLimits;
}

/** How long and how often something is tried: to build, or to store a chunk. */
export interface RetryLimits {
  /** Milliseconds for all attempts. */
  readonly timeout: number;
  /** How often at most, each time over a new connection. */
  readonly attempts: number;
}

/** What is sent at once, to one partition of the topic. */
export interface ChunkLimits {
  readonly messages: number;
  /** Before they are compressed. */
  readonly bytes: number;
}

const keys = [
  "brokers",
  "topic",
  "gzip",
  "chunk_size",
  "chunk_bytes",
  "tls",
  "sasl",
  "username",
  "password",
  "timeout_ms",
  "attempts",
] as const;

type KafkaSection = Section<typeof keys[number]>;

/** What a chunk has by default: with what surrounds it, it is no larger than a broker takes by default. */
const usualBytes = 1_000_000;

/** Kafka counts the bytes of a chunk in 32 bits. */
const mostBytes = 2 ** 31 - 1;

/** Reads a section. @throws {TypeError} naming the key that is missing or wrong. */
export function kafkaConfig(config: unknown): KafkaConfig {
  const section = new Section(config, keys);
  return {
    cluster: {
      brokers: brokersOf(section),
      tls: section.flag("tls", false),
      sasl: saslOf(section),
      retry: {
        timeout: section.milliseconds("timeout_ms", 30_000),
        attempts: section.whole("attempts", 20, 100),
      },
    },
    topic: topicOf(section),
    gzip: section.flag("gzip", false),
    limits: {
      messages: section.whole("chunk_size", 1000),
      bytes: section.whole("chunk_bytes", usualBytes, mostBytes),
    },
  };
}

function brokersOf(section: KafkaSection): readonly string[] {
  const brokers = section.text("brokers");
  // A URL may hold a password.
  if (brokers.includes("/")) refuseAs("brokers", "hosts and ports, as in a:9092,b:9092", "a URL");
  const list = brokers.split(",").map((broker) => broker.trim());
  return list.every((broker) => /^[^\s:]+:\d{1,5}$/.test(broker))
    ? list
    : refuse("brokers", "hosts and ports, as in a:9092,b:9092", brokers);
}

function topicOf(section: KafkaSection): string {
  const topic = section.text("topic");
  return /^(?!\.{1,2}$)[\w.-]{1,249}$/.test(topic)
    ? topic
    : refuse("topic", "up to 249 letters, digits, dots, underscores and hyphens", topic);
}

const mechanisms = ["plain", "scram-sha-256", "scram-sha-512"] as const;

function saslOf(section: KafkaSection): SASLOptions | undefined {
  if (!section.has("sasl")) {
    for (const key of ["username", "password"] as const) {
      if (section.has(key)) refuseAs(key, "left out where sasl is", "there");
    }
    return undefined;
  }
  const wanted = section.text("sasl");
  const mechanism = mechanisms.find((it) => it === wanted) ??
    refuse("sasl", `one of ${mechanisms.join(", ")}`, wanted);
  return { mechanism, username: section.text("username"), password: section.secret("password") };
}
