import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import * as fc from "fast-check";
import { parquetReadObjects } from "hyparquet";
import { compressors } from "hyparquet-compressors";
import { type Fixture, pooled, type Subject, temporaryFolder } from "@watertight/sinks/conformance";
import type { Columns } from "./columns.ts";
import type { Compression } from "./config.ts";
import { faultyDisk } from "./faulty_disk.ts";
import { IntoParquet } from "./into_parquet.ts";
import { duckDbSettings } from "./write_parquet.ts";

/** An event with a column of every type. */
export class Visit {
  constructor(
    readonly id: bigint,
    readonly seconds: number,
    readonly page: string | null,
    readonly known: boolean,
    readonly body: Uint8Array,
    readonly at: Date | null,
  ) {}
}

/** The columns of a visit. */
export const columns: Columns<Visit> = {
  id: "integer",
  seconds: "number",
  page: "text",
  known: "boolean",
  body: "bytes",
  at: "timestamp",
};

/** All that a file keeps: every integer of 64 bits, double, text of whole characters, array of bytes and date. */
export const visits: fc.Arbitrary<Visit> = fc.tuple(
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  // Values that come again get a dictionary, in which not all are told apart.
  fc.oneof(fc.double(), { weight: 4, arbitrary: fc.constantFrom(0, -0) }),
  fc.option(fc.string({ unit: "binary" }).filter((text) => text.isWellFormed())),
  fc.boolean(),
  fc.uint8Array({ maxLength: 9 }),
  fc.option(fc.date({ noInvalidDate: true })),
).map((members) => new Visit(...members));

const sound = new Visit(1n, 2, "/", true, new Uint8Array([3]), new Date(4));
const withMember = (member: object) => Object.assign(Object.create(Visit.prototype), sound, member);

/** What must be refused: it would come back as something else. */
const invalidVisits: fc.Arbitrary<unknown> = fc.constantFrom<unknown>(
  withMember({ id: 2n ** 63n }),
  withMember({ id: 1 }),
  withMember({ seconds: 1n }),
  withMember({ page: "\ud800" }),
  withMember({ page: undefined }),
  withMember({ known: 1 }),
  withMember({ body: [1] }),
  withMember({ body: new Uint16Array(1) }),
  withMember({ at: 4 }),
  withMember({ at: new Date(NaN) }),
  withMember({ other: 1 }),
);

/** The visits of every whole file of a folder, by a reader that has nothing of DuckDB in it. */
export async function readVisits(folder: string): Promise<Visit[]> {
  const names = readdirSync(folder).filter((name) => name.endsWith(".parquet")).sort();
  const files = names.map((name) => Uint8Array.from(readFileSync(join(folder, name))).buffer);
  const read = await Promise.all(files.map(rowsOf));
  return read.flat().map(({ id, seconds, page, known, body, at }) =>
    new Visit(id, seconds, page, known, body, at)
  );
}

async function rowsOf(file: ArrayBuffer): Promise<Visit[]> {
  const utf8 = new TextDecoder("utf-8", { ignoreBOM: true });
  const parsers = { stringFromBytes: (bytes: Uint8Array) => bytes && utf8.decode(bytes) };
  // Without `utf8: false` bytes are taken for texts.
  return await parquetReadObjects({ file, compressors, parsers, utf8: false }) as Visit[];
}

/** A DuckDB takes longer to open than a file to be written: those of a check share one. */
const duckDbs = pooled(
  () => DuckDBInstance.create(":memory:", duckDbSettings),
  () => {},
  (duckDb) => {
    duckDb.closeSync();
  },
);

async function openFolder(config: object): Promise<Fixture<Visit>> {
  const folder = await temporaryFolder("visits-");
  const { connection: duckDb } = await duckDbs.namespace();
  const { files, write, faults, openConnections } = faultyDisk(folder.path, duckDb);
  return {
    sink: new IntoParquet({ payload: Visit, name: "visits", columns, files, write }),
    config,
    faults,
    read: () => readVisits(folder.path),
    openResources: openConnections,
    [Symbol.dispose]: () => folder[Symbol.dispose](),
  };
}

const folder = "/";
const invalidConfigs = [
  { config: undefined, key: "config" },
  { config: {}, key: "folder" },
  { config: { folder: "" }, key: "folder" },
  { config: { folder: "/no/such/folder" }, key: "folder" },
  { config: { folder, compression: "lzo" }, key: "compression" },
  { config: { folder, compression: true }, key: "compression" },
  { config: { folder, file_max_bytes: 0 }, key: "file_max_bytes" },
  { config: { folder, file_max_bytes: "much" }, key: "file_max_bytes" },
  { config: { folder, timeout_s: 0 }, key: "timeout_s" },
  { config: { folder, zip: true }, key: "zip" },
];

/** The configuration of a subject but for its folder. */
export interface VisitOptions {
  readonly compression?: Compression;
  readonly file_max_bytes?: number;
  /** How long a file may take: a check waits for it often, and on a busy machine what does not hang must have enough. */
  readonly timeout_s: number;
}

/** The sink with these options. */
export function subjectOf(options: VisitOptions): Subject<Visit> {
  const config = { folder, ...options };
  const texts = Object.entries(config).map(([key, value]) => [key, String(value)]);
  return {
    name: "IntoParquet",
    events: visits,
    open: () => openFolder(config),
    release: () => duckDbs.close(),
    stringConfig: Object.fromEntries(texts),
    guarantees: { order: "none", atomicBatches: true, delivery: "exactly-once" },
    invalidEvents: invalidVisits,
    invalidConfigs,
  };
}

/** The same with one file for each worker, for the command line. */
export const subject: Subject<Visit> = subjectOf({ timeout_s: 0.4 });
