import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { HeadBucketCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { refused } from "../config/section.ts";
import type { ObjectStoreConfig } from "./config.ts";
import type { StoredLines } from "./outbox.ts";

const compress = promisify(gzip);

/**
 * A connection for each request. On one that was used before Deno 2.9 sends a request again that was aborted, behind
 * the back of who aborted it (denoland/deno#36786); and one that was idle between two objects is often closed by the store.
 */
const fresh = { keepAlive: false };

/** A bucket, over a client of its own. */
export class ObjectStore {
  readonly #client: S3Client;
  readonly #bucket: string;
  readonly #gzip: boolean;

  constructor({ store, bucket, gzip }: Pick<ObjectStoreConfig, "store" | "bucket" | "gzip">) {
    const { endpoint, region, credentials, maxAttempts } = store;
    this.#client = new S3Client({
      region,
      maxAttempts,
      // No time limits of the client: each call has its signal, and they leave timers behind.
      requestHandler: { httpAgent: fresh, httpsAgent: fresh },
      ...(endpoint !== undefined && { endpoint, forcePathStyle: true }),
      ...(credentials && { credentials }),
    });
    this.#bucket = bucket;
    this.#gzip = gzip;
  }

  /** @throws {Error} naming the key that is wrong, when there is no such bucket or no store. */
  async require(signal: AbortSignal): Promise<void> {
    try {
      await this.#client.send(new HeadBucketCommand({ Bucket: this.#bucket }), {
        abortSignal: signal,
      });
    } catch (error) {
      const status = (error as { $metadata?: { httpStatusCode?: number } }).$metadata
        ?.httpStatusCode;
      // Whoever may write objects may not be allowed to ask for the bucket.
      if (status === 403) return;
      if (status === 404) throw refused("bucket", "be there", error);
      throw refused("endpoint", "lead to a store that answers", error);
    }
  }

  /** Stores an object, whole or not at all. */
  async put({ key, lines }: StoredLines, signal: AbortSignal): Promise<void> {
    const text = `${lines.join("\n")}\n`;
    const object = {
      Bucket: this.#bucket,
      Key: `${key}.jsonl${this.#gzip ? ".gz" : ""}`,
      Body: this.#gzip ? await compress(text) : text,
      ContentType: this.#gzip ? "application/gzip" : "application/x-ndjson",
    };
    try {
      await this.#client.send(new PutObjectCommand(object), { abortSignal: signal });
    } catch (error) {
      // The client says only that it was aborted, not why.
      const { message } = signal.aborted ? signal.reason : error as Error;
      throw new Error(
        `Cannot store ${object.Key} as the store must acknowledge it: ${message}`,
        { cause: error },
      );
    }
  }

  close(): void {
    this.#client.destroy();
  }
}
