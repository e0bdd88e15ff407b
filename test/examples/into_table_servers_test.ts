import { compile, flow, run, RunError, type RunObserver } from "@watertight/sinks";
import { IntoTable } from "../../examples/into_table/into_table.ts";
import { mariadbFixtures } from "../../examples/into_table/mariadb_subject.ts";
import { postgresFixtures } from "../../examples/into_table/postgres_subject.ts";
import type { Inspector, ServerFixtures } from "../../examples/into_table/server_subject.ts";
import { assert, assertEquals, assertRejects, assertStringIncludes } from "../assert.ts";
import { kindOf } from "../services/kinds.ts";
import { Server } from "../services/server.ts";
import { withoutServices } from "./outage.ts";

class Note {
  constructor(readonly id: bigint, readonly text: string) {}
}

const note = (id: number) => new Note(BigInt(id), `note ${id}`);
const notes = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => note(from + index));
const range = (from: number, to: number) => notes(from, to).map(({ id }) => Number(id));

const intoNotes = new IntoTable({
  payload: Note,
  name: "notes",
  columns: { id: "integer", text: "text" },
  sequence: "number",
});

async function inspected<T>(
  { inspect }: ServerFixtures,
  url: string,
  look: (inspector: Inspector) => Promise<T>,
): Promise<T> {
  const inspector = await inspect(url);
  try {
    return await look(inspector);
  } finally {
    await inspector[Symbol.asyncDispose]();
  }
}

const idsIn = async (inspector: Inspector, table: string, quote: ServerFixtures["quote"]) =>
  (await inspector.select(`SELECT id FROM ${table} ORDER BY ${quote("number")}`))
    .map(({ id }) => Number(id));

for (
  const { fixtures, kind, crash, backends } of [
    {
      fixtures: postgresFixtures,
      kind: "postgres",
      // At SIGKILL its children live on for a while, and no server starts on their data.
      crash: "SIGQUIT",
      backends: "SELECT pid AS id FROM pg_stat_activity WHERE pid <> pg_backend_pid() " +
        "AND backend_type = 'client backend'",
    },
    {
      fixtures: mariadbFixtures,
      kind: "mariadb",
      crash: "SIGKILL",
      backends: "SELECT id FROM information_schema.processlist WHERE id <> connection_id() " +
        "AND user = 'root'",
    },
  ] as const
) {
  const { name, quote } = fixtures;

  Deno.test({
    name:
      `IntoTable loses nothing that it reported while ${name} is stopped in the middle of a run`,
    ignore: withoutServices,
    async fn() {
      const server = await Server.start(kindOf(kind));
      try {
        for (let repetition = 0; repetition < 10; repetition++) {
          const table = `notes${repetition}`;
          const section = { url: server.url, table, buffer_max_records: 10, timeout_s: 5 };
          const config = { streaming: { sinks: { notes: section } } };
          let written = 0;
          const observer: RunObserver = {
            callEnded({ items = [] }, { outcome }) {
              if (outcome.kind === "returned") written += items.length;
            },
          };
          let stopped: Promise<void> | undefined;
          const source = async function* () {
            yield* notes(1, 40 + repetition);
            await (stopped = server.stop(repetition % 2 === 0 ? crash : undefined));
            yield* notes(41 + repetition, 100);
          };
          const plan = compile(flow("flow", source()).into(intoNotes), config);
          const error = await assertRejects(() => run(plan, { batchSize: 5, observer }), RunError);
          assertStringIncludes(error.message, "as the database must take them: ");

          // The run is over as soon as the connection is.
          await stopped;
          await server.start();
          const again = compile(flow("flow", notes(1_001, 1_020)).into(intoNotes), config);
          await run(again);
          const ids = await inspected(fixtures, server.url, (it) => idsIn(it, table, quote));
          const first = ids.filter((id) => id <= 1_000);
          // A buffer that is full is stored; what is held back beyond it is reported by the close.
          const stored = Math.floor(written / 10) * 10;
          assert(stored >= 30, `${stored} rows were reported`);
          assertEquals([...new Set(first)].slice(0, stored), range(1, stored));
          assertEquals(ids.filter((id) => id > 1_000), range(1_001, 1_020));
        }
      } finally {
        await server[Symbol.asyncDispose]();
      }
    },
  });

  Deno.test({
    name: `IntoTable makes a connection anew that ${name} has ended while nothing was written`,
    ignore: withoutServices,
    async fn() {
      const server = await Server.start(kindOf(kind));
      try {
        const section = { url: server.url, table: "notes", buffer_max_records: 10 };
        const partition = await intoNotes.buildPartition(section, 0, 1);
        await inspected(fixtures, server.url, async (inspector) => {
          await partition.writeBatch(notes(1, 10));
          for (const { id } of await inspector.select(backends)) {
            const kill = kind === "postgres" ? `SELECT pg_terminate_backend(${id})` : `KILL ${id}`;
            await inspector.execute(kill);
          }
          while ((await inspector.select(backends)).length > 0);
          await partition.writeBatch(notes(11, 20));
          await partition.close();
          assertEquals(await idsIn(inspector, "notes", quote), range(1, 20));
        });
      } finally {
        await server[Symbol.asyncDispose]();
      }
    },
  });

  Deno.test({
    name: `IntoTable refuses what does not fit in a table of ${name} by name`,
    ignore: withoutServices,
    async fn() {
      const server = await Server.start(kindOf(kind));
      const build = (config: Record<string, unknown>, key: readonly "id"[] = []) =>
        new IntoTable({
          payload: Note,
          name: "notes",
          columns: { id: "integer", text: "text" },
          ...key.length > 0 ? { key } : { sequence: "number" },
        }).buildPartition({ url: server.url, ...config }, 0, 1);
      const refused = async (says: string, ...args: Parameters<typeof build>) =>
        void await assertRejects(() => build(...args), Error, says);
      try {
        await inspected(fixtures, server.url, async (inspector) => {
          await inspector.execute("CREATE TABLE narrow (id integer, text char(8))");
          await refused('its column "id" must be bigint: it is int', { table: "narrow" }, ["id"]);
          await inspector.execute("CREATE TABLE short (id bigint)");
          await refused('it has no column named "text"', { table: "short" }, ["id"]);
          const text = kind === "postgres" ? "text" : "longtext";
          await inspector.execute(`CREATE TABLE plain (id bigint NOT NULL, text ${text})`);
          await refused('it has no column named "number"', { table: "plain" });
          await refused("uni", { table: "plain" }, ["id"]);
          await refused("table must be one that the rows fit in", { table: "t", schema: "none" });
          await refused("url must lead to a database", { table: "t", url: server.url + "x" });
        });
        const odd = new IntoTable<{ 'a "?" `$1` :b': string }>({
          payload: Object as unknown as abstract new () => { 'a "?" `$1` :b': string },
          name: "odd",
          columns: { 'a "?" `$1` :b': "text" },
        });
        const table = 'o?d.d "$1" `it`';
        const partition = await odd.buildPartition({ url: server.url, table, chunk_size: 2 }, 0, 1);
        await partition.writeBatch(["?", "$1", "'\\"].map((text) => ({ 'a "?" `$1` :b': text })));
        await partition.close();
        const whole = kind === "postgres"
          ? `"${table.replaceAll('"', '""')}"`
          : `\`${table.replaceAll("`", "``")}\``;
        const read = await inspected(
          fixtures,
          server.url,
          (it) => it.select(`SELECT * FROM ${whole}`),
        );
        assertEquals(read.map((row) => Object.values(row)[0]), ["?", "$1", "'\\"]);
      } finally {
        await server[Symbol.asyncDispose]();
      }
    },
  });

  Deno.test({
    name: `IntoTable replaces rows on ${name} from several workers at once, in any order`,
    ignore: withoutServices,
    async fn() {
      const server = await Server.start(kindOf(kind));
      try {
        const sink = new IntoTable({
          payload: Note,
          name: "notes",
          columns: { id: "integer", text: "text" },
          key: ["id"],
        });
        const section = { url: server.url, table: "notes", buffer_max_records: 30, chunk_size: 7 };
        const workers = await Promise.all(
          [0, 1, 2, 3].map((worker) => sink.buildPartition(section, worker, 4)),
        );
        // Each in an order of its own: without a common one they would lock each other out.
        await Promise.all(workers.map(async (partition, worker) => {
          for (let round = 0; round < 10; round++) {
            const rows = range(0, 29).map((place) =>
              new Note(BigInt((place * 7 + worker * 11) % 30), `${round}`)
            );
            await partition.writeBatch(worker % 2 === 0 ? rows : rows.reverse());
          }
          await partition.close();
        }));
        const rows = await inspected(
          fixtures,
          server.url,
          (it) => it.select("SELECT id, text FROM notes ORDER BY id"),
        );
        assertEquals(
          rows.map(({ id, text }) => `${id} ${text}`),
          range(0, 29).map((id) => `${id} 9`),
        );
      } finally {
        await server[Symbol.asyncDispose]();
      }
    },
  });
}
