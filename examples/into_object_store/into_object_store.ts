import type { AsyncBridge, IntoSink, PayloadType, SinkPartition } from "@watertight/sinks";
import { v7 } from "uuid";
import { objectStoreConfig } from "./config.ts";
import { jsonLine } from "../values/json_line.ts";
import { ObjectPartition } from "./object_partition.ts";
import { ObjectStore } from "./object_store.ts";
import { Outbox } from "./outbox.ts";

/** What a node is made of; where it writes to stands in the configuration. */
export interface IntoObjectStoreOptions<E> {
  /** The class or schema of the events. */
  readonly payload: PayloadType<E>;
  /** The name of the configuration section. */
  readonly name: string;
}

/** Writes events into objects of a store with the protocol of S3, as lines of JSON. */
export class IntoObjectStore<E extends object> implements IntoSink<E> {
  readonly payload: PayloadType<E>;
  readonly name: string;
  readonly routerBranchSafe = true;

  constructor({ payload, name }: IntoObjectStoreOptions<E>) {
    this.payload = payload;
    this.name = name;
  }

  async buildPartition(
    config: unknown,
    workerIndex: number,
    _workerCount: number,
    bridge?: AsyncBridge,
  ): Promise<SinkPartition<E>> {
    const settings = objectStoreConfig(config);
    const { limits, store: { timeout } } = settings;
    const store = new ObjectStore(settings);
    try {
      await inTime(timeout, (signal) => store.require(signal), bridge);
    } catch (error) {
      store.close();
      throw error;
    }
    const folder = `${settings.prefix}${v7()}/${digits(workerIndex, 5)}`;
    return new ObjectPartition<E>({
      outbox: new Outbox(limits, (sequence) => `${folder}/${digits(sequence, 10)}`),
      encode: jsonLine,
      // A task of the bridge belongs to a call: a timer has none.
      put: (object, within) =>
        inTime(
          timeout,
          (signal) => store.put(object, signal),
          within === "call" ? bridge : undefined,
        ),
      age: limits.age,
      release: () => store.close(),
    });
  }
}

/** Keys are listed by their letters: the order of numbers of one length is theirs. */
function digits(number: number, length: number): string {
  return String(number).padStart(length, "0");
}

/** Runs a task until its time is over, on the bridge where there is one. */
async function inTime(
  timeout: number,
  task: (signal: AbortSignal) => Promise<void>,
  bridge: AsyncBridge | undefined,
): Promise<void> {
  if (bridge) return await bridge.run(task, { timeout });
  const controller = new AbortController();
  const timer = setTimeout(
    () => controller.abort(new Error(`Cannot go on as it must end within ${timeout} ms`)),
    timeout,
  );
  try {
    await task(controller.signal);
  } finally {
    clearTimeout(timer);
  }
}
