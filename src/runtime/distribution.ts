import { payloadOf } from "./batch.ts";
import { FailureSignal } from "./failure.ts";
import type { Lane } from "./lane.ts";

/** Chooses the lane of an item. */
export type Deal = (item: unknown) => Lane;

/** Each item to the next lane. */
export function roundRobin(lanes: readonly Lane[]): Deal {
  let turn = 0;
  return () => {
    const lane = lanes[turn] as Lane;
    turn = turn + 1 === lanes.length ? 0 : turn + 1;
    return lane;
  };
}

/** Items of one key to one lane, the same in every run with as many workers. */
export function byKey(lanes: readonly Lane[], key: (event: never) => unknown): Deal {
  return (item) => {
    try {
      const value = (key as (event: unknown) => unknown)(payloadOf(item));
      return lanes[hash(String(value)) % lanes.length] as Lane;
    } catch (error) {
      throw new FailureSignal({ phase: "step", error });
    }
  };
}

/**
 * FNV-1a over the code units, 32 bits, with the last mixing of MurmurHash3: the low bits of FNV-1a follow from the
 * low bits of the text alone, and the low bits are what chooses among two or four lanes.
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
