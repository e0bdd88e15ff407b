import type { AnomalyKind, Cause } from "../../../conformance/mod.ts";
import type { Row } from "../mutant.ts";
import type { Trigger } from "./trigger.ts";
import { isOfBrokenBatch, type Part, type World } from "./world.ts";

/** What becomes of a partition once its cause has come about. */
type Spoil = (world: World, part: Part) => void;

const spoil: Spoil = (world, part) => world.spoil(part);

const spoilPeers = (world: World, part: Part, spoiled: Spoil = spoil): void => {
  for (const peer of world.peersOf(part)) spoiled(world, peer);
};

/** Spoils what is built from the next run on, once something has happened. */
const laterRuns = (when: "failed" | "invalid", spoiled: Spoil = spoil): Trigger => {
  const since = new WeakMap<World, number>();
  const mark = (world: World, part: Part) => void (since.has(world) || since.set(world, part.run));
  return {
    build: (world, part) =>
      void (part.run > (since.get(world) ?? Infinity) && spoiled(world, part)),
    [when]: mark,
  };
};

/** Spoils the other partitions of a run once something has happened, those that come later included. */
const peers = (when: "failed" | "invalid", spoiled: Spoil = spoil): Trigger => {
  const runs = new WeakMap<World, Set<number>>();
  return {
    build: (world, part) => void (runs.get(world)?.has(part.run) && spoiled(world, part)),
    [when](world: World, part: Part) {
      runs.set(world, (runs.get(world) ?? new Set()).add(part.run));
      spoilPeers(world, part, spoiled);
    },
  };
};

/** Where an invalid event spoils other partitions; what is extra there are the rows of a batch that they refuse. */
function invalidElsewhere(kind: AnomalyKind, where: typeof peers): Trigger {
  if (kind !== "extra") return where("invalid");
  const careless = new WeakSet<Part>();
  const trigger = where("invalid", (_, part) => void careless.add(part));
  return {
    ...trigger,
    invalid(world, part, rows) {
      if (careless.has(part)) world.store(part, rows);
      return trigger.invalid?.(world, part, rows);
    },
  };
}

/** Hears of what the caller does with its own batches once they are written. */
function keeping(changed: (items: readonly Row[], texts: readonly string[]) => boolean): Trigger {
  const kept = new WeakMap<Part, { items: readonly Row[]; texts: readonly string[] }>();
  const hear = (world: World, part: Part) => {
    const batch = kept.get(part);
    if (batch && changed(batch.items, batch.texts)) world.spoilLast(part);
  };
  return {
    write(world, part, items) {
      hear(world, part);
      kept.set(part, { items, texts: items.map(({ text }) => text) });
    },
    close: hear,
  };
}

const frozen = (member: "node" | "config"): Trigger => ({
  build: (world, part, given) => void (Object.isFrozen(given[member]) && world.spoil(part)),
});

/** Spoils the batch whose write the storage failed, and does not say so. */
const hidden: Trigger = {
  failed: (world, part, { call }) =>
    call === "write" && (world.spoil(part, part.batches.length), true),
};

/** Spoils all that run at the same time. */
function together(member: "building" | "writing"): Trigger {
  const running = new Set<Part>();
  return {
    async [member](world: World, part: Part) {
      running.add(part);
      if (running.size > 1) { for (const it of running) world.spoil(it); }
      for (let tick = 0; tick < 8; tick++) await undefined;
      running.delete(part);
    },
  };
}

/** Leaves a part of the batch that the storage failed, now or with the close. */
function leaving(left: () => boolean): Trigger {
  const kept = new WeakMap<Part, readonly Row[]>();
  return {
    failed(world, part, { call, items }) {
      if (call !== "write" || !left()) return;
      if (world.kind === "torn") world.store(part, items.slice(0, 1));
      if (world.kind === "gap") world.store(part, items.slice(1));
      if (world.kind === "published") kept.set(part, items.slice(0, 1));
    },
    close(world, part) {
      const rest = kept.get(part);
      if (rest) world.store(part, rest);
    },
  };
}

/** Spoils what others have written when a partition is built. */
const spoilWriters: Trigger = {
  build(world, part) {
    const writers = world.peersOf(part).filter(({ batches }) => batches.length > 0);
    for (const writer of writers) world.spoil(writer);
  },
};

/** The sinks of each cause, in this order of the table. */
export const triggers: Readonly<
  Record<Cause, (kind: AnomalyKind, chance: () => number) => Trigger>
> = {
  // A storage that one usual batch makes unreadable is a fault of its fixture.
  plain: (kind) =>
    kind === "unreadable"
      ? { write: (world, part, items) => void (items.length > 2 && world.spoil(part)) }
      : { build: (world, part) => world.spoil(part) },
  // Where the configuration is not frozen something else is wrong in its place.
  unknown: (kind) => ({
    build: (world, part, { config }) =>
      world.spoil(part, 0, Object.isFrozen(config) ? kind : standIn(kind)),
  }),
  chance: (kind, chance) =>
    isOfBrokenBatch(kind)
      ? leaving(() => chance() < 0.5)
      : { build: (world, part) => void (chance() < 0.05 && world.spoil(part)) },
  "late-write": () => ({ lateWrite: (world, part) => world.spoil(part) }),
  "repeated-close": () => ({ closeAgain: (world, part) => world.spoil(part) }),
  "close-after-failed-close": () => {
    const failed = new WeakSet<Part>();
    return {
      failed: (_, part, { call }) => void (call === "close" && failed.add(part)),
      close: (world, part) => void (failed.has(part) && world.spoil(part)),
    };
  },
  "empty-batch": () => ({ emptyBatch: (world, part) => world.spoil(part) }),
  "array-reused": () => keeping((items, texts) => items.length === 0 && texts.length > 0),
  "event-changed": () =>
    keeping((items, texts) => items.some(({ text }, index) => text !== texts[index])),
  "frozen-node": () => frozen("node"),
  "frozen-config": () => frozen("config"),
  "frozen-events": () => ({
    write: (world, part, items) => void (Object.isFrozen(items) && world.spoilLast(part)),
  }),
  "minimal-arguments": () => ({
    build: (world, part, { bridge }) => void (bridge || world.spoil(part)),
  }),
  "string-config": () => ({
    build: (world, part, { config }) =>
      void (typeof (config as { limit: unknown }).limit === "string" && world.spoil(part)),
  }),
  "invalid-event": (kind) => ({
    // A sink that says of a value that it cannot hold it is written to no more.
    invalid: (world, part) => (world.spoil(part), kind === "refused-write"),
  }),
  "invalid-event-of-peer": (kind) => invalidElsewhere(kind, peers),
  "invalid-event-of-earlier-run": (kind) => invalidElsewhere(kind, laterRuns),
  "fault-in-build": () => ({
    failed: (world, part, { call }) => call === "build" && (world.spoil(part), true),
  }),
  "fault-in-write": (kind) => isOfBrokenBatch(kind) ? leaving(() => true) : hidden,
  "fault-in-close": () => ({
    failed: (world, part, { call }) => call === "close" && (world.spoil(part), true),
  }),
  "fault-in-failed-close": () => ({
    failed: (world, part, { call }) => void (call === "close" && world.spoil(part)),
  }),
  "fault-in-other-call": (kind) =>
    kind === "gap" ? { failedTwice: (world, part) => world.spoil(part) } : {
      // A sink that says of a failure that it failed is written to no more.
      failed: (world, part, { call }) =>
        call === "write" && (world.spoil(part), kind === "refused-write"),
    },
  "fault-of-peer": () => peers("failed"),
  "fault-of-earlier-run": () => laterRuns("failed"),
  "fault-on-bridge": () => ({ ...hidden, bridged: true }),
  "unclear-outcome": () => ({
    failed(world, part, { call, applied, items }) {
      if (call !== "write" || !applied) return;
      world.store(part, items);
      world.spoilLast(part);
    },
  }),
  pause: () => {
    const timers = new WeakMap<Part, ReturnType<typeof setTimeout>>();
    return {
      write: (world, part) =>
        void timers.set(part, timers.get(part) ?? setTimeout(() => world.spoil(part), 1)),
      close: (_, part) => clearTimeout(timers.get(part)),
    };
  },
  "overlapping-builds": () => together("building"),
  overlap: () => together("writing"),
  twin: () => ({
    build(world, part) {
      const twin = world.peersOf(part).find(({ worker }) => worker === part.worker);
      for (const it of twin ? [twin, part] : []) world.spoil(it);
    },
  }),
  "early-close": () => ({
    write: (world, part) =>
      void (world.peersOf(part).some(({ closed }) => closed) && world.spoilLast(part)),
  }),
  "peer-close": () => ({
    close: (world, part) =>
      void (part.batches.length > 0 && world.peersOf(part).some(({ closed }) => closed) &&
        world.spoil(part)),
  }),
  rescale: () => {
    const counts = new WeakMap<World, number>();
    return {
      build(world, part) {
        const before = counts.get(world);
        if (part.run > 0 && before !== world.workers) world.spoil(part);
        else counts.set(world, world.workers);
      },
    };
  },
  restart: () => ({ build: (world, part) => void (part.run > 0 && world.spoil(part)) }),
  "late-build": () => spoilWriters,
  "build-over-stored": () => spoilWriters,
  "close-order": () => ({
    close: (world, part) =>
      void (world.peersOf(part).some(({ worker, closed }) => closed && worker > part.worker) &&
        world.spoil(part)),
  }),
  "idle-worker": () => ({
    close(world, part) {
      if (part.writes > 0) return;
      world.spoil(part);
      spoilPeers(world, part);
    },
  }),
  interleaving: () => ({
    write(world, part) {
      const { writer } = world;
      if (writer?.run === part.run && writer !== part && part.batches.length > 1) world.spoil(part);
      world.writer = part;
    },
  }),
  "any-worker": () => ({ build: (world, part) => void (part.worker > 0 && world.spoil(part)) }),
  split: () => ({
    write: (world, part) => void (part.batches.length > 1 && world.spoilLast(part)),
  }),
  pending: () => ({
    close(world, part) {
      const rows = part.batches.reduce((sum, { length }) => sum + length, 0);
      if (rows > 0 && rows < 100) world.spoil(part);
    },
  }),
};

/** Whether a cause is a failure of the storage, or a value that it cannot hold. */
export function isOfFailure(cause: Cause): boolean {
  return isOfFault(cause) || cause.startsWith("invalid-");
}

/** Whether a cause is a failure of the storage. */
export function isOfFault(cause: Cause): boolean {
  return cause.startsWith("fault-") || cause === "unclear-outcome" ||
    cause === "close-after-failed-close";
}

/** What is wrong where an anomaly of this kind would be, but is not. */
export function standIn(kind: AnomalyKind): AnomalyKind {
  return kind === "extra" ? "refused-close" : "extra";
}
