import { keyText } from "./key_text.ts";
import { payloadOf } from "./payloads.ts";
import { FailureSignal } from "./failure.ts";
import type { Mailbox } from "./mailbox.ts";

/** Chooses the mailbox of an item. */
export type Deal = (item: unknown) => Mailbox;

/** Each item to the next mailbox. */
export function roundRobin(mailboxes: readonly Mailbox[]): Deal {
  let turn = 0;
  return () => {
    const mailbox = mailboxes[turn] as Mailbox;
    turn = turn + 1 === mailboxes.length ? 0 : turn + 1;
    return mailbox;
  };
}

/** Items of one key to one mailbox, the same in every run with as many workers. */
export function byKey(mailboxes: readonly Mailbox[], key: (event: never) => unknown): Deal {
  return (item) => {
    try {
      const value = (key as (event: unknown) => unknown)(payloadOf(item));
      return mailboxes[hash(keyText(value, "deal an event")) % mailboxes.length] as Mailbox;
    } catch (error) {
      throw new FailureSignal({ phase: "step", error });
    }
  };
}

/**
 * FNV-1a over the code units, 32 bits, with the last mixing of MurmurHash3: the low bits of FNV-1a follow from the
 * low bits of the text alone, and the low bits are what chooses among two or four mailboxes.
 */
function hash(text: string): number {
  let hashed = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) {
    hashed = Math.imul(hashed ^ text.charCodeAt(i), 0x01000193);
  }
  hashed = Math.imul(hashed ^ (hashed >>> 16), 0x85ebca6b);
  hashed = Math.imul(hashed ^ (hashed >>> 13), 0xc2b2ae35);
  return (hashed ^ (hashed >>> 16)) >>> 0;
}
