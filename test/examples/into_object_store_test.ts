import type { S3Client } from "@aws-sdk/client-s3";
import { payload } from "@watertight/sinks";
import { tcpFaults } from "@watertight/sinks/conformance";
import {
  createBucket,
  credentials,
  directClient,
  keysIn,
  linesIn,
} from "../../examples/into_object_store/bucket.ts";
import { IntoObjectStore } from "../../examples/into_object_store/into_object_store.ts";
import { Outbox } from "../../examples/into_object_store/outbox.ts";
import { assert, assertEquals, assertRejects } from "../assert.ts";
import { kindOf } from "../services/kinds.ts";
import { Server } from "../services/server.ts";
import { type BadValues, testBadConfigs } from "./bad_configs.ts";
import { type WatchedRun, watchedRun, withoutServices } from "./outage.ts";

interface Visit {
  readonly id: number;
}

const visits = (from: number, to: number): Visit[] =>
  Array.from({ length: to - from + 1 }, (_, index) => ({ id: from + index }));

const intoVisits = new IntoObjectStore({ payload: payload<Visit>(), name: "visits" });

const badValues: BadValues = {
  bucket: [undefined, "", 7, "ab", "Visits", "visits/raw", "-visits"],
  prefix: ["", 7],
  endpoint: ["", "visits", "ftp://127.0.0.1", 7],
  region: ["", 7],
  access_key_id: [undefined, ""],
  secret_access_key: [undefined, "", 7],
  gzip: ["yes", 1],
  buffer_max_records: [0, "0", "-1", []],
  buffer_max_bytes: [0, 0.5, "128MiB"],
  buffer_max_age_s: [0, -1, NaN, "soon", 2 ** 31],
  timeout_s: [0, "-1", {}],
  max_attempts: [0, 1.5, "many"],
  zip: [true],
};

testBadConfigs("IntoObjectStore", intoVisits, {
  endpoint: "http://127.0.0.1:9",
  bucket: "visits",
  ...credentials,
}, badValues);

Deno.test("IntoObjectStore tells no secret key", async () => {
  const config = { bucket: "visits", access_key_id: "me", secret_access_key: 4711 };
  const error = await assertRejects(
    () => intoVisits.buildPartition(config, 0, 1),
    TypeError,
    "secret_access_key must be",
  );
  assert(!`${error.stack}`.includes("4711"));
});

Deno.test("an object that was tried keeps its key, and gets no more lines", () => {
  const outbox = new Outbox({ records: 3, bytes: 1000 }, String);
  outbox.append(["a", "b"]);
  assertEquals([outbox.full, outbox.next()], [false, { key: "0", lines: ["a", "b"] }]);
  outbox.append(["c"]);
  assertEquals(outbox.next(), { key: "0", lines: ["a", "b"] });
  outbox.withdraw(1);
  assertEquals(outbox.next(), { key: "0", lines: ["a"] });
  outbox.acknowledge();
  assertEquals(outbox.next(), { key: "1", lines: ["c"] });
  outbox.withdraw(1);
  assertEquals([outbox.empty, outbox.next()], [true, undefined]);
});

Deno.test({
  name: "IntoObjectStore stores a batch in one object, named by its run, its worker and its number",
  ignore: withoutServices,
  async fn() {
    await using setting = await Setting.start();
    const config = { ...setting.config, buffer_max_records: 3, prefix: "raw/", gzip: "true" };
    const partition = await intoVisits.buildPartition(config, 7, 8);
    await partition.writeBatch(visits(1, 2));
    await partition.writeBatch(visits(3, 9));
    await partition.writeBatch(visits(10, 10));
    await partition.close();
    const keys = await keysIn(setting.client, "visits");
    assertEquals(keys.map((key) => key.replace(/[0-9a-f-]{36}/, "run")), [
      "raw/run/00007/0000000000.jsonl.gz",
      "raw/run/00007/0000000001.jsonl.gz",
    ]);
    assertEquals(await setting.stored(), visits(1, 10));
  },
});

Deno.test({
  name: "IntoObjectStore says that there is no such bucket, and that nobody answers",
  ignore: withoutServices,
  async fn() {
    await using setting = await Setting.start();
    await assertRejects(
      () => intoVisits.buildPartition({ ...setting.config, bucket: "none" }, 0, 1),
      Error,
      "bucket must be there",
    );
    await setting.server.stop();
    await assertRejects(
      () => intoVisits.buildPartition(setting.config, 0, 1),
      Error,
      "endpoint must lead to a store that answers",
    );
  },
});

Deno.test({
  name:
    "IntoObjectStore fails when its connections are cut, loses nothing that it stored, and recovers",
  ignore: withoutServices,
  async fn() {
    await using setting = await Setting.start();
    for (let first = 0; first < 4000; first += 400) {
      const { error, accepted } = await setting.run(first, true);
      assert(error, "the run went on without its store");
      assert(String(error.cause).includes("as the store must acknowledge it"), String(error.cause));
      const after = await setting.run(first + 200, false);
      assertEquals(after.error, undefined);
      // What was sent before its connection was cut may be stored at any time after.
      const stored = (await setting.stored()).map(({ id }) => id);
      assertEquals(new Set(stored).size, stored.length, "none is stored twice");
      // One object was held back by each worker when the connections were cut.
      const kept = accepted.filter(({ id }) => stored.includes(id)).length;
      assert(kept >= accepted.length - 2 * 20, `${kept} of ${accepted.length}`);
      assertEquals(stored.filter((id) => id >= first + 200).length, 200);
    }
  },
});

/** A store with a bucket, and a client that reads what is stored in it. */
class Setting implements AsyncDisposable {
  private constructor(readonly server: Server, readonly client: S3Client) {}

  static async start(): Promise<Setting> {
    const server = await Server.start(kindOf("s3"));
    const setting = new Setting(server, directClient(server.url));
    await createBucket(setting.client, "visits");
    return setting;
  }

  get config(): Readonly<Record<string, unknown>> {
    return {
      endpoint: this.server.url,
      bucket: "visits",
      ...credentials,
      buffer_max_records: 20,
      timeout_s: 5,
      max_attempts: 1,
    };
  }

  async stored(): Promise<Visit[]> {
    return (await linesIn(this.client, "visits")).map((line) => JSON.parse(line));
  }

  /** Writes 200 visits by two workers; with `cut` every connection is cut from the second half on. */
  async run(first: number, cut: boolean): Promise<WatchedRun<Visit>> {
    await using way = await tcpFaults(this.server.port);
    const source = async function* (): AsyncGenerator<Visit> {
      for (const visit of visits(first, first + 199)) {
        if (cut && visit.id === first + 100) await way.faults.set("reject");
        yield visit;
      }
    };
    const config = { ...this.config, endpoint: `http://127.0.0.1:${way.port}` };
    return await watchedRun(source(), intoVisits, config, { batchSize: 10 });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.client.destroy();
    await this.server[Symbol.asyncDispose]();
  }
}
