/** What travels with a payload as far as the sink; a partition never sees it. Times are in milliseconds. */
export interface MessageMeta {
  /** The identity of the message. */
  readonly messageId: string;
  /** Ties together the messages of one conversation. */
  readonly correlationId?: string;
  /** The trace this message belongs to, as a WRITE span reports it. */
  readonly traceId?: string;
  /** The trace that caused this one. */
  readonly parentTraceId?: string;
  /** The message that caused this one. */
  readonly causationId?: string;
  /** When it was produced, in milliseconds since the epoch of Unix time. */
  readonly producedAtMs?: number;
  /** The name of its type. */
  readonly messageType?: string;
  /** The version of its type. */
  readonly messageVersion?: number;
  /** The topic it was read from. */
  readonly topic?: string;
  /** The partition of the topic. */
  readonly partition?: number;
  /** The offset in that partition. */
  readonly offset?: number;
  /** The key it was published under. */
  readonly key?: string;
  /** Further headers. */
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * A payload in its envelope. A source may yield payloads or messages, and a step may give either; steps and sinks
 * see payloads alone, and the metadata of the first event of a batch names the WRITE span of that batch.
 *
 * A class, not a shape: a payload that happens to have a `payload` and a `meta` of its own is left alone.
 *
 * @example
 * ```ts
 * import { Message } from "@watertight/sinks";
 *
 * const message = new Message({ total: 7 }, { messageId: "m-1", traceId: "t-1" });
 * console.assert(message.payload.total === 7);
 * ```
 */
export class Message<P> {
  /** What steps and sinks see. */
  readonly payload: P;
  /** What is known about it. */
  readonly meta: MessageMeta;

  /** Puts a payload in its envelope. */
  constructor(payload: P, meta: MessageMeta) {
    this.payload = payload;
    this.meta = meta;
  }
}
