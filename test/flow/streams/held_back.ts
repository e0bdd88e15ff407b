import * as fc from "fast-check";
import { intoSink, payload } from "@watertight/sinks";
import { injectFaults, type Subject } from "@watertight/sinks/conformance";

/** A function that keeps the very batches it is given, and stores them at the end. */
export const subject: Subject<string> = {
  name: "a function that holds batches back",
  events: fc.string(),
  guarantees: { delivery: "exactly-once" },
  open() {
    const stored: string[] = [];
    const insert = async (texts: readonly string[]) => {
      await undefined;
      stored.push(...texts);
    };
    const { client, faults } = injectFaults({ insert }, ["insert"]);
    const sink = intoSink({
      payload: payload<string>(),
      name: "texts",
      timeout: 2_000,
      open() {
        const batches: (readonly string[])[] = [];
        return {
          writeBatch: (batch) => void batches.push(batch),
          close: () => client.insert(batches.flat()),
        };
      },
    });
    return { sink, config: {}, read: () => stored, faults };
  },
};
