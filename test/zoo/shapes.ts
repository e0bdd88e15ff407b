import * as fc from "fast-check";
import type { IntoSink, SinkPartition } from "../../mod.ts";
import { type Build, direct, guarded, nodeOf, type Row, type Store } from "../mutants/mutant.ts";
import { type Sound, sound } from "./sound.ts";

/** An event with a class of its own. */
class Reading {
  readonly sensor: string;
  readonly celsius: number;
  constructor(sensor: string, celsius: number) {
    this.sensor = sensor;
    this.celsius = celsius;
  }
  get fahrenheit(): number {
    return this.celsius * 1.8 + 32;
  }
}

/** A partition whose methods are on its prototype, and whose state is private. */
class RowPartition implements SinkPartition<Row> {
  readonly #inner: SinkPartition<Row>;
  constructor(store: Store<Row>) {
    this.#inner = direct(store);
  }
  writeBatch(items: readonly Row[]): void {
    void this.#inner.writeBatch(items);
  }
  close(): void {
    void this.#inner.close();
  }
}

/** A node whose members are getters and methods of a prototype. */
class RowSink implements IntoSink<Row> {
  readonly #build: Build<Row>;
  constructor(build: Build<Row>) {
    this.#build = build;
  }
  get payload(): IntoSink<Row>["payload"] {
    return Object as unknown as abstract new () => Row;
  }
  get name(): string {
    return "rows";
  }
  get routerBranchSafe(): boolean {
    return true;
  }
  buildPartition(...args: Parameters<Build<Row>>): ReturnType<Build<Row>> {
    return this.#build(...args);
  }
}

interface Document {
  readonly at: Date;
  readonly tags: Map<string, number>;
  readonly bytes: Uint8Array;
  readonly note?: string | undefined;
}

const documents: fc.Arbitrary<Document> = fc.record({
  at: fc.date(),
  tags: fc.dictionary(fc.string(), fc.nat()).map((tags) => new Map(Object.entries(tags))),
  bytes: fc.uint8Array({ maxLength: 8 }),
  note: fc.option(fc.string(), { nil: undefined }),
}, { requiredKeys: ["at", "tags", "bytes"] });

/** Stores deep copies, for events with something changeable inside. */
function cloning<E>(store: Store<E>, clone: (event: E) => E): SinkPartition<E> {
  return guarded((items) => void store.table.push(...items.map(clone)));
}

/** Sinks of unusual events, nodes and partitions. */
export const shapedSinks: readonly Sound[] = [
  sound<string>({
    name: "takes texts",
    build: (store) => () => direct(store),
    subject: { events: fc.string({ unit: "binary" }) },
  }),
  sound<number>({
    name: "takes numbers, -0 and NaN among them",
    build: (store) => () => direct(store),
    subject: { events: fc.double() },
  }),
  sound<bigint>({
    name: "takes big integers",
    build: (store) => () => direct(store),
    subject: { events: fc.bigInt() },
  }),
  sound<Reading>({
    name: "takes events of a class",
    build: (store) => () => cloning(store, ({ sensor, celsius }) => new Reading(sensor, celsius)),
    node: (build) => ({ ...nodeOf(build), payload: Reading }),
    subject: {
      events: fc.tuple(fc.string(), fc.double({ noNaN: true }))
        .map(([sensor, celsius]) => new Reading(sensor, celsius)),
    },
  }),
  sound<Document>({
    name: "takes dates, maps and bytes",
    build: (store) => () => cloning(store, (event) => structuredClone(event)),
    subject: { events: documents },
  }),
  sound<Record<string, unknown>>({
    name: "takes JSON, and stores its text",
    build: (store) => () => {
      const lines: string[] = [];
      return guarded(
        (items) => void lines.push(...items.map((item) => JSON.stringify(item))),
        () => void store.table.push(...lines.map((line) => JSON.parse(line))),
      );
    },
    subject: {
      events: fc.record({ key: fc.uuid(), value: fc.jsonValue({ noUnicodeString: false }) })
        // JSON has no -0.
        .map((event) => JSON.parse(JSON.stringify(event))),
    },
  }),
  sound({
    name: "is a frozen object",
    build: (store) => () => Object.freeze(direct(store)),
    node: (build) => Object.freeze(nodeOf(build)),
  }),
  sound({
    name: "is a class whose members are on its prototype",
    build: (store) => () => new RowPartition(store),
    node: (build) => new RowSink(build),
  }),
  sound({
    name: "describes its payload by a schema",
    build: (store) => () => direct(store),
    node: (build) => ({
      ...nodeOf<Row>(build),
      payload: {
        "~standard": { version: 1, vendor: "zoo", validate: (value: unknown) => ({ value }) },
      },
    }),
  }),
  sound({
    name: "has no prototype",
    build: (store) => () => Object.assign(Object.create(null), direct(store)),
    node: (build) => Object.assign(Object.create(null), nodeOf(build)),
  }),
  sound({
    name: "checks its configuration, which may come as text",
    build: (store) => (config) => {
      const chunk = Number((config as { chunk?: unknown }).chunk);
      if (!Number.isInteger(chunk) || chunk < 1) {
        throw new Error(`Cannot build as chunk must be a positive whole number: it is ${chunk}`);
      }
      return guarded((items) => {
        if (items.some((item) => typeof item !== "object" || item === null)) {
          throw new TypeError("Cannot write as every event must be a row");
        }
        for (let from = 0; from < items.length; from += chunk) {
          store.insert(items.slice(from, from + chunk));
        }
      });
    },
    fixture: () => ({ config: { chunk: 3 } }),
    subject: {
      stringConfig: { chunk: "3" },
      invalidConfigs: [{ config: {}, key: "chunk" }, { config: { chunk: 0 }, key: "chunk" }],
      invalidEvents: fc.constantFrom(null, 7, "no row"),
    },
  }),
];
