import { Message, type MessageMeta } from "../flow/mod.ts";

/** Payloads on their way to the sinks, with their metadata when the source yields messages. */
export interface Payloads {
  readonly items: unknown[];
  /** In step with `items`; absent when no item came in an envelope. */
  readonly metas?: (MessageMeta | undefined)[] | undefined;
}

/** Takes payloads out of their envelopes. An array that holds no message is taken as it is. */
export function unwrap(items: unknown[]): Payloads {
  for (let i = 0; i < items.length; i++) {
    if (items[i] instanceof Message) return unwrapMessages(items);
  }
  return { items };
}

function unwrapMessages(items: readonly unknown[]): Payloads {
  return {
    items: items.map(payloadOf),
    metas: items.map((item) => item instanceof Message ? item.meta : undefined),
  };
}

/** The payload of an item, in an envelope or not. */
export function payloadOf(item: unknown): unknown {
  return item instanceof Message ? item.payload : item;
}
