// A million events into SQLite with four workers: each is stored once, at flat memory. Prints the figures.
//   deno run --allow-all test/bench/million.ts
import { DatabaseSync } from "node:sqlite";
import { compile, flow, type IntoSink, run, type SinkPartition } from "@watertight/sinks";

interface Reading {
  readonly id: number;
  readonly sensor: string;
  readonly value: number;
}

const events = 1_000_000;
const workers = 4;
const file = await Deno.makeTempFile({ suffix: ".db" });

/** Every worker has a connection of its own; a transaction for each batch. */
function openPartition(path: string): SinkPartition<Reading> {
  const database = new DatabaseSync(path);
  database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; PRAGMA busy_timeout = 5000");
  const insert = database.prepare("INSERT INTO readings VALUES (?, ?, ?)");
  return {
    writeBatch(items) {
      database.exec("BEGIN IMMEDIATE");
      for (const { id, sensor, value } of items) insert.run(id, sensor, value);
      database.exec("COMMIT");
    },
    close: () => database.close(),
  };
}

const intoReadings: IntoSink<Reading> = {
  payload: Object as never,
  name: "readings",
  routerBranchSafe: true,
  buildPartition: (config) => openPartition(config as string),
};

const megabytes = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(0).padStart(4)} MiB`;

function* readings(): Generator<number> {
  for (let id = 0; id < events; id++) {
    if (id % 200_000 === 0) {
      const { rss, heapUsed } = Deno.memoryUsage();
      const at = String(id).padStart(9);
      console.log(`${at} events read   heap ${megabytes(heapUsed)}   resident ${megabytes(rss)}`);
    }
    yield id;
  }
}

const setUp = new DatabaseSync(file);
setUp.exec(
  "CREATE TABLE readings (id INTEGER NOT NULL, sensor TEXT NOT NULL, value REAL NOT NULL)",
);
setUp.close();

const measured = flow("million", readings())
  .map((id): Reading => ({ id, sensor: `s${id % 97}`, value: id / 3 }))
  .into(intoReadings);
const plan = compile(measured, { streaming: { sinks: { readings: file } } });
const start = performance.now();
const { read, sinks } = await run(plan, { workers });
const seconds = (performance.now() - start) / 1_000;

const database = new DatabaseSync(file);
const stored = database
  .prepare("SELECT count(*) AS total, count(DISTINCT id) AS once, max(id) AS last FROM readings")
  .get();
database.close();
for (const suffix of ["", "-wal", "-shm"]) await Deno.remove(`${file}${suffix}`).catch(() => {});

const { rss, heapUsed } = Deno.memoryUsage();
console.log(`      end               heap ${megabytes(heapUsed)}   resident ${megabytes(rss)}`);
console.log(`read ${read}, reported as written ${sinks[0]?.written}, in ${seconds.toFixed(1)} s`);
console.log(
  `stored ${stored?.["total"]}, distinct ${stored?.["once"]}, last id ${stored?.["last"]}`,
);
if (stored?.["total"] !== events || stored["once"] !== events) Deno.exit(1);
