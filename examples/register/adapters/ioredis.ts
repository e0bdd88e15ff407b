import { Redis } from "ioredis";
import { intoSink } from "@watertight/sinks";
import { pooled, type Subject, tcpFaults } from "@watertight/sinks/conformance";
import { testServer } from "../../config/test_server.ts";
import { Row, rows } from "./files.ts";

const { url } = testServer("WATERTIGHT_REDIS_URL", "redis://127.0.0.1:1");

/** One connection past the sink, to read with, and a stream for each fixture. */
const streams = pooled(
  () => new Redis(url),
  async (redis, name) => void await redis.del(name),
  (redis) => redis.disconnect(),
);

async function openStream(port: number, name: string) {
  const redis = new Redis({ port, lazyConnect: true });
  redis.on("error", () => {});
  await redis.connect();
  return {
    async writeBatch(batch: readonly Row[]) {
      const commands = redis.multi();
      for (const { id, text } of batch) commands.xadd(name, "*", "id", id, "text", text);
      await commands.exec();
    },
    close: () => redis.disconnect(),
  };
}

/**
 * A stream, to which each batch is added in one transaction. Exactly once is what a write that returns seems to say, and
 * is claimed to see whether it holds.
 */
export const subject: Subject<Row> = {
  name: "ioredis: stream",
  events: rows,
  guarantees: { durable: "on-write", atomicBatches: true, delivery: "exactly-once" },
  async open() {
    const { connection, name, [Symbol.asyncDispose]: clear } = await streams.namespace();
    const way = await tcpFaults(Number(new URL(url).port));
    return {
      sink: intoSink({
        payload: Row,
        name: "rows",
        timeout: 300,
        open: () => openStream(way.port, name),
      }),
      config: {},
      faults: way.faults,
      openResources: () => way.connections,
      async read() {
        const entries = await connection.xrange(name, "-", "+");
        return entries.map(([, [, id, , text]]) => new Row(Number(id), text!));
      },
      async [Symbol.asyncDispose]() {
        await way[Symbol.asyncDispose]();
        await clear();
      },
    };
  },
  release: () => streams.close(),
};
