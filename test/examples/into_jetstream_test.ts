import { Buffer } from "node:buffer";
import { setTimeout } from "node:timers/promises";
import { type JetStreamManager, jetstreamManager, type StreamConfig } from "@nats-io/jetstream";
import { connect } from "@nats-io/transport-node";
import type { IntoSink } from "@watertight/sinks";
import { IntoJetStream } from "../../examples/into_jetstream/into_jetstream.ts";
import { assertEquals, assertRejects, assertStringIncludes } from "../assert.ts";
import { kindOf } from "../services/kinds.ts";
import { Server } from "../services/server.ts";
import { type BadValues, testBadConfigs } from "./bad_configs.ts";
import { cuttingWay } from "./cutting_way.ts";
import { assertNothingLost, untilStopped, watchedRun, withoutServices } from "./outage.ts";

class Note {
  constructor(readonly id: number, readonly text: string) {}
}

const note = (id: number) => new Note(id, `note ${id}`);
const notes = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) => note(from + index));

const options = { payload: Note, name: "notes", encode: (it: Note) => JSON.stringify(it) };
/** Every event has an id of its own, whoever writes it and when. */
const intoNotes = new IntoJetStream({ ...options, messageId: ({ id }) => `note-${id}` });

const badValues: BadValues = {
  url: [undefined, 7, "", "nats", "http://127.0.0.1", "127.0.0.1:4222"],
  subject: [undefined, "", 7, "notes.*", ">", "a b", ".notes", "notes.", "a..b"],
  max_pending: [0, -1, 1.5, NaN, "", "many", "1e3", true, {}],
  timeout_ms: [0, "0", "5s", 2 ** 31, []],
  attempts: [0, 21, "twice"],
  stream: ["NOTES"],
};

testBadConfigs(
  "IntoJetStream",
  intoNotes,
  { url: "nats://127.0.0.1:1", subject: "notes" },
  badValues,
);

Deno.test("IntoJetStream says that nobody listens at its url", async () => {
  await assertRejects(
    () => build({ url: "nats://127.0.0.1:1", subject: "notes", attempts: 2 }),
    Error,
    "Cannot build the partition as url must lead to JetStream: connection refused",
  );
});

async function build(config: unknown, sink: IntoSink<Note> = intoNotes) {
  return await sink.buildPartition(config, 0, 1);
}

/** A NATS of the test's own, and a connection past the sink while it is up. */
async function withNats(test: (nats: TestNats) => Promise<void>): Promise<void> {
  await using server = await Server.start(kindOf("nats"));
  await test(new TestNats(server));
}

class TestNats {
  readonly config: Readonly<Record<string, unknown>>;

  constructor(readonly server: Server) {
    this.config = { url: server.url, subject: "notes" };
  }

  async asking<T>(ask: (manager: JetStreamManager) => Promise<T>): Promise<T> {
    const nats = await connect({ servers: this.server.url });
    try {
      return await ask(await jetstreamManager(nats));
    } finally {
      await nats.close();
    }
  }

  /** A stream that keeps the subject; one that was there goes. */
  async stream(config: Partial<StreamConfig> = {}): Promise<void> {
    await this.asking(async ({ streams }) => {
      await streams.delete("NOTES").catch(() => {});
      await streams.add({ name: "NOTES", subjects: ["notes"], allow_direct: true, ...config });
    });
  }

  /** The notes in the stream, in its order. */
  stored(): Promise<Note[]> {
    return this.asking(async ({ streams, direct }) => {
      const { last_seq } = (await streams.info("NOTES")).state;
      const messages = Array.from(
        { length: last_seq },
        (_, index) => direct.getMessage("NOTES", { seq: index + 1 }),
      );
      return (await Promise.all(messages)).map((message) => {
        const { id, text } = message!.json<Note>();
        return new Note(id, text);
      });
    });
  }
}

/** A test that needs servers. */
function tested(name: string, test: (nats: TestNats) => Promise<void>): void {
  Deno.test({ name, ignore: withoutServices, fn: () => withNats(test) });
}

tested("IntoJetStream refuses a subject that no fit stream keeps", async (nats) => {
  const refused = async (says: string, config: object = {}) => {
    await assertRejects(() => build({ ...nats.config, ...config }), TypeError, says);
  };
  await refused("subject must be kept by a stream: it is no stream");
  await nats.stream({ no_ack: true });
  await refused("subject must be kept by a stream that acknowledges");
  await nats.stream({ duplicate_window: 1e9 });
  await refused(
    "timeout_ms must be so short that all attempts are made within 1000 ms, the duplicate_window of the stream",
  );
  await (await build({ ...nats.config, timeout_ms: 200, attempts: 2 })).close();
});

tested("IntoJetStream refuses what a stream would not take, whole", async (nats) => {
  await nats.stream({ max_msg_size: 200 });
  const refusedBy = async (sink: IntoSink<Note>, says: string) => {
    const partition = await build(nats.config, sink);
    await assertRejects(
      async () => await partition.writeBatch([note(1), note(2)]),
      TypeError,
      says,
    );
    await partition.close();
  };
  const large = { ...options, encode: ({ id }: Note) => "x".repeat(100 * id) };
  await refusedBy(new IntoJetStream(large), "a message must have at most 200 bytes: it is ");
  const odd = { ...options, messageId: ({ id }: Note) => id === 2 ? "a\r\nb" : "a" };
  await refusedBy(new IntoJetStream(odd), "messageId must give visible ASCII characters");
  const broken = { ...options, encode: () => "\ud800" };
  await refusedBy(new IntoJetStream(broken), "encode must give bytes, or a text without lone");
  assertEquals(await nats.stored(), []);
});

tested("IntoJetStream waits at build for NATS to come back", async (nats) => {
  await nats.stream();
  await nats.server.stop();
  const building = build(nats.config);
  await nats.server.start();
  await (await building).close();
});

tested("IntoJetStream copies bytes that encode uses again", async (nats) => {
  await nats.stream();
  const buffer = Buffer.alloc(40);
  const encode = (it: Note) => buffer.fill(" ").subarray(0, buffer.write(JSON.stringify(it)));
  const partition = await build(nats.config, new IntoJetStream({ ...options, encode }));
  await partition.writeBatch(notes(0, 3));
  await partition.close();
  assertEquals(await nats.stored(), notes(0, 3));
});

tested("IntoJetStream fills a message to its last byte", async (nats) => {
  await nats.stream({ max_msg_size: 200 });
  const sizes = new IntoJetStream<{ size: number }>({
    payload: Object as never,
    name: "sizes",
    encode: ({ size }) => "x".repeat(size),
    messageId: ({ size }) => String(100 + size),
  });
  const fits: number[] = [];
  for (let size = 80; size < 200; size++) {
    const partition = await sizes.buildPartition(nats.config);
    await Promise.resolve(partition.writeBatch([{ size }])).then(() => fits.push(size), () => {});
    await partition.close();
  }
  const { last_seq } = await nats.asking(async ({ streams }) =>
    (await streams.info("NOTES")).state
  );
  assertEquals(last_seq, fits.length);
  // The stream itself refuses the next byte.
  const header = `NATS/1.0\r\nNats-Msg-Id: 200\r\nNats-Expected-Stream: NOTES\r\n\r\n`;
  assertEquals(fits.at(-1)! + header.length, 200);
});

tested("IntoJetStream says what the stream refuses, and asks it only once", async (nats) => {
  await nats.stream({ max_msgs: 3, discard: "new" as never });
  const partition = await build(nats.config);
  await assertRejects(
    async () => await partition.writeBatch(notes(0, 5)),
    Error,
    "Cannot write as JetStream must acknowledge each message: 2 of 5 are not, as of maximum messages exceeded",
  );
  await partition.close();
  assertEquals(await nats.stored(), notes(0, 3));
});

tested(
  "IntoJetStream goes on in a write while NATS is away, and stores each event once",
  async (nats) => {
    for (let repetition = 0; repetition < 10; repetition++) {
      await nats.stream();
      const partition = await build({
        ...nats.config,
        max_pending: 100,
        timeout_ms: 1000,
      });
      await partition.writeBatch(notes(0, 10));
      const writing = partition.writeBatch(notes(10, 3000));
      await setTimeout(3 * repetition); // At another place of the batch each time.
      await nats.server.stop(repetition % 2 === 0 ? "SIGKILL" : "SIGTERM");
      await nats.server.start();
      await writing;
      await partition.close();
      assertEquals(await nats.stored(), notes(0, 3000));
    }
  },
);

tested(
  "IntoJetStream stores a batch once and in order, wherever its connection is cut",
  async (nats) => {
    await nats.stream();
    await using way = await cuttingWay(nats.server.port);
    const config = { ...nats.config, url: `nats://127.0.0.1:${way.port}`, attempts: 2 };
    const written: Note[] = [];
    for (let bytes = 0; bytes < 3500; bytes += 83) {
      const partition = await build(config, new IntoJetStream(options));
      const batch = notes(written.length, written.length + 20);
      way.cutAfter(bytes);
      await partition.writeBatch(batch);
      way.cutAfter(Infinity);
      await partition.close();
      written.push(...batch);
      assertEquals(await nats.stored(), written, `cut after ${bytes} bytes`);
    }
  },
);

tested(
  "IntoJetStream loses nothing durable when NATS is stopped in the middle of a run",
  async (nats) => {
    const config = { ...nats.config, attempts: 2 };
    for (let repetition = 0; repetition < 10; repetition++) {
      await nats.stream();
      const stop = () => nats.server.stop(repetition % 2 === 0 ? "SIGKILL" : "SIGTERM");
      const failed = await watchedRun(
        untilStopped(note, 200 + 37 * repetition, stop),
        intoNotes,
        config,
      );
      assertStringIncludes(
        String(failed.error?.cause),
        "Cannot write as JetStream must acknowledge each message: ",
      );
      await nats.server.start();
      const stored = await nats.stored();
      assertNothingLost(stored, failed, ({ id }) => id);
      // A later run gets all of it again: what is there is left out.
      const again = notes(0, 1000);
      const { error } = await watchedRun(ReadableStream.from(again), intoNotes, config);
      assertEquals(error, undefined);
      const ids = (await nats.stored()).map(({ id }) => id);
      assertEquals(ids.slice(0, stored.length), stored.map(({ id }) => id));
      assertEquals(ids.toSorted((a, b) => a - b), again.map(({ id }) => id));
    }
  },
);
