import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { constants, gunzipSync } from "node:zlib";
import * as fc from "fast-check";
import { type Fixture, type Subject, temporaryFolder } from "@watertight/sinks/conformance";
import { faultyFiles } from "./faulty_files.ts";
import { IntoJsonl } from "./into_jsonl.ts";

/** An event with all that JSON has. */
export class Visit {
  constructor(
    readonly page: string,
    readonly seconds: number,
    readonly known: boolean,
    readonly details: unknown,
  ) {}
}

/** All that JSON keeps: every finite double but -0, every text, and any nesting of these. */
export const visits: fc.Arbitrary<Visit> = fc.tuple(
  fc.string({ unit: "binary" }),
  fc.double({ noNaN: true, noDefaultInfinity: true }).filter((it) => !Object.is(it, -0)),
  fc.boolean(),
  fc.jsonValue({ maxDepth: 2 }).map((value) => JSON.parse(JSON.stringify(value)) as unknown),
).map((members) => new Visit(...members));

/** What must be refused: it would come back as something else. */
const invalidVisits: fc.Arbitrary<unknown> = fc.constantFrom<unknown>(
  new Visit("/", NaN, true, null),
  new Visit("/", Infinity, true, null),
  new Visit("/", -0, true, null),
  new Visit("/", 0, true, undefined),
  new Visit("/", 0, true, [1, undefined]),
  new Visit("/", 0, true, { at: new Date(0) }),
  new Visit("/", 0, true, new Map([[1, 2]])),
  new Visit("/", 0, true, [1n]),
  new Visit("/", 0, true, { toJSON: () => 1 }),
);

/**
 * The visits of every file of a folder that has its last name.
 *
 * @param torn whether the last line of a file may lack its end: it is none then. Else it is an error.
 */
export function readVisits(folder: string, torn = false): Visit[] {
  const names = readdirSync(folder).filter((name) => /\.jsonl(\.gz)?$/.test(name)).sort();
  return names.flatMap((name) => {
    const lines = textOf(join(folder, name), torn).split("\n");
    if (lines.pop() === "" || torn) return lines.map(visitOf);
    throw new Error("Cannot read the file as its last line must have an end: it has none");
  });
}

function textOf(path: string, torn: boolean): string {
  const bytes = readFileSync(path);
  if (!path.endsWith(".gz") || bytes.length === 0) return bytes.toString();
  return gunzipSync(bytes, torn ? { finishFlush: constants.Z_SYNC_FLUSH } : {}).toString();
}

function visitOf(line: string): Visit {
  const { page, seconds, known, details } = JSON.parse(line) as Visit;
  return new Visit(page, seconds, known, details);
}

interface Options {
  readonly gzip?: boolean;
  readonly fsync?: boolean;
  readonly atomic_finish?: boolean;
  readonly timeout_s: number;
}

async function openFolder(config: Options): Promise<Fixture<Visit>> {
  const folder = await temporaryFolder("visits-");
  const faulty = faultyFiles(folder.path);
  const { files, faults, openFiles } = faulty;
  return {
    sink: new IntoJsonl({ payload: Visit, name: "visits", files }),
    config,
    faults,
    // A disk may refuse to take a torn line back: then it stays, unless the file has no name yet.
    read: () => readVisits(folder.path, config.atomic_finish !== true),
    openResources: openFiles,
    async [Symbol.asyncDispose]() {
      await faulty[Symbol.asyncDispose]();
      folder[Symbol.dispose]();
    },
  };
}

function subjectOf(
  name: string,
  options: Options,
  guarantees: Subject<Visit>["guarantees"],
): Subject<Visit> {
  const config = { folder, ...options };
  const texts = Object.entries(config).map(([key, value]) => [key, String(value)]);
  return {
    name,
    events: visits,
    open: () => openFolder(config),
    stringConfig: Object.fromEntries(texts),
    guarantees: { delivery: "exactly-once", ...guarantees },
    invalidEvents: invalidVisits,
    invalidConfigs,
  };
}

const folder = "/";
const invalidConfigs = [
  { config: undefined, key: "config" },
  { config: {}, key: "folder" },
  { config: { folder: "" }, key: "folder" },
  { config: { folder: "/no/such/folder" }, key: "folder" },
  { config: { folder, gzip: "yes" }, key: "gzip" },
  { config: { folder, fsync: 1 }, key: "fsync" },
  { config: { folder, atomic_finish: "no" }, key: "atomic_finish" },
  { config: { folder, timeout_s: 0 }, key: "timeout_s" },
  { config: { folder, timeout_s: "soon" }, key: "timeout_s" },
  { config: { folder, zip: true }, key: "zip" },
];

const onWrite = { durable: "on-write" } as const;
const atomic = { durable: "on-close", atomicBatches: true } as const;

/**
 * The sink with each of its options.
 *
 * @param timeout_s how long a file may take to answer: a check waits for it often, and on a busy machine it must be
 * enough for what does not hang.
 */
export function subjectsOf(timeout_s = 0.4): readonly Subject<Visit>[] {
  return [
    subjectOf("IntoJsonl", { timeout_s }, onWrite),
    subjectOf("IntoJsonl with gzip", { timeout_s, gzip: true }, onWrite),
    subjectOf("IntoJsonl with fsync", { timeout_s, fsync: true }, onWrite),
    subjectOf("IntoJsonl with atomic_finish", { timeout_s, atomic_finish: true }, atomic),
    subjectOf(
      "IntoJsonl with everything",
      { timeout_s, gzip: true, fsync: true, atomic_finish: true },
      atomic,
    ),
  ];
}

/** The same, for the command line. */
export const subjects: readonly Subject<Visit>[] = subjectsOf();
