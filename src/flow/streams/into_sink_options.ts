import type {
  AsyncBridge,
  MaybePromise,
  PayloadType,
  StandardSchemaV1,
} from "../../protocol/mod.ts";

/** What `intoSink()` makes a sink of: a stream of events, a stream of bytes, or a function. */
export type IntoSinkOptions<E, C = unknown> = EventOptions<E, C> | ByteOptions<E, C>;

/** A sink whose target takes the events as they are. */
export interface EventOptions<E, C = unknown> extends CommonOptions<E, C> {
  /** Opens the target of one partition; see {@linkcode Open}. The type of the events is that of the payload. */
  readonly open: Open<C, TargetOfEvents<NoInfer<E>>>;
  /** Absent: only bytes are encoded. */
  readonly encode?: undefined;
}

/** What takes events: a stream, the beginning of a pipeline, or a function, alone or with what closes it. */
export type TargetOfEvents<E> =
  | WritableStream<E>
  | NodeWritable
  | Pipeline<E>
  | WriteBatch<E>
  | BatchWriter<E>;

/** A sink whose target takes bytes. */
export interface ByteOptions<E, C = unknown> extends CommonOptions<E, C> {
  /** Opens the target of one partition; see {@linkcode Open}. */
  readonly open: Open<C, WritableStream<Bytes> | NodeWritable | Pipeline<Bytes>>;
  /**
   * What is stored of an event, its end included, such as the line feed of a line. A text becomes UTF-8; one that has
   * lone surrogates, which UTF-8 cannot hold, is refused. All events of a batch are encoded before any of them is
   * written, and are written as one chunk: what it throws refuses the batch whole.
   */
  encode(event: E): string | Uint8Array;
}

/** What a stream of bytes says that it takes; what it is given is a `Uint8Array`. */
export type Bytes = ArrayBufferView | ArrayBuffer;

/** What every such sink says of itself. */
export interface CommonOptions<E, C> {
  /** The type of the events: a class, a schema, or `payload<E>()`. */
  readonly payload: PayloadType<E>;
  /** The name of its configuration section: not empty. */
  readonly name: string;
  /**
   * Checks the section of each build, and gives `open` what it makes of it: a Standard Schema, or a function that
   * throws. Default: the section is passed on as it is.
   */
  readonly config?: StandardSchemaV1<unknown, C> | ((section: unknown) => MaybePromise<C>);
  /** Milliseconds that a write or a close may take before it fails; default: as long as the target takes. */
  readonly timeout?: number;
}

/**
 * Opens the target of one partition, which is its own: a stream that is locked is refused. It has the arguments of a
 * build, the configuration checked. What it throws fails the build; what it had opened by then it must release itself.
 */
export type Open<C, Target> = (
  config: C,
  workerIndex: number,
  workerCount: number,
  bridge?: AsyncBridge,
  sessionManager?: unknown,
) => MaybePromise<Target>;

/** A stream whose chunks go on to somewhere else, by `pipeTo`, into a process or into a request. */
export interface Pipeline<T> {
  /** Its beginning. */
  readonly writable: WritableStream<T> | NodeWritable;
  /**
   * Its end: fulfilled once all has arrived after the beginning was closed, rejected when it has failed. It settles
   * also when the beginning is aborted.
   */
  readonly finished: PromiseLike<unknown>;
}

/** A writable stream of Node, such as `createWriteStream` gives. Who opens it need not listen to its errors. */
export interface NodeWritable {
  /** Takes a chunk, and calls back once it is written or lost. */
  write(chunk: unknown, callback?: (error?: Error | null) => void): boolean;
  /** Flushes and closes. */
  end(): unknown;
  /** Gives up what is not written, and closes. */
  destroy(error?: Error): unknown;
  /** How much it holds back. */
  readonly writableLength: number;
}

/** Writes a batch, which is never empty; the array is its own to keep, the events are not. */
export type WriteBatch<in E> = (batch: readonly E[]) => MaybePromise<void>;

/** Writes batches, and has something to flush or to release at the end: a partition, say, that is to be made sound. */
export interface BatchWriter<in E> {
  /** Writes a batch; see {@linkcode WriteBatch}. Not called again once it has failed. */
  writeBatch(batch: readonly E[]): MaybePromise<void>;
  /**
   * Stores what is pending and releases what is open; called once. Default: nothing is to be done.
   *
   * @param failure what the write that failed threw, if one did: what earlier writes accepted is to be stored
   * nevertheless, and no part of the batch that failed published. What close throws then is dropped.
   */
  close?(failure?: Error): MaybePromise<void>;
}
