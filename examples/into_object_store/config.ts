import { refuse, Section } from "../config/section.ts";

/** The section of a sink with its defaults filled in. */
export interface ObjectStoreConfig {
  readonly store: StoreConfig;
  readonly bucket: string;
  /** What keys begin with. */
  readonly prefix: string;
  readonly gzip: boolean;
  readonly limits: BufferLimits;
}

/** How the store is reached. */
export interface StoreConfig {
  /** Default: the one of the region. */
  readonly endpoint: string | undefined;
  readonly region: string;
  /** Default: what the client finds in the environment. */
  readonly credentials:
    | { readonly accessKeyId: string; readonly secretAccessKey: string }
    | undefined;
  /** Milliseconds that storing one object may take, with all attempts. */
  readonly timeout: number;
  readonly maxAttempts: number;
}

/** When what is held back is stored. */
export interface BufferLimits {
  readonly records: number;
  readonly bytes: number;
  /** In milliseconds, since the oldest event came in. */
  readonly age: number;
}

const keys = [
  "bucket",
  "prefix",
  "endpoint",
  "region",
  "access_key_id",
  "secret_access_key",
  "gzip",
  "buffer_max_records",
  "buffer_max_bytes",
  "buffer_max_age_s",
  "timeout_s",
  "max_attempts",
] as const;

type ObjectStoreSection = Section<typeof keys[number]>;

/** Reads a section. @throws {TypeError} naming the key that is missing or wrong. */
export function objectStoreConfig(config: unknown): ObjectStoreConfig {
  const section = new Section(config, keys);
  return {
    store: {
      endpoint: endpointOf(section),
      region: section.text("region", "us-east-1"),
      credentials: credentialsOf(section),
      timeout: section.duration("timeout_s", 30),
      maxAttempts: section.whole("max_attempts", 3),
    },
    bucket: bucketOf(section),
    prefix: section.has("prefix") ? section.text("prefix") : "",
    gzip: section.flag("gzip", false),
    limits: {
      records: section.whole("buffer_max_records", 50_000),
      bytes: section.whole("buffer_max_bytes", 16 * 1024 ** 2),
      age: section.duration("buffer_max_age_s", 60),
    },
  };
}

function endpointOf(section: ObjectStoreSection): string | undefined {
  if (!section.has("endpoint")) return undefined;
  const endpoint = section.text("endpoint");
  if (URL.canParse(endpoint) && /^https?:$/.test(new URL(endpoint).protocol)) return endpoint;
  return refuse("endpoint", 'a URL with "http:" or "https:"', endpoint);
}

function credentialsOf(section: ObjectStoreSection): StoreConfig["credentials"] {
  if (!section.has("access_key_id") && !section.has("secret_access_key")) return undefined;
  return {
    accessKeyId: section.text("access_key_id"),
    secretAccessKey: section.secret("secret_access_key"),
  };
}

function bucketOf(section: ObjectStoreSection): string {
  const bucket = section.text("bucket");
  return /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(bucket)
    ? bucket
    : refuse("bucket", "3 to 63 lower-case letters, digits, dots and hyphens", bucket);
}
