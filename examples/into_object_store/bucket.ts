import { Buffer } from "node:buffer";
import { createHash } from "node:crypto";
import { gunzipSync } from "node:zlib";
import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  paginateListObjectsV2,
  S3Client,
} from "@aws-sdk/client-s3";

/** Whom the server of the tests knows. */
export const credentials = { access_key_id: "S3RVER", secret_access_key: "S3RVER" };

/** A client past the faults. */
export function directClient(endpoint: string): S3Client {
  const { access_key_id: accessKeyId, secret_access_key: secretAccessKey } = credentials;
  return new S3Client({
    endpoint,
    region: "us-east-1",
    forcePathStyle: true,
    credentials: { accessKeyId, secretAccessKey },
  });
}

export async function createBucket(client: S3Client, bucket: string): Promise<void> {
  await client.send(new CreateBucketCommand({ Bucket: bucket }));
}

export async function dropBucket(client: S3Client, bucket: string): Promise<void> {
  const keys = await keysIn(client, bucket);
  if (keys.length > 0) {
    const Objects = keys.map((Key) => ({ Key }));
    await client.send(new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects } }));
  }
  await client.send(new DeleteBucketCommand({ Bucket: bucket }));
}

/** The keys in the order they are listed in. */
export async function keysIn(client: S3Client, bucket: string): Promise<string[]> {
  const pages = await Array.fromAsync(paginateListObjectsV2({ client }, { Bucket: bucket }));
  return pages.flatMap(({ Contents = [] }) => Contents.map(({ Key }) => Key!));
}

/** The lines of all objects, one after the other. */
export async function linesIn(client: S3Client, bucket: string): Promise<string[]> {
  const keys = await keysIn(client, bucket);
  const texts = await Promise.all(keys.map(async (key) => {
    const bytes = await wholeObject(client, bucket, key);
    return Buffer.from(key.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString();
  }));
  return texts.flatMap((text) => text.split("\n").slice(0, -1));
}

/**
 * An object as it was acknowledged. The server of the tests acknowledges one before all of it is in its file: it is
 * read until it has its checksum.
 */
async function wholeObject(client: S3Client, bucket: string, key: string): Promise<Uint8Array> {
  for (let tries = 0; tries < 100; tries++) {
    const { Body, ETag } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    const bytes = await Body!.transformToByteArray();
    if (ETag === `"${createHash("md5").update(bytes).digest("hex")}"`) return bytes;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error(`Cannot read ${key} as it must have its checksum: it is torn`);
}
