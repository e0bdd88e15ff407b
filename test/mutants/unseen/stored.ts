import { copyOf, guarded, type Row } from "../mutant.ts";
import { type Unseen, unseen } from "./unseen.ts";

/** Unseen mutants that lose or refuse events. */
export const unseenLosses: readonly Unseen[] = [
  unseen("write.split-invariant", {
    name: "loses every third write of any kind",
    models: "Three replicas written in turn, of which one is down and acknowledges (UDP outputs).",
    calls: 5,
    says: /is not stored.*; as a single batch the same events are stored correctly/,
    build: (store) => () => {
      let writes = 0;
      return guarded((items) => {
        if (++writes % 3 !== 0) store.insert(items);
      });
    },
  }),
  unseen("write.stored", {
    name: "loses the last event of any write of exactly seven",
    models: "A specialised encoder for seven values whose unrolled loop ends one too early.",
    calls: 3,
    says: /event \d+, written to worker \d+, is not stored/,
    build: (store) => () =>
      guarded((items) => store.insert(items.length === 7 ? items.slice(0, 6) : items)),
  }),
  unseen("write.stored", {
    name: "takes its full ring for an empty one",
    models: "(head - tail) & mask is 0 for both: the oldest bug of ring buffers.",
    calls: 3,
    says: /event \d+, written to worker \d+, is not stored/,
    build: (store) => () => {
      const ring: Row[] = [];
      let [head, tail] = [0, 0];
      const flush = () => {
        const pending = (head - tail) & 255;
        for (let place = 0; place < pending; place++) store.insert([ring[(tail + place) & 255]!]);
        tail = head;
      };
      return guarded((items) => {
        for (const item of items) {
          ring[head++ & 255] = copyOf(item);
          if (head - tail === 256) flush();
        }
      }, flush);
    },
  }),
  unseen("write.stored", {
    name: "numbers what is in flight modulo 64",
    models: "Six-bit sequence numbers in a window without a limit: the 65th request takes a slot.",
    calls: 3,
    says: /event \d+, written to worker \d+, is not stored/,
    build: (store) => () =>
      guarded((items) => {
        const inFlight = new Map<number, Row>();
        items.forEach((item, sequence) => {
          inFlight.delete(sequence % 64);
          inFlight.set(sequence % 64, item);
        });
        store.insert([...inFlight.values()]);
      }),
  }),
  unseen("write.stored", {
    name: "loses its buffer the third time it is full",
    models: "Triple buffering where the third buffer has no writer thread.",
    calls: 3,
    says: /event \d+, written to worker \d+, is not stored/,
    build: (store) => () => {
      const buffer: Row[] = [];
      let flushes = 0;
      return guarded((items) => {
        for (const item of items) {
          buffer.push(copyOf(item));
          if (buffer.length < 10) continue;
          const full = buffer.splice(0);
          if (++flushes % 3 !== 0) store.insert(full);
        }
      }, () => store.insert(buffer.splice(0)));
    },
  }),
  unseen("write.stored", {
    name: "has room for 99 rows in the second of its two buffers of a hundred",
    models: "Double buffering with one buffer allocated by the last index instead of the length.",
    calls: 3,
    says: /event \d+, written to worker \d+, is not stored/,
    build: (store) => () => {
      const buffer: Row[] = [];
      let second = false;
      return guarded((items) => {
        for (const item of items) {
          buffer.push(copyOf(item));
          if (buffer.length < 100) continue;
          store.insert(buffer.splice(0).slice(0, second ? 99 : 100));
          second = !second;
        }
      }, () => store.insert(buffer.splice(0)));
    },
  }),
  unseen("write.stored", {
    name: "completes its upload with the first hundred parts that are listed",
    models: "ListParts answers in pages (S3): the parts of the second page are not completed.",
    calls: 3,
    says: /event \d+, written to worker \d+, is not stored/,
    build: (store) => () => {
      const rows: Row[] = [];
      return guarded(
        (items) => void rows.push(...items.map(copyOf)),
        () => {
          for (let part = 0; part < 100; part++) store.insert(rows.slice(part * 5, part * 5 + 5));
        },
      );
    },
  }),
  unseen("write.stored", {
    name: "finds no rest in a batch of exactly five hundred",
    models: "All chunks but the last in a loop, then length % 500 rows, which may be none.",
    calls: 3,
    says: /event \d+, written to worker \d+, is not stored/,
    build: (store) => () =>
      guarded((items) => {
        const whole = Math.ceil(items.length / 500) - 1;
        for (let chunk = 0; chunk < whole; chunk++) {
          store.insert(items.slice(chunk * 500, chunk * 500 + 500));
        }
        const rest = items.length % 500;
        if (rest > 0) store.insert(items.slice(-rest));
      }),
  }),
  unseen("write.stored", {
    name: "leaves a row out that is larger than a request",
    models: "Batchers by bytes that start a new request for a large row and forget to add it.",
    calls: 3,
    says: /event \d+, written to worker \d+, is not stored/,
    build: (store) => () =>
      guarded((items) => {
        let [request, bytes] = [[] as Row[], 0];
        for (const item of items) {
          const size = JSON.stringify(item).length;
          if (size > 34) continue;
          if (bytes + size > 340) {
            store.insert(request);
            [request, bytes] = [[], 0];
          }
          request.push(item);
          bytes += size;
        }
        store.insert(request);
      }),
  }),
  unseen("write.stored", {
    name: "loses a batch that makes the flushed total a multiple of 1,024",
    models: "A page that is exactly full is sealed and replaced without being written.",
    calls: 3,
    says: /event \d+, written to worker \d+, is not stored/,
    build: (store) => () => {
      let total = 0;
      return guarded((items) => {
        total += items.length;
        if (total % 1024 !== 0) store.insert(items);
      });
    },
  }),
  unseen("write.split-invariant", {
    name: "opens a cursor for every write, of which it may have eight",
    models: "ORA-01000: maximum open cursors exceeded, from statements that are never closed.",
    calls: 11,
    says: /threw.*; as a single batch the same events are stored correctly/,
    build: (store) => () => {
      let cursors = 0;
      return guarded((items) => {
        if (cursors === 8) throw new Error("maximum open cursors exceeded");
        cursors++;
        store.insert(items);
      });
    },
  }),
  unseen("write.accepts", {
    name: "cuts batches into requests of a thousand, and takes fewer than a thousand",
    models: "An exclusive limit of the server taken for an inclusive one by its client.",
    calls: 3,
    says:
      /the write of \d+ events to worker \d+ threw Error: a request must have fewer than \d+ rows/,
    build: (store) => () =>
      guarded((items) => {
        if (items.length >= 1000) throw new Error("a request must have fewer than 1000 rows");
        store.insert(items);
      }),
  }),
];
