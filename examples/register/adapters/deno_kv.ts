import { intoSink } from "@watertight/sinks";
import { pooled, type Subject } from "@watertight/sinks/conformance";
import { Row, rows } from "./files.ts";

/** One database in memory, and a prefix for each fixture; it is gone when it is closed. */
const prefixes = pooled(() => Deno.openKv(":memory:"), () => {});

/** Each batch is one atomic operation. */
export const subject: Subject<Row> = {
  name: "Deno KV: atomic",
  events: rows,
  guarantees: { durable: "on-write", atomicBatches: true },
  async open() {
    const { connection: kv, name, [Symbol.asyncDispose]: dispose } = await prefixes.namespace();
    let partitions = 0;
    const sink = intoSink({
      payload: Row,
      name: "rows",
      open() {
        const partition = partitions++;
        let place = 0;
        return async (batch) => {
          const atomic = kv.atomic();
          for (const row of batch) atomic.set([name, partition, place++], { ...row });
          await atomic.commit();
        };
      },
    });
    return {
      sink,
      config: {},
      async read() {
        const entries = await Array.fromAsync(kv.list<Row>({ prefix: [name] }));
        return entries.map(({ value: { id, text } }) => new Row(id, text));
      },
      [Symbol.asyncDispose]: dispose,
    };
  },
  release: () => prefixes.close(),
};
