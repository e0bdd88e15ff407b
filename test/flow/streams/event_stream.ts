import * as fc from "fast-check";
import { intoSink, payload } from "@watertight/sinks";
import { injectFaults, type Subject } from "@watertight/sinks/conformance";

/** A stream of the Web that takes the events one by one, with several of them on their way. */
export const subject: Subject<string> = {
  name: "a WritableStream of events",
  events: fc.string(),
  guarantees: { durable: "on-write", delivery: "exactly-once" },
  open() {
    const stored: string[] = [];
    const insert = async (text: string) => {
      await undefined;
      stored.push(text);
    };
    const { client, faults } = injectFaults({ insert }, ["insert"]);
    const sink = intoSink({
      payload: payload<string>(),
      name: "texts",
      timeout: 2_000,
      open: () =>
        new WritableStream<string>(
          { write: (text) => client.insert(text) },
          new CountQueuingStrategy({ highWaterMark: 4 }),
        ),
    });
    return { sink, config: {}, read: () => stored, faults };
  },
};
