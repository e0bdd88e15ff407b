import * as fc from "fast-check";
import {
  type CheckOptions,
  type Fixture,
  pooled,
  type Subject,
  tcpFaults,
} from "@watertight/sinks/conformance";
import { testServer } from "../config/test_server.ts";
import { createBucket, credentials, directClient, dropBucket, linesIn } from "./bucket.ts";
import { IntoObjectStore } from "./into_object_store.ts";

const server = testServer("WATERTIGHT_S3_URL", "http://127.0.0.1:1");
/** Why the sink is not checked here, if so. */
export const skip: string | undefined = server.skip;

/** What hangs is waited for, and a request takes long on a machine that is busy. */
export const options: Pick<CheckOptions, "timeLimit" | "callLimit"> = {
  timeLimit: 300_000,
  callLimit: 5_000,
};

/** A visit to a page, with all that JSON can keep. */
export class Visit {
  constructor(
    readonly id: number,
    readonly seconds: number,
    readonly page: string,
    readonly referrer: string | null,
    readonly marks: readonly { readonly at: number; readonly seen: boolean }[],
  ) {}
}

const whole = fc.integer({ min: Number.MIN_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER })
  .filter((number) => !Object.is(number, -0));
const finite = fc.double({ noNaN: true, noDefaultInfinity: true })
  .filter((number) => !Object.is(number, -0));

const visits: fc.Arbitrary<Visit> = fc.tuple(
  whole,
  finite,
  fc.string({ unit: "binary" }),
  fc.option(fc.constantFrom("\ud800", "a\nb", "\u2028", "\0")),
  fc.array(fc.record({ at: finite, seen: fc.boolean() }), { maxLength: 3 }),
).map((members) => new Visit(...members));

/** What must be refused: it would come back as something else, or not at all. */
const invalidVisits: fc.Arbitrary<unknown> = fc.constantFrom(
  { id: NaN },
  { id: -0 },
  { id: 1, seconds: Infinity },
  { id: 1n },
  { id: 1, page: undefined },
  { id: 1, page: new Date(0) },
  { id: 1, marks: [{ at: undefined }] },
  { id: 1, marks: Array(1) },
  { id: 1, marks: new Map([[1, 2]]) },
  { id: 1, marks: new Uint8Array(1) },
  { id: 1, page: () => "" },
  new Map([["id", 1]]),
  undefined,
);

/** One client to read with, past the faults, and a bucket for each fixture. */
const buckets = pooled(
  () => directClient(server.url),
  dropBucket,
  (client) => client.destroy(),
);

/** Small limits, so that histories of a few events reach the flushes. */
const limits = {
  region: "us-east-1",
  ...credentials,
  buffer_max_records: 10,
  timeout_s: 1.5,
  max_attempts: 2,
};

/** The sink over a bucket of its own, each partition over a client of its own. */
async function openBucket(config: Record<string, unknown> = {}): Promise<Fixture<Visit>> {
  const { connection, name, [Symbol.asyncDispose]: drop } = await buckets.namespace();
  await createBucket(connection, name);
  const way = await tcpFaults(Number(new URL(server.url).port));
  return {
    sink: new IntoObjectStore({ payload: Visit, name: "visits" }),
    config: { endpoint: `http://127.0.0.1:${way.port}`, bucket: name, ...limits, ...config },
    faults: way.faults,
    read: async () => (await linesIn(connection, name)).map(visitOf),
    openResources: () => way.connections,
    async [Symbol.asyncDispose]() {
      await way[Symbol.asyncDispose]();
      await drop();
    },
  };
}

function visitOf(line: string): Visit {
  const { id, seconds, page, referrer, marks } = JSON.parse(line);
  return new Visit(id, seconds, page, referrer, marks);
}

const endpoint = "http://127.0.0.1:9";
const bucket = "visits";
const valid = { endpoint, bucket, ...limits };

/** Holds events back, for a short time only. */
export const subject: Subject<Visit> = {
  name: "IntoObjectStore",
  events: visits,
  open: () => openBucket({ buffer_max_age_s: 0.05 }),
  release: () => buckets.close(),
  identity: ({ id }) => id,
  thresholds: [10],
  guarantees: { durable: { within: 2000 }, delivery: "exactly-once", atomicBatches: true },
  invalidEvents: invalidVisits,
  invalidConfigs: [
    { config: undefined, key: "config" },
    { config: { ...valid, endpoint: "visits" }, key: "endpoint" },
    { config: valid, key: "endpoint" },
    { config: { ...valid, bucket: undefined }, key: "bucket" },
    { config: { ...valid, bucket: "Visits/2026" }, key: "bucket" },
    { config: { ...valid, prefix: 7 }, key: "prefix" },
    { config: { ...valid, secret_access_key: undefined }, key: "secret_access_key" },
    { config: { ...valid, access_key_id: undefined }, key: "access_key_id" },
    { config: { ...valid, region: "" }, key: "region" },
    { config: { ...valid, gzip: "yes" }, key: "gzip" },
    { config: { ...valid, buffer_max_records: 0 }, key: "buffer_max_records" },
    { config: { ...valid, buffer_max_bytes: "16MiB" }, key: "buffer_max_bytes" },
    { config: { ...valid, buffer_max_age_s: 0 }, key: "buffer_max_age_s" },
    { config: { ...valid, timeout_s: -1 }, key: "timeout_s" },
    { config: { ...valid, max_attempts: 0 }, key: "max_attempts" },
    { config: { ...valid, zip: true }, key: "zip" },
  ],
};

/** The same in compressed objects, and held back until a limit of size or the close. */
export const compressed: Subject<Visit> = {
  ...subject,
  name: "IntoObjectStore with gzip",
  open: () => openBucket({ prefix: "raw/", gzip: true }),
  guarantees: { delivery: "exactly-once", atomicBatches: true },
};
