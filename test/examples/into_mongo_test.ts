import { MongoClient, ObjectId } from "mongodb";
import { payload } from "@watertight/sinks";
import { documentOf } from "../../examples/into_mongo/document.ts";
import { IntoMongo } from "../../examples/into_mongo/into_mongo.ts";
import { assert, assertEquals, assertRejects, assertThrows } from "../assert.ts";
import { kindOf } from "../services/kinds.ts";
import { Server } from "../services/server.ts";
import { type BadValues, testBadConfigs } from "./bad_configs.ts";
import { type WatchedRun, watchedRun, withoutServices } from "./outage.ts";

interface Note {
  readonly number: number;
}

const numbers = (from: number, to: number): Note[] =>
  Array.from({ length: to - from + 1 }, (_, index) => ({ number: from + index }));

const intoNotes = new IntoMongo({ payload: payload<Note>(), name: "notes" });
const byNumber = new IntoMongo({
  payload: payload<Note>(),
  name: "notes",
  id: ({ number }) => number,
});

const badValues: BadValues = {
  url: [undefined, 7, "", "mongodb://127.0.0.1", "mongodb:///shop", "redis://127.0.0.1/0"],
  database: [null, "", 7],
  collection: [undefined, "", "a$b", "system.users", ".a", "a.", "a..b", "a\0b"],
  chunk_size: [0, -1, 1.5, NaN, "", "many", "1e3", true, {}, 100_001],
  upsert: ["yes", 1, true],
  timeout_s: [0, -1, "soon", 2 ** 31],
  colection: ["notes"],
};

testBadConfigs(
  "IntoMongo",
  intoNotes,
  { url: "mongodb://127.0.0.1:9/shop", collection: "notes" },
  badValues,
  Error,
);

Deno.test("IntoMongo tells no password of a bad url", async () => {
  for (const url of ["mongodb://me:secret@host", "mongodb://me:secret@host:port/shop"]) {
    const error = await assertRejects(
      () => intoNotes.buildPartition({ url, collection: "notes" }, 0, 1),
      TypeError,
      "url must be",
    );
    assert(!`${error.stack}${error.cause}`.includes("secret"));
  }
});

Deno.test("IntoMongo needs a session manager for a database", async () => {
  const config = { database: "shop", collection: "notes" };
  await assertRejects(() => intoNotes.buildPartition(config, 0, 1), Error, "there is none");
});

Deno.test("IntoMongo names the member that BSON does not keep", () => {
  const refused: readonly (readonly [object, string])[] = [
    [{ a: { b: [1, undefined] } }, "a.b.1 must be a value that BSON has a type for"],
    [{ a: ["\udfff"] }, "a.0 must be a text without lone surrogates"],
    [{ a: 2n ** 63n }, "a must be a bigint of 64 bits: it is 9223372036854775808n"],
    [{ a: new Date(NaN) }, "a must be a valid date: it is no date"],
    [{ a: new Map() }, "a must be a value that BSON has a type for: it is of class Map"],
    [{ a: [{ $set: 1 }] }, 'a.0.$set must be named as the store takes it: it is "$set"'],
    [{ _bsontype: "ObjectId" }, "_bsontype must be named as the store takes it"],
    [{ a: "x".repeat(16 * 1024 ** 2) }, "it must have at most 16777216 bytes"],
    [{ _id: 2 }, "_id must be its id"],
    [[1], "it must be an object: it is a list"],
  ];
  for (const [event, message] of refused) {
    assertThrows(() => documentOf(event, 1), TypeError, message);
  }
  const circular: Record<string, unknown> = {};
  circular["a"] = circular;
  assertThrows(() => documentOf(circular, 1), TypeError, "at most 100 levels deep");
  for (const id of [undefined, null, [1], "\ud800"]) {
    assertThrows(() => documentOf({ a: 1 }, id), TypeError, "_id must be");
  }
  const _id = new ObjectId();
  assertEquals(documentOf({ _id, "a.b": -0 }, _id), { _id, "a.b": -0 });
});

Deno.test({
  name: "IntoMongo says how many events are stored when one of them is refused",
  ignore: withoutServices,
  async fn() {
    await using setting = await Setting.start();
    const partition = await byNumber.buildPartition({ ...setting.config, chunk_size: 3 }, 0, 1);
    const events = [...numbers(1, 5), ...numbers(2, 9)];
    await assertRejects(
      async () => await partition.writeBatch(events),
      Error,
      "(5 of 13 events are stored)",
    );
    await partition.close();
    assertEquals(await setting.stored(), numbers(1, 5));
  },
});

Deno.test({
  name: "IntoMongo fails in time when its server hangs, loses nothing that it stored, and recovers",
  ignore: withoutServices,
  async fn() {
    await using setting = await Setting.start();
    for (let first = 0; first < 4000; first += 400) {
      const { error, accepted } = await setting.run(first, true);
      assertEquals(error?.phase, "write");
      assert(String(error?.cause).includes("Cannot store the batch as the server must"));
      assert(accepted.length > 0);
      const after = await setting.run(first + 200, false);
      assertEquals(after.error, undefined);
      // What was sent before the server hung may be stored at any time after it has gone on.
      const stored = (await setting.stored()).map(({ number }) => number);
      assertEquals(new Set(stored).size, stored.length, "none is stored twice");
      assertEquals(accepted.filter(({ number }) => !stored.includes(number)), []);
      assertEquals(stored.filter((number) => number >= first + 200).length, 200);
    }
  },
});

/** A server, and a client that reads what is stored on it. */
class Setting implements AsyncDisposable {
  private constructor(readonly server: Server, readonly client: MongoClient) {}

  static async start(): Promise<Setting> {
    const server = await Server.start(kindOf("mongodb"));
    const setting = new Setting(server, new MongoClient(server.url));
    // The first answers of a Java program take long.
    await setting.stored();
    return setting;
  }

  get config(): Readonly<Record<string, unknown>> {
    return { url: `${this.server.url}/shop`, collection: "notes", timeout_s: 3 };
  }

  async stored(): Promise<Note[]> {
    const notes = this.client.db("shop").collection("notes").find().sort({ _id: 1 });
    return (await notes.toArray()).map(({ number }) => ({ number }));
  }

  /** Writes 200 notes by two workers; with `hang` the server takes no further step after the first half. */
  async run(first: number, hang: boolean): Promise<WatchedRun<Note>> {
    const { server } = this;
    const source = async function* (): AsyncGenerator<Note> {
      for (const note of numbers(first, first + 199)) {
        if (hang && note.number === first + 100) server.pause();
        yield await Promise.resolve(note);
      }
    };
    try {
      return await watchedRun(source(), intoNotes, this.config, { batchSize: 10 });
    } finally {
      server.resume();
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.client.close();
    await this.server[Symbol.asyncDispose]();
  }
}
