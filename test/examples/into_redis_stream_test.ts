import { createClient, type RedisClientType } from "@redis/client";
import { IntoRedisStream } from "../../examples/into_redis_stream/into_redis_stream.ts";
import {
  assert,
  assertEquals,
  assertRejects,
  assertStringIncludes,
  assertThrows,
} from "../assert.ts";
import { kindOf } from "../services/kinds.ts";
import { Server } from "../services/server.ts";
import { type BadValues, testBadConfigs } from "./bad_configs.ts";
import { cuttingWay } from "./cutting_way.ts";
import { assertNothingLost, untilStopped, watchedRun, withoutServices } from "./outage.ts";

class Note {
  constructor(readonly id: bigint, readonly text: string | null) {}
}

const intoNotes = new IntoRedisStream({
  payload: Note,
  name: "notes",
  fields: { id: "integer", text: "text" },
});
const note = (id: number) => new Note(BigInt(id), id % 3 === 0 ? null : `note ${id}`);

Deno.test("IntoRedisStream keeps the names worker and seq for itself", () => {
  const options = { payload: Object as never, name: "notes" };
  assertThrows(
    () => new IntoRedisStream<{ seq: bigint }>({ ...options, fields: { seq: "integer" } }),
    TypeError,
    "fields must not be named worker or seq: one is named seq",
  );
});

const badValues: BadValues = {
  url: [undefined, 7, "", "redis", "http://127.0.0.1", "127.0.0.1:6379"],
  stream: [undefined, "", 7, null],
  chunk_size: [0, -1, 1.5, NaN, "", "many", "1e3", "-1", true, {}],
  timeout_ms: [0, "0", "5s", 2 ** 31, []],
  maxlen: [1000],
};

testBadConfigs(
  "IntoRedisStream",
  intoNotes,
  { url: "redis://127.0.0.1:1", stream: "notes" },
  badValues,
);

Deno.test("IntoRedisStream tells no password of a bad url", async () => {
  const error = await assertRejects(
    () => build({ url: "http://:secret@host", stream: "notes" }),
    TypeError,
    "url must be a URL",
  );
  assert(!String(error).includes("secret"), String(error));
});

Deno.test("IntoRedisStream says that nobody listens at its url", async () => {
  await assertRejects(
    () => build({ url: "redis://127.0.0.1:1", stream: "notes" }),
    Error,
    "Cannot build the partition as url must lead to Redis: connect ECONNREFUSED",
  );
});

async function build(config: unknown) {
  return await intoNotes.buildPartition(config, 0);
}

/** A Redis of the test's own, and a connection past the sink while it is up. */
async function withRedis(
  test: (
    server: Server,
    asking: <T>(ask: (client: RedisClientType) => Promise<T>) => Promise<T>,
  ) => unknown,
): Promise<void> {
  await using server = await Server.start(kindOf("redis"));
  await test(server, async (ask) => {
    const client = createClient({ url: server.url });
    try {
      return await ask(await client.connect());
    } finally {
      client.destroy();
    }
  });
}

/** The notes of a stream, in its order. */
async function storedIn(client: RedisClientType, stream: string): Promise<Note[]> {
  return (await client.xRange(stream, "-", "+") ?? []).map(({ message: { id, text } }) =>
    new Note(BigInt(id!), text ?? null)
  );
}

Deno.test({
  name: "IntoRedisStream refuses the key of something else, and says what Redis refuses",
  ignore: withoutServices,
  async fn() {
    await withRedis(async ({ url }, asking) => {
      const partition = await build({ url, stream: "notes" });
      await asking((client) => client.set("notes", "a text"));
      await assertRejects(
        () => build({ url, stream: "notes" }),
        TypeError,
        "stream must be the key of a stream: it is that of a string",
      );
      await assertRejects(
        async () => await partition.writeBatch([note(1), note(2)]),
        Error,
        "Cannot write as Redis must add each entry: WRONGTYPE",
      );
      await partition.close();
    });
  },
});

Deno.test({
  name: "IntoRedisStream numbers the entries of each worker",
  ignore: withoutServices,
  async fn() {
    await withRedis(async ({ url }, asking) => {
      const partition = await intoNotes.buildPartition({ url, stream: "notes" }, 3);
      await partition.writeBatch([note(0), note(1)]);
      await partition.writeBatch([note(2)]);
      await partition.close();
      const entries = await asking((client) => client.xRange("notes", "-", "+"));
      assertEquals(entries?.map(({ message }) => ({ ...message })), [
        { worker: "3", seq: "0", id: "0" },
        { worker: "3", seq: "1", id: "1", text: "note 1" },
        { worker: "3", seq: "2", id: "2", text: "note 2" },
      ]);
    });
  },
});

Deno.test({
  name: "IntoRedisStream goes on after Redis was away between two writes",
  ignore: withoutServices,
  async fn() {
    await withRedis(async (server, asking) => {
      const partition = await build({ url: server.url, stream: "notes" });
      await partition.writeBatch([note(0)]);
      await server.stop();
      await server.start();
      await partition.writeBatch([note(1)]);
      await partition.close();
      assertEquals(await asking((client) => storedIn(client, "notes")), [note(0), note(1)]);
    });
  },
});

Deno.test({
  name: "IntoRedisStream fails a write in time when Redis takes no further step",
  ignore: withoutServices,
  async fn() {
    await withRedis(async (server) => {
      const partition = await build({ url: server.url, stream: "notes", timeout_ms: 50 });
      server.pause();
      await assertRejects(
        async () => await partition.writeBatch([note(0)]),
        Error,
        "Cannot write as Redis must add each entry: no answer came within 50 ms",
      );
      await partition.close();
      server.resume();
    });
  },
});

Deno.test({
  name: "IntoRedisStream stores a batch whole or not at all, wherever its connection is cut",
  ignore: withoutServices,
  async fn() {
    await withRedis(async (server, asking) => {
      await using way = await cuttingWay(server.port);
      const batch = Array.from({ length: 20 }, (_, id) => note(id));
      const outcomes = new Set<string>();
      for (let bytes = 0; bytes < 3500; bytes += 83) {
        const stream = `cut after ${bytes}`;
        const partition = await build({ url: `redis://127.0.0.1:${way.port}`, stream });
        way.cutAfter(bytes);
        const failed = await Promise.resolve(partition.writeBatch(batch)).then(
          () => false,
          () => true,
        );
        await partition.close();
        way.cutAfter(Infinity);
        const stored = await asking((client) => storedIn(client, stream));
        assertEquals(stored, stored.length === 0 && failed ? [] : batch);
        outcomes.add(failed ? `failed, ${stored.length} stored` : "stored");
      }
      assertEquals([...outcomes].sort(), ["failed, 0 stored", "stored"]);
    });
  },
});

Deno.test({
  name: "IntoRedisStream loses nothing durable when Redis is stopped in the middle of a run",
  ignore: withoutServices,
  async fn() {
    await withRedis(async (server, asking) => {
      for (let repetition = 0; repetition < 10; repetition++) {
        const stream = `notes ${repetition}`;
        const config = { url: server.url, stream };
        const stop = () => server.stop(repetition % 2 === 0 ? "SIGKILL" : "SIGTERM");
        const failed = await watchedRun(
          untilStopped(note, 200 + 37 * repetition, stop),
          intoNotes,
          config,
        );
        assertStringIncludes(
          String(failed.error?.cause),
          "Cannot write as Redis must add each entry: ",
        );
        await server.start();
        const stored = await asking((client) => storedIn(client, stream));
        assertNothingLost(stored, failed, ({ id }) => Number(id));
        const rest = Array.from({ length: 50 }, (_, index) => note(100_000 + index));
        const { error } = await watchedRun(ReadableStream.from(rest), intoNotes, config);
        assertEquals(error, undefined);
        const all = await asking((client) => storedIn(client, stream));
        assertEquals(all.length, stored.length + rest.length);
      }
    });
  },
});
