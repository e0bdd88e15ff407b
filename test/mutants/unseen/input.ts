import * as fc from "fast-check";
import { copyOf, guarded, type Row } from "../mutant.ts";
import { keyedBy, pass, type Unseen, unseen, upsert } from "./unseen.ts";

interface Packet {
  readonly id: number;
  readonly bytes: Uint8Array;
}

/** Unseen mutants of the rules about batches, and about events that belong to the caller. */
export const unseenInputs: readonly Unseen[] = [
  unseen("write.split-invariant", {
    name: "drops the oldest of more than eight batches",
    models:
      "Bounded channels that drop their oldest message, measured in batches (telemetry SDKs).",
    calls: 11,
    says: /is not stored.*; as a single batch the same events are stored correctly/,
    build: (store) => () => {
      const batches: Row[][] = [];
      return guarded((items) => {
        batches.push(items.map(copyOf));
        if (batches.length > 8) batches.shift();
      }, () => store.insert(batches.flat()));
    },
  }),
  unseen("write.split-invariant", {
    name: "names its objects by how many hundreds of rows came before",
    models: "Object keys from a rounded offset: small batches replace each other (log archivers).",
    calls: 4,
    says: /is not stored.*; as a single batch the same events are stored correctly/,
    build(store) {
      let partitions = 0;
      return () => {
        const prefix = String(partitions++);
        let rows = 0;
        return guarded((items) => {
          if (items.length === 0) return;
          store.files.set(`${prefix}/${Math.floor(rows / 100)}`, items.map(copyOf));
          rows += items.length;
        });
      };
    },
  }),
  unseen("write.items-untouched", {
    name: "cuts its chunks off the caller's array when it has more than a hundred rows",
    models: "while (rows.length > size) send(rows.splice(0, size)): a list that is lent is eaten.",
    calls: 3,
    says: /the write of \d+ events to worker \d+ changed the batch array/,
    build: (store) => () =>
      guarded((items) => {
        const rows = items as Row[];
        while (rows.length > 100) store.insert(rows.splice(0, 100));
        store.insert(rows);
      }),
  }),
  unseen<string>("write.batch-not-retained", {
    name: "stores a batch when the next one comes",
    models: "Double buffering over the engine's own list, which is filled again meanwhile.",
    calls: 3,
    says: /is not stored.*; when the caller leaves its array alone this does not happen: the sink/,
    build: (store) => () => {
      let held: readonly string[] = [];
      return guarded((items) => {
        store.insert(held);
        held = items;
      }, () => store.insert(held));
    },
    subject: { events: fc.string() },
  }),
  unseen<Packet>("write.events-copied", {
    name: "keeps a view of an event's bytes",
    models: "subarray where slice was meant: the pool that lent the buffer fills it again.",
    calls: 3,
    says:
      /is stored.*; when the caller leaves its events alone this does not happen: the sink keeps/,
    build: (store) => () => {
      const buffer: Packet[] = [];
      return guarded(
        (items) =>
          void buffer.push(...items.map(({ id, bytes }) => ({ id, bytes: bytes.subarray() }))),
        () => void store.table.push(...structuredClone(buffer)),
      );
    },
    subject: {
      events: fc.record({ id: fc.nat(), bytes: fc.uint8Array({ minLength: 1, maxLength: 8 }) }),
    },
  }),
  unseen("write.events-copied", {
    name: "keeps the newest event of a key itself until the flush",
    models: "Compacting memtables that hold the caller's object as value.",
    calls: 3,
    says:
      /is stored.*; when the caller leaves its events alone this does not happen: the sink keeps/,
    build: (store) => () => {
      const pending = new Map<number, Row>();
      return guarded(
        (items) => items.forEach((item) => pending.set(item.id, item)),
        () => pending.forEach((row) => upsert(store.table, row)),
      );
    },
    subject: keyedBy(1000),
  }),
  unseen("write.durable", {
    name: "does not await its first write, which has to connect",
    models: "Lazy connections that queue the first request and return.",
    calls: 3,
    says: /event \d+ cannot be read after the write of \d+ events? to worker \d+ returned/,
    build: (store) => () => {
      let connected: Promise<void> | undefined;
      return guarded((items) => {
        const rows = items.map(copyOf);
        if (connected) return connected.then(() => store.insert(rows));
        connected = pass(8).then(() => store.insert(rows));
        return undefined;
      }, () => connected);
    },
    subject: { guarantees: { durable: "on-write" } },
  }),
];
