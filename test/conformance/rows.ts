import { systemClock } from "../../src/bridge/clock.ts";
import { noStrayErrors } from "../../conformance/execute/stray_errors.ts";
import * as fc from "fast-check";
import type { AsyncBridge, MaybePromise, SinkPartition } from "@watertight/sinks";
import type { FaultSwitch, Fixture, Subject } from "@watertight/sinks/conformance";
import { drawInvalid, drawPool } from "../../conformance/subject/pool.ts";
import { noCensus } from "../../conformance/execute/open_resources.ts";
import type { Context } from "../../conformance/execute/context.ts";
import { guaranteesOf } from "../../conformance/subject.ts";

/** The event of these tests. */
export interface Row {
  readonly id: number;
  readonly text: string;
}

/** What a partition of these tests is built with. */
export interface Built {
  /** The storage. */
  readonly rows: Row[];
  readonly config: unknown;
  readonly worker: number;
  readonly workers: number;
  readonly bridge: AsyncBridge | undefined;
  readonly sessionManager: unknown;
}

/** How a test builds its partitions. */
export type Build = (built: Built) => MaybePromise<SinkPartition<Row>>;

/** A sound partition: it stores copies at once, and refuses writes after its close. */
export function sound({ rows }: Pick<Built, "rows">): SinkPartition<Row> {
  let closed = false;
  return {
    writeBatch(items) {
      if (closed) throw new Error("Cannot write as the partition must be open: it is closed");
      rows.push(...structuredClone(items));
    },
    close: () => void (closed = true),
  };
}

/** A partition that keeps everything until its close. */
export function buffering({ rows }: Pick<Built, "rows">): SinkPartition<Row> {
  const pending: Row[] = [];
  const inner = sound({ rows: pending });
  return {
    writeBatch: (items) => inner.writeBatch(items),
    close() {
      inner.close();
      rows.push(...pending.splice(0));
    },
  };
}

/** Rows in an array, written by such partitions; `extras` adds to each fixture. */
export function rowsSubject(
  build: Build = sound,
  members: Partial<Subject<Row>> = {},
  extras: (rows: Row[]) => Partial<Fixture<Row>> = () => ({}),
): Subject<Row> {
  return {
    name: "rows",
    events: fc.record({ id: fc.nat(), text: fc.string() }),
    open() {
      const rows: Row[] = [];
      const sink = {
        payload: Object as unknown as abstract new () => Row,
        name: "rows",
        routerBranchSafe: true,
        buildPartition: (
          config: unknown,
          worker: number,
          workers: number,
          bridge?: AsyncBridge,
          sessionManager?: unknown,
        ) => build({ rows, config, worker, workers, bridge, sessionManager }),
      };
      return { sink, config: { table: "rows" }, read: () => rows.slice(), ...extras(rows) };
    },
    ...members,
  };
}

/** Rows whose storage can be made to refuse: sound, and every rule about failures applies. */
export function faultyRows(
  members: Partial<Subject<Row>> = {},
  buildOver: (storage: { insert(items: readonly Row[]): void }) => SinkPartition<Row> = directly,
): Subject<Row> {
  const subject = rowsSubject(sound, members);
  return {
    ...subject,
    open() {
      const rows: Row[] = [];
      let refuses = false;
      const storage = {
        insert(items: readonly Row[]) {
          if (refuses) throw new Error("the storage is down");
          rows.push(...structuredClone(items));
        },
      };
      const faults: FaultSwitch = { set: (fault) => void (refuses = fault !== null) };
      const sink = {
        payload: Object as unknown as abstract new () => Row,
        name: "rows",
        routerBranchSafe: true,
        buildPartition: () => buildOver(storage),
      };
      return { sink, config: {}, read: () => rows.slice(), faults };
    },
  };
}

function directly(storage: { insert(items: readonly Row[]): void }): SinkPartition<Row> {
  let closed = false;
  return {
    writeBatch(items) {
      if (closed) throw new Error("Cannot write as the partition must be open: it is closed");
      storage.insert(items);
    },
    close: () => void (closed = true),
  };
}

/** What an execution of these tests needs. */
export function contextOf<E>(subject: Subject<E>, rest: Partial<Context<E>> = {}): Context<E> {
  return {
    subject,
    guarantees: guaranteesOf(subject.guarantees),
    pool: drawPool(subject, 1),
    invalid: drawInvalid(subject, 1),
    callLimit: 200,
    hookLimit: { milliseconds: 200, clock: systemClock },
    clock: systemClock,
    hangLimit: 5,
    strayErrors: noStrayErrors,
    census: noCensus,
    counts: false,
    ...rest,
  };
}
